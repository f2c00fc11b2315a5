"""What `svtool returns` prints: the template, and the summary for people and machines."""
