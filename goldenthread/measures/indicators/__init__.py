"""What is measured: each indicator is a record of words, versions and dates with one expression, written once."""
