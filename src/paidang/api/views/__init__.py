"""The routes of the API, by noun; `route` registers them, `problems` says no, `shapes` are the words for values."""
