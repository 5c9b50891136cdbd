"""Schemes: scoring schemes and targets are parsed, checked and explained.

In: TOML texts and the registry. Out: schemes and targets (:mod:`bulletin.model.scheme`), problems with path, line and
key, and sentences that explain a scheme. It does not know how points are counted.
"""
