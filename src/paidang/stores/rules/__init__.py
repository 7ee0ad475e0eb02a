"""Rules of connected stores: their states, when to ask next, what of a document is about persons."""
