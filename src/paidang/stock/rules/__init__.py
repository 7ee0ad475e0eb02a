"""The law of stock: what orders take out of it and put back, what may be offered, what is to be brought."""
