"""svtool: success measures of serious violence, by a definition that anyone can read."""

__version__ = "0.1.0"
