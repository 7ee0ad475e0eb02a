"""Reads on incidents, penalties and who looked."""
