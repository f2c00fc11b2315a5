"""What stands on the page of `svtool report`, as data: sentences, tables, series, and what must be said of them."""
