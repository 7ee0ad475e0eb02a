"""Who did what and when, in an append-only chain per contract that either side can verify alone."""
