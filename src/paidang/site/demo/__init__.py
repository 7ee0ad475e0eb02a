"""A demo world: a brand, its agency, an outsider, and two months of files, through the product's own import path."""
