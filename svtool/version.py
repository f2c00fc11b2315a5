"""The version of svtool, which everything that it writes names."""

__version__ = "0.1.0"
