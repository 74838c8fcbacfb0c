"""Invitations: sent, sent again, taken up, withdrawn, run out; and what nobody learns from them."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships import queries, services
from goldenthread.partnerships.models import Invitation
from goldenthread.partnerships.tests.browsing import day, text
from goldenthread.partnerships.tests.factories import actor_with, an_agency, found, person_known_to, person_with
from goldenthread.people.models import User
from goldenthread.trail.models import Event

pytestmark = pytest.mark.django_db
GOOD = "amber-window-river"


@pytest.fixture(autouse=True)
def no_tries_so_far() -> None:
    cache.clear()


def link(posted, number: int = -1) -> str:
    return re.search(r"http://localhost:8000(/\S+)", posted[number].body).group(1)


def invite(manager: Client, **changes: str) -> object:
    sent = {"name": "Ann Field", "email": "ann@example.org", "role": "group_member",
            **day("starts_on", timezone.localdate()), **changes}  # fmt: skip
    return manager.post("/heronsea/people/add/", sent, follow=True)


def events(word: str = "") -> list[str]:
    return [name for name in Event.objects.order_by("number").values_list("name", flat=True) if word in name]


def test_somebody_new_comes_in_by_the_link_and_chooses_name_and_password(unit, manager, posted):
    agency = an_agency(unit, "Westmere Trust")
    assert "Their invitation is on its way" in text(invite(manager, agency_id=str(agency.pk)))
    (letter,) = posted
    assert (letter.kind, letter.address, letter.urgent) == ("people.invitation", "ann@example.org", True)
    assert "- Group member, Westmere Trust" in letter.body
    assert letter.partnership_id == unit.partnership_id

    visitor = Client()
    page = text(visitor.get(link(posted)))
    for words in (
        "Hello Ann Field.",
        "Mina Farrow asks you to join Heronsea Safeguarding Partnership",
        "Westmere Trust",
    ):
        assert words in page
    assert not User.objects.get(email="ann@example.org").has_usable_password()
    refused = visitor.post(link(posted), {"name": "Ann Field", "password": "short"})
    assert refused.status_code == 422
    assert "at least 12 characters" in text(refused)
    done = visitor.post(link(posted), {"name": "Dr Ann Field", "password": GOOD})
    assert done["Location"] == "/heronsea/"
    assert visitor.get("/heronsea/").status_code == 200
    person = User.objects.get(email="ann@example.org")
    assert person.name == "Dr Ann Field"
    assert person.check_password(GOOD)
    assert events("invitation") == ["partnerships.invitation.sent", "partnerships.invitation.taken"]


def test_a_link_works_once_and_only_its_hash_is_kept(unit, manager, posted):
    invite(manager)
    token = link(posted).split("/")[-2]
    assert token not in str(list(Invitation.objects.values()))
    Client().post(link(posted), {"name": "Ann", "password": GOOD})
    stranger = Client()
    again = stranger.get(link(posted))
    assert again.status_code == 410
    assert "taken up already" in text(again)
    assert stranger.post(link(posted), {"name": "Eve", "password": GOOD}).status_code == 410
    assert "_auth_user_id" not in stranger.session


def test_looking_does_not_use_a_link_up(unit, manager, posted):
    invite(manager)
    for _ in range(3):
        assert Client().get(link(posted)).status_code == 200


def test_after_a_week_it_says_what_to_do(unit, manager, posted, sign_in):
    with time_machine.travel(timezone.now() - timedelta(days=7, minutes=1), tick=False):
        invite(manager)
    over = Client().get(link(posted))
    assert over.status_code == 410
    assert "Ask the business unit" in text(over)
    later = sign_in(User.objects.get(email="mina@example.org"))
    assert "ran out on" in text(later.get("/heronsea/movements/"))


def test_sending_again_makes_a_new_link_and_ends_the_old_one(unit, manager, posted):
    invite(manager)
    person = User.objects.get(email="ann@example.org")
    page = manager.post(f"/heronsea/people/{person.pk}/invite/", follow=True)
    assert "An invitation is on its way to Ann Field" in text(page)
    assert Client().get(link(posted, 0)).status_code == 410
    assert Client().get(link(posted, 1)).status_code == 200
    assert Invitation.objects.count() == 1
    assert len({letter.key for letter in posted}) == 2
    assert events("invitation")[-1] == "partnerships.invitation.sent_again"


def test_withdrawing_ends_the_link_and_leaves_what_they_hold(unit, manager, posted):
    invite(manager)
    person = User.objects.get(email="ann@example.org")
    assert "Ann Field" in text(manager.get("/heronsea/invitations/"))
    assert "stays until you end it" in text(manager.get(f"/heronsea/people/{person.pk}/invitation/withdraw/"))
    manager.post(f"/heronsea/people/{person.pk}/invitation/withdraw/")
    assert "Ann Field" not in text(manager.get("/heronsea/invitations/")).split("<main")[1].split("invitation to")[0]
    assert "It was taken back" in text(Client().get(link(posted)))
    assert queries.actor_for(person.pk, "heronsea", timezone.localdate()) is not None
    assert manager.get(f"/heronsea/people/{person.pk}/invitation/withdraw/").status_code == 404


def test_an_unknown_link_is_told_plainly(client):
    answer = client.get("/accounts/invitation/nothing-of-the-kind/")
    assert answer.status_code == 410
    assert "cut short" in text(answer)


def test_somebody_with_an_account_signs_in_and_confirms(unit, manager, posted):
    elsewhere = found("larkshire")
    person = person_with(elsewhere, "lay_member", name="Ann Field", email="ann@example.org", password=GOOD)
    invite(manager, name="A. F.")
    visitor = Client()
    page = text(visitor.get(link(posted)))
    assert "You have an account" in page
    assert "Choose a password" not in page
    # Without signing in, the link gives nothing away and changes nothing.
    visitor.post(link(posted), {"name": "Eve", "password": "another-long-password"})
    assert "_auth_user_id" not in visitor.session
    person.refresh_from_db()
    assert person.check_password(GOOD)
    visitor.post("/accounts/login/", {"login": "ann@example.org", "password": GOOD})
    assert "Come in" in text(visitor.get(link(posted)))
    assert visitor.post(link(posted))["Location"] == "/heronsea/"
    person.refresh_from_db()
    assert person.name == "Ann Field"
    assert Invitation.objects.get().taken_at


def test_somebody_else_signed_in_cannot_take_it_up(unit, manager, member, posted):
    invite(manager)
    assert "this invitation is for somebody else" in text(member.get(link(posted)))
    member.post(link(posted), {"name": "Tom", "password": GOOD})
    assert Invitation.objects.get().taken_at is None


def test_the_business_manager_learns_nothing_about_who_has_an_account(unit, manager, posted):
    person_with(found("larkshire"), "lay_member", name="Ann Field", email="ann@example.org", password=GOOD)
    known = re.sub(r"Ann Field|ann@example.org", "", text(invite(manager)))
    new = re.sub(r"Bea Moor|bea@example.org", "", text(invite(manager, name="Bea Moor", email="bea@example.org")))
    said = "was added. Their invitation is on its way and works for a week."
    assert said in known
    assert said in new
    for letter, name in zip(posted, ("Ann Field", "Bea Moor"), strict=True):
        assert letter.body.startswith(f"Hello {name},")


def test_who_begins_later_is_told_so(unit, manager, posted):
    later = timezone.localdate() + timedelta(days=20)
    invite(manager, **day("starts_on", later))
    visitor = Client()
    assert "from " in text(visitor.get(link(posted)))
    page = visitor.post(link(posted), {"name": "Ann", "password": GOOD}, follow=True)
    assert "What you hold begins later." in text(page)
    assert visitor.get("/heronsea/").status_code == 404


def test_shared_inboxes_are_refused_beside_the_field(unit, manager, posted):
    page = invite(manager, email="safeguarding.team@example.org")
    assert page.status_code == 422
    assert "nobody could tell who did what" in text(page)
    assert not posted
    assert not User.objects.filter(email="safeguarding.team@example.org").exists()


def test_only_the_business_manager_invites_and_only_who_holds_something(unit: Actor, posted):
    stranger = person_known_to(unit, "Zoe Vale")
    with pytest.raises(NotPermitted):
        services.send_invitation(actor_with(unit, "unit_officer"), timezone.now(), stranger.pk)
    with pytest.raises(Refused, match="Give them a role first"):
        services.send_invitation(unit, timezone.now(), stranger.pk)
    closed = person_with(unit, "lay_member")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    with pytest.raises(Refused):
        services.send_invitation(unit, timezone.now(), closed.pk)
    assert not posted


def test_the_page_of_whoever_cannot_sign_in_says_so_and_offers_the_invitation(unit, manager, posted):
    """Somebody without a way in is found on lists of what is broken; their page is where it is mended."""
    person = person_with(unit, "group_member", name="Ann Field")
    path, button = f"/heronsea/people/{person.pk}/", "Send the invitation<"
    person.set_unusable_password()
    person.last_login = timezone.now()
    person.save()
    page = text(manager.get(path))
    assert "no invitation is on its way. Send it below." in page
    assert button in page
    passkey = Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={})
    assert button not in text(manager.get(path))
    passkey.delete()
    manager.post(f"{path}invite/")
    page = text(manager.get(path))
    assert "Invited on" in page
    assert "Send it below" not in page
    User.objects.filter(pk=person.pk).update(is_active=False)
    page = text(manager.get(path))
    assert "Send the invitation" not in page
    assert "Their account is closed" in page
