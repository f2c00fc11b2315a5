"""From loaded rows to settled facts: overlap, repeats, people, units and reviews, each row that leaves counted."""
