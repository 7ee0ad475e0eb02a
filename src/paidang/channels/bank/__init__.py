"""Account statements as banks export them."""
