"""Rules on order facts."""
