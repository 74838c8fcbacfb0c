"""A newer file of a plan that exists: what it adds, changes and no longer holds; applying it, and undoing an import."""
