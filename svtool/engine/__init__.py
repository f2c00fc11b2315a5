"""The one place that runs queries: a few functions that an engine must do, and a rule as SQL."""
