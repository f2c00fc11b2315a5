"""An extract is checked: over the reading and the values that are counted, small checks say what is wrong."""
