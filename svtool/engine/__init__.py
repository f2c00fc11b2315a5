"""The one place that runs queries: SQL over canonical columns, in process, spilling to disk when it must."""
