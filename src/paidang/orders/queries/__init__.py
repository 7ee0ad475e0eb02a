"""Reads on order facts."""
