"""Releases: an archive becomes the site that readers see, in one step.

In: an archive without errors and a folder of releases. Out: a new current release, or what the audit found.
Does not know how the archive is read or how its pages are made, only what a finished site must fulfil.
"""
