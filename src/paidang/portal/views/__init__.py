"""Views: parse, read the clock, one action or query, answer."""
