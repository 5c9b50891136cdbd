"""Pages of single texts: an item, an issue, the index of issues, the notice of an item that may not be read.

In: a record and its neighbours. Out: its page, with a placeholder for the rendered text.
The Markdown itself is rendered elsewhere.
"""
