"""Rules of intake: states of a file, references, wording."""
