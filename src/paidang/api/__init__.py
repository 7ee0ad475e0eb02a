"""The HTTP API `/api/v1`: programs do in a person's name what the pages do. Parse, one action or query, answer in JSON."""
