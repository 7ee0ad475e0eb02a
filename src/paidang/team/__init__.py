"""Organisations, people, roles: who may do what."""
