"""Drafting a contract: a template and answers in, a text out that reads back as exactly these terms.

library (clauses) → templates → questions, answers → checks → compose → proof (reading it back).
"""
