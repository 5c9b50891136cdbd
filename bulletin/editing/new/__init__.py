"""New files of an archive: an item, an issue, a call, with the keys that its other files have."""
