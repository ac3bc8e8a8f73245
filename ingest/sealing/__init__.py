"""Files sealed at the sender: Parquet in which every identifying column is tokens, opened by the centre alone."""
