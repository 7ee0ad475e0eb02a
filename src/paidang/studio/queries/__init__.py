"""Reads of this slice, by noun."""
