"""Stores on the platforms' own interfaces: connected, pulled, and told what left, what is in stock, what it costs."""
