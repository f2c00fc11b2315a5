"""The sample extracts: synthetic records, built so that the printed tables show the published counts."""

from svtool.synthetic.write import DEFAULT_SEED, write_sample

__all__ = ["DEFAULT_SEED", "write_sample"]
