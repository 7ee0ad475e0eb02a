"""Reads on projects, on papers, and on what the contract gives free."""
