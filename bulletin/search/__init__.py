"""Search: an index of folded character bigrams with positions, and answers from it, on the site and on the terminal."""
