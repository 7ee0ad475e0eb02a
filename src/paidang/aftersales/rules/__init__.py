"""What the contract says of a case, what it comes to, by when it is due."""
