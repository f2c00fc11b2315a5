"""The sample extracts: synthetic records, built so that the printed tables show the published counts."""
