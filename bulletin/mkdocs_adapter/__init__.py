"""The bridge to MkDocs: settings and hand-written pages in; page shells, and problems with settings, out.

The only package that imports MkDocs, and only its documented plugin events. It knows nothing of scoring.
"""

import os

# Must be set before Material is imported: it prints an advertisement for its successor.
os.environ["NO_MKDOCS_2_WARNING"] = "1"
