"""A production installation refuses default keys, DEBUG and demo accounts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def production_is_safe(**kwargs: Any) -> list[CheckMessage]:
    """One error for each thing that must not be true in production; an empty list elsewhere."""
    if not settings.PRODUCTION:
        return []
    found: list[CheckMessage] = []
    if settings.SECRET_KEY.startswith(settings.DEVELOPMENT_KEY_PREFIX) or len(settings.SECRET_KEY) < 50:
        found.append(Error("Set GOLDENTHREAD_SECRET_KEY to at least 50 random characters of your own.", id="config.E1"))
    if settings.DEBUG:
        found.append(Error("Production may not run with GOLDENTHREAD_DEBUG on; take it out.", id="config.E2"))
    if not settings.ALLOWED_HOSTS:
        found.append(Error("Set GOLDENTHREAD_HOSTS to the names this service answers to.", id="config.E3"))
    if not settings.BASE_URL.startswith("https://"):
        found.append(
            Error("Set GOLDENTHREAD_BASE_URL to the https:// address that links in messages lead to.", id="config.E6")
        )
    if settings.NOTIFY_KEY and not settings.NOTIFY_TEMPLATE:
        found.append(Error("Set GOLDENTHREAD_NOTIFY_TEMPLATE to the id of the template for messages.", id="config.E5"))
    return found


@register(Tags.database)
def production_has_no_demo_accounts(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """An error where production holds demonstration accounts, whose passwords everybody can read."""
    if not settings.PRODUCTION or not databases:
        return []
    from goldenthread.people.queries import count_demonstration_accounts

    count = count_demonstration_accounts()
    if not count:
        return []
    return [Error(f"{count} demonstration accounts exist; production does not start with any.", id="config.E4")]
