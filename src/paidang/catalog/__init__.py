"""What the brand declares about its goods, by date: factory prices, minimum and suggested retail prices."""
