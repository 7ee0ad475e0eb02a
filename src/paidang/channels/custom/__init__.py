"""Files of no known format, read by what a person said of their columns: a plan is data, remembered by its header."""
