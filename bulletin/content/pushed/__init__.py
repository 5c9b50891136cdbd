"""What a push brings to a repository: every object, read by its name in Git, and what may not be among it.

Nothing is checked out, and nothing that was pushed is followed: no attributes, filters, replacements or grafts.
"""
