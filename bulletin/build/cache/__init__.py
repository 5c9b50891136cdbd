"""What the last build was made from and what it made: what has not changed is not made again.

Files are known as the system knows them, by size and times; one that is too young for its times to tell is known by its
bytes. Whatever cannot be known for certain (settings that take from elsewhere, a memory that is damaged or of another
version) means that everything is built.
"""
