"""Files on disk: records as Parquet, rejects as JSON lines, writes that replace whole."""
