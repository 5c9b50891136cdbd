"""Helpers of tests: no tests, and nothing that the program needs."""
