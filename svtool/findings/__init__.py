"""What can be wrong or notable about an extract: every kind once, for code, documentation and tests."""
