"""Extracts judged once and kept as Parquet: a month is added, a file replaced, and no measure reads them again."""
