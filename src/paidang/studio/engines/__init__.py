"""What is done to pictures in a process of its own."""
