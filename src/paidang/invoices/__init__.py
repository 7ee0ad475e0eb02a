"""Buyers' invoices (OP-3-A): who asked for one, what the brand issued, what reached the buyer, what is taken back."""
