"""Roles of a contract, who holds one on a day, shifts, sub-contractors, quality of service: pure."""
