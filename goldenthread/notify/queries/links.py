"""Where a message leads: full addresses, and for a reader who is not the person, words instead of their own links."""

import re
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from goldenthread.notify import rules
from goldenthread.notify.models import Message

DIGEST = "notify.digest"
MY_WORK = "my_work_everywhere"
_ADDRESS = re.compile(r"https?://\S+")
THEIRS_ALONE = "[a link that is theirs alone]"


def full(path: str) -> str:
    """A path of this service as an address that can be followed from an e-mail."""
    return settings.BASE_URL.rstrip("/") + path


def my_work() -> str:
    """The address of the page with everything a person is asked for, or the front door where there is none."""
    try:
        return full(reverse(MY_WORK))
    except NoReverseMatch:
        return full("/")


def rhythm(slug: str) -> str:
    """The address of the page on which a person chooses how often they are written to."""
    return full(reverse("notify:choose_rhythm", kwargs={"partnership": slug}))


def for_the_person(person_id: UUID, slug: str, now: datetime) -> rules.Links:
    """The links as the person gets them, those that answer without signing in included."""
    paths = {source.key: source.answer_path for source in rules.sources()}

    def answer(source: str, ask: rules.Ask) -> str:
        path = paths.get(source)
        return full(path(person_id, ask, now)) if path else ""

    return rules.Links(lambda ask: full(ask.path), answer, my_work(), rhythm(slug))


def for_a_reader(slug: str) -> rules.Links:
    """The links as the business unit sees them: nobody can answer in another's name by a link they read here."""
    return rules.Links(lambda ask: full(ask.path), lambda source, ask: THEIRS_ALONE, my_work(), rhythm(slug))


def text_afterwards(message: Message) -> str:
    """What is kept of a message's text once it goes no more by itself: no link by which anybody comes in or answers.

    Whoever can read the database could otherwise use it. A digest is worded afresh from its parts when it is sent
    again, so nothing of it need be kept.
    """
    if message.kind == DIGEST:
        return ""
    return without_addresses(message.body) if message.lets_in else message.body


def without_addresses(text: str) -> str:
    """A text in which every address is put out of use, because a link in a letter may let its reader in."""
    return _ADDRESS.sub(THEIRS_ALONE, text)
