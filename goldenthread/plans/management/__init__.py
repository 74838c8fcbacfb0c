"""Verbs of the plans app."""
