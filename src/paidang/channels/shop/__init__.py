"""A shop of one's own, which tells its orders and cases by itself: nothing is asked of it."""
