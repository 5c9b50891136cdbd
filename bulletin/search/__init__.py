"""Search: an index of folded character bigrams with positions, and answers from it, on the site and on the terminal."""

import os

# Nothing here needs numpy's linear algebra; its threads, one for each core, begin with the import and spin for a while.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
