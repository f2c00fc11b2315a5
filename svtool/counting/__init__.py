"""From settled facts to counts: certainly met, not known and not met, by day, area and breakdown."""
