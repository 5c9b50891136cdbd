"""Pages of statistics: circulars and the lists behind them, ledgers, standings, authors.

In: results of :mod:`bulletin.scoring`. Out: pages on which each figure is a link to what it counts.
Nothing here computes points or ranks.
"""
