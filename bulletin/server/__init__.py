"""The preview server: the site of an archive that is being edited, kept in memory and made page by page on request.

In: an archive folder and changes of its files. Out: responses over HTTP on the loopback, byte for byte what a build
writes, and reload events. Does not know how the terminal shows errors, nor how a site is published.
"""
