"""`goldenthread found_partnership --slug S --name N --manager EMAIL`: a partnership with its first business manager."""

from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from goldenthread.kernel.outcomes import Refused
from goldenthread.partnerships import services

STRANDS = ("children", "adults", "community_safety", "all_age")


class Command(BaseCommand):
    """Found a partnership."""

    help = "Found a partnership and make one person its business manager, who does everything else on the pages."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What it is called, where it is found, and who runs it."""
        parser.add_argument("--slug", required=True, help="its address: small letters, digits and hyphens")
        parser.add_argument("--name", required=True, help="its full name")
        parser.add_argument("--manager", required=True, metavar="EMAIL", help="the first business manager's address")
        parser.add_argument("--manager-name", default="", help="the manager's name, unless known already")
        parser.add_argument("--abbreviation", default="", help="what it is called for short")
        parser.add_argument("--strand", action="append", choices=STRANDS, help="children (unless told), adults; repeat")

    def handle(self, *args: Any, slug: str, name: str, manager: str, **options: Any) -> None:
        """Found it and say what to do next. Raises `CommandError` with one sentence."""
        actor, now = services.founding_actor(), timezone.now()
        strands = list(dict.fromkeys(options["strand"] or ["children"]))
        short, person = options["abbreviation"].strip(), options["manager_name"].strip() or manager.partition("@")[0]
        try:
            _check(name, manager, short)
            with transaction.atomic():
                made = services.found_partnership(
                    actor, now, slug=slug, name=name.strip(), abbreviation=short, strands=strands
                )
                # The invitation names the partnership that asks.
                actor = replace(actor, partnership_slug=made.slug, partnership_name=made.name)
                services.welcome_person(actor, now, email=manager, name=person, role="business_manager")
        except Refused as refused:
            raise CommandError(refused.reason) from None
        self.stdout.write(f"{name.strip()} is founded at /{slug}/. {manager} runs it.")
        self.stdout.write("Their invitation is on its way; its link works for a week.")


def _check(name: str, manager: str, short: str) -> None:
    if not 0 < len(name.strip()) <= 200:
        raise Refused("Give the partnership a name of 200 characters or fewer.")
    if len(short) > 30:
        raise Refused("The abbreviation must be 30 characters or fewer.")
    try:
        validate_email(manager)
    except ValidationError:
        raise Refused(f"“{manager}” is not an e-mail address.") from None
