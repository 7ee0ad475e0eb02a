"""The program's own file format: the fact tables of the specification, and the retail price list."""
