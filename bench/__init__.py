"""Measurements of builds, of serving and of search beside other programs."""
