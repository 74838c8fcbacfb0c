"""What every test shares: the test settings, and a PostgreSQL of the checkout's own."""

import os

os.environ["GOLDENTHREAD_ENVIRONMENT"] = "test"
# Playwright's own loop would otherwise keep Django from the database inside journeys.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
