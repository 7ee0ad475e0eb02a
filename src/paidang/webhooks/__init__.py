"""Webhooks: what happens on an organisation's chains is told to addresses of its own, signed, in order, until it arrives."""
