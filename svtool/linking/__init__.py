"""Figures become linked cells: the counts behind them, and all that a reader can work out of one from others."""
