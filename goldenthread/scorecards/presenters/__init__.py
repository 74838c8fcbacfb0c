"""Figures in words and pictures: the same for a board, for an analyst, on paper and in a file."""
