"""The site of an archive that is being worked on: kept in memory, made page by page as somebody asks for it.

A change of a text is read, checked and shown without going through anything else; what may depend on it is made when it
is asked for. Every file is byte for byte what a build would write.
"""
