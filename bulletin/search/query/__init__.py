"""Answering queries from the files of an index."""
