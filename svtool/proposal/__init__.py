"""The first hour: a folder of extracts becomes a project file and mappings, with reasons and open decisions."""
