"""Reads on what may leave, on waves and their parcels, on freight."""
