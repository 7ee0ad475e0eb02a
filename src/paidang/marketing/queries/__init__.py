"""Reads on proposals, their money and what came of them."""
