"""How things are written on a page, as pure functions."""
