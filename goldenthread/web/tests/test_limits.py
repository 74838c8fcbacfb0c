"""How often a visitor may do something is counted, whatever others do meanwhile."""

from django.core.cache import cache


def test_many_who_try_do_not_push_out_what_was_counted_of_one():
    """A cache that empties itself when it is full would forget who has tried too often."""
    cache.clear()
    cache.set("count-of-one", [1.0], 600)
    for number in range(1_000):
        cache.set(f"count-{number}", [1.0], 600)
    try:
        assert cache.get("count-of-one") == [1.0]
        assert all(cache.get(f"count-{number}") for number in range(1_000))
    finally:
        cache.clear()
