"""Two fictional partnerships, made through the same services that people use, to try everything with."""
