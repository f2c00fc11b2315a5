"""Monthly series: as text, for machines, and as charts."""
