"""Founding a partnership from the command line: what it leaves, and what it says where it will not."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from goldenthread.kernel.outcomes import Refused
from goldenthread.notify.models import Message
from goldenthread.partnerships import queries, rules, services
from goldenthread.people.queries import person_by_email

pytestmark = pytest.mark.django_db

GIVEN = {"slug": "reedham", "name": "Reedham Safeguarding Partnership", "manager": "Ada@Reedham.example"}


def found(**changed: object) -> str:
    out = StringIO()
    call_command("found_partnership", **{**GIVEN, **changed}, stdout=out)
    return out.getvalue()


def test_a_partnership_is_founded_with_somebody_who_runs_it() -> None:
    said = found(manager_name="Ada Merrow", abbreviation="RSP", strand=["children", "adults"])
    made = queries.partnership_by_slug("reedham")
    person = person_by_email("ada@reedham.example")
    assert made is not None
    assert person is not None
    assert (made.name, made.abbreviation, made.strands) == (GIVEN["name"], "RSP", ["children", "adults"])
    assert (person.name, person.has_usable_password(), made.is_demonstration) == ("Ada Merrow", False, False)
    actor = queries.actor_for(person.pk, "reedham", timezone.localdate())
    assert actor is not None
    assert actor.roles == {"business_manager"}
    assert "Their invitation is on its way" in said
    invitation = Message.objects.get()
    assert invitation.subject == "Come in to Reedham Safeguarding Partnership"
    assert "asks you to join Reedham Safeguarding Partnership on Golden Thread" in invitation.body


def test_without_more_words_it_is_for_children_and_the_manager_is_called_by_their_address() -> None:
    found()
    made, person = queries.partnership_by_slug("reedham"), person_by_email("ada@reedham.example")
    assert made is not None
    assert person is not None
    assert (made.strands, person.name) == (["children"], "Ada")


def test_somebody_known_already_keeps_their_name_and_runs_both() -> None:
    found(manager_name="Ada Merrow")
    found(slug="fenside", name="Fenside Partnership", manager_name="Somebody Else")
    person = person_by_email("ada@reedham.example")
    assert person is not None
    assert person.name == "Ada Merrow"
    assert len(queries.partnerships_of(person.pk, timezone.localdate())) == 2


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"slug": "Reedham"}, "“Reedham” cannot be an address"),
        ({"slug": "reed ham"}, "cannot be an address"),
        ({"slug": "reed_ham"}, "cannot be an address"),
        ({"slug": "reedham-"}, "cannot be an address"),
        ({"slug": "accounts"}, "“accounts” is an address of the service itself"),
        ({"slug": "my-work"}, "“my-work” is an address of the service itself; choose another"),
        ({"slug": "r" * 61}, "cannot be an address"),
        ({"name": "  "}, "Give the partnership a name"),
        ({"name": "R" * 201}, "200 characters or fewer"),
        ({"abbreviation": "R" * 31}, "30 characters or fewer"),
        ({"manager": "ada at reedham"}, "“ada at reedham” is not an e-mail address."),
    ],
)
def test_what_will_not_do_is_told_in_one_sentence_and_nothing_is_made(changed: dict[str, str], sentence: str) -> None:
    with pytest.raises(CommandError) as refused:
        found(**changed)
    assert sentence in str(refused.value)
    assert not queries.any_partnership()
    assert person_by_email("ada@reedham.example") is None


def test_an_address_is_given_once() -> None:
    found()
    with pytest.raises(CommandError, match="There is already a partnership at “reedham”"):
        found(manager="ben@reedham.example")
    assert person_by_email("ben@reedham.example") is None


def test_an_unknown_strand_is_refused() -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        call_command(
            "found_partnership", "--slug=reedham", "--name=Reedham", "--manager=a@reedham.example", "--strand=fish"
        )


def test_no_service_gives_an_address_that_leads_elsewhere() -> None:
    """partnerships.address"""
    founder = services.founding_actor()
    for slug in sorted(rules.ROOT_ADDRESSES):
        with pytest.raises(Refused, match="an address of the service itself"):
            services.found_partnership(founder, timezone.now(), slug=slug, name="Reedham")
    made = services.found_partnership(founder, timezone.now(), slug="reedham-2", name="Reedham")
    unit = queries.system_actor(made, "web")
    with pytest.raises(Refused, match="“answer” is an address of the service itself"):
        services.change_partnership(unit, timezone.now(), slug="answer")
    assert queries.partnership_by_slug("reedham-2") is not None
