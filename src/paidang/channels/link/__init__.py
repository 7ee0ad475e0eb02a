"""Calling a platform's interfaces: what all of them share. No contract, no database, no clock of its own."""
