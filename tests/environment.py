"""Loaded by pytest before Django reads its settings: the settings are those of tests."""

import os

os.environ["GOLDENTHREAD_ENVIRONMENT"] = "test"
# Playwright's own loop would otherwise keep Django from the database inside journeys.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
