"""What a contract means: reading its text, what it leaves open, the terms it comes to. Pure."""
