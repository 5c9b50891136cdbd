"""Proof-reading by rules, without a model: names, words, repeated words, sums, days, punctuation and numbers.

In: a text, its day and the registry. Out: warnings with the sign that is wrong and the one to type. Each rule is one
function in one module, a line in ``rules.RULES`` and a message; each can be switched off in ``registry/bulletin.toml``.
"""

from __future__ import annotations

from bulletin.checks.proofreading.proofread import proofread

__all__ = ["proofread"]
