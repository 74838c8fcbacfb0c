"""What tests of sign-in share."""

from goldenthread.people.tests.posting import posted

__all__ = ["posted"]
