"""A result becomes text: a table for people, CSV and JSON for machines."""
