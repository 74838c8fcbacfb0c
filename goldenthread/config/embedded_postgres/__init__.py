"""Django's PostgreSQL engine over a server of our own in `.data/`, started at the first connection."""
