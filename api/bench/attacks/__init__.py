"""What somebody recovers who holds linkage tokens and knows how common which names are."""
