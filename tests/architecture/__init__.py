"""What the architecture promises, held by tests."""
