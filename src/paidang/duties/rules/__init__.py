"""Kinds of duties and their words."""
