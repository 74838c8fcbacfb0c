"""Plans in and out: what a partnership's own Word, Excel or CSV plan says, read without touching the database."""
