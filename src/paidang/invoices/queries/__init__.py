"""Reads on buyers' invoices."""
