"""What contracts ask of programs outside."""
