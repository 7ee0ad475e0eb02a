"""Reads on cases, norms and texts."""
