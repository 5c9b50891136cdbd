"""What is known of the previous build in; what need not be read or made again out.

Everything is kept in ``.cache`` of the archive, with checksums; corrupt or foreign files are ignored. Nothing in the
cache can run. It knows nothing of MkDocs.
"""
