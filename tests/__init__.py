"""Tests, in the layout of the packages that they test; helpers are in ``tests.support``."""
