"""From bytes to blocks of text: one reader for CSV, workbooks, Parquet and archives, whatever a file is called."""
