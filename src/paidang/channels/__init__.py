"""One folder per platform: its file formats, mapped to the facts of the specification. Pure, no database."""
