"""A build request in; the pages and files that have to be made, by worker pools, and an output tree put in place.

Stale outputs are found by what is known of the previous build. It knows nothing of MkDocs.
"""
