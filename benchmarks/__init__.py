"""What the program costs: queries of each page, and time at the size of a busy country. Run from the root."""
