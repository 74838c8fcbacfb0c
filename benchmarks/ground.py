"""A database of its own for measuring, so that nothing measured is anybody's work."""

import os

DATABASE, SCALE = "benchmark", "benchmark_scale"


def stand(database: str = DATABASE) -> None:
    """Set Django up on a database of that name in `.data/`, and bring it up to date. Call before importing models."""
    os.environ["GOLDENTHREAD_ENVIRONMENT"] = "test"
    os.environ["GOLDENTHREAD_DATABASE"] = database
    os.environ["DJANGO_SETTINGS_MODULE"] = "goldenthread.config.settings"
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    call_command("migrate", verbosity=0)


def demonstration() -> str:
    """Load the demonstration where there is nothing yet; the slug of its first partnership."""
    from django.utils import timezone

    from goldenthread.demo import services as demo
    from goldenthread.demo.services.loading import SLUGS

    if demo.nothing_yet():
        demo.load(timezone.now(), timezone.localdate())
    return SLUGS[0]
