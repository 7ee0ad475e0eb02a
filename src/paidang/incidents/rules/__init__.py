"""What went wrong: the kinds of incidents, how one goes on, what it may come to; platforms' points; exclusivity."""
