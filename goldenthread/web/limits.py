"""How often a visitor may do something: counted by allauth's limiter in the cache, in production the database."""

from collections.abc import Mapping

from allauth.core.internal import ratelimit
from django.http import HttpRequest


def is_within(request: HttpRequest, limit: Mapping[str, str], key: str = "") -> bool:
    """Count one visit and say whether it is still within the limit; one beyond it is not counted.

    `limit` has one name and its rates as allauth writes them: {"answer": "30/10m/ip,5/10m/key"} is 30 in ten minutes
    from one address and 5 for one key. Looking counts like sending. Two processes count together.
    """
    (name,) = limit
    used = ratelimit.consume(
        request, app="goldenthread", action=name, config=dict(limit), key=key or name, limit_get=True
    )
    return used is not None
