"""No partnership can be founded at an address under which the service itself answers."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from goldenthread.partnerships.rules import ROOT_ADDRESSES


def first_words(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """The first word of every address outside a partnership, read from the addresses themselves."""
    for entry in patterns:
        word, slash, _ = str(entry.pattern).partition("/")
        if word:
            assert slash, f"{entry.pattern} does not say where its first word ends."
            if word != "<slug:partnership>":
                yield word
        elif isinstance(entry, URLResolver):
            yield from first_words(entry.url_patterns)


def test_every_address_at_the_root_is_refused_as_that_of_a_partnership() -> None:
    words = set(first_words(get_resolver().url_patterns))
    assert not any("<" in word for word in words), "An address at the root would take every partnership's place."
    assert words | {settings.STATIC_URL.strip("/").partition("/")[0]} == ROOT_ADDRESSES
