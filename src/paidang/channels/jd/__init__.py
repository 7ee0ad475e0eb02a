"""JD POP: the order export of the seller's back office."""
