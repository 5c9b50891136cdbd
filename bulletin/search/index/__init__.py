"""Building the index: items become documents, segments, postings, shards and files."""
