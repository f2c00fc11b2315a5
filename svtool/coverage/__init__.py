"""Which days the extracts of a source hold."""
