"""Dated work under a contract: who owes what by when. Every slice raises and closes here; the worklist reads here."""
