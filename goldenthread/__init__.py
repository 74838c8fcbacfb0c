"""Golden Thread: the business of a safeguarding partnership as one system, every claim linked to its evidence."""
