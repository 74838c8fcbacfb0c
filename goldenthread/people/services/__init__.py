"""What changes about people and their sign-in."""

from goldenthread.people.services.links import Link, LinkRefused, read_link, sign_link, use_link

__all__ = ["Link", "LinkRefused", "read_link", "sign_link", "use_link"]
