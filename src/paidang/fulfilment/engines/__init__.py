"""The carrier's interface, opened for as long as it is needed."""
