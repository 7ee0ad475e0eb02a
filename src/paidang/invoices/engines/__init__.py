"""What needs more than pure rules: invoice files that strangers made."""
