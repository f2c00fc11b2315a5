"""What a rule answers to a value, and to one record in plain Python: the oracle that every engine is held to."""
