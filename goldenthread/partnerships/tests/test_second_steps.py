"""A partnership asks some roles for a second step; two people take one away; somebody is signed out everywhere."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships import queries, services
from goldenthread.partnerships.models import Partnership
from goldenthread.partnerships.tests.browsing import text
from goldenthread.partnerships.tests.factories import acting, actor_with, found, person_with
from goldenthread.people import services as people
from goldenthread.people.models import User
from goldenthread.trail.models import Event

pytestmark = pytest.mark.django_db
GOOD = "amber-window-river"


@pytest.fixture(autouse=True)
def no_tries_so_far() -> None:
    cache.clear()


@pytest.fixture
def officer(unit: Actor) -> User:
    return person_with(unit, "unit_officer", name="Ann Field", email="ann@example.org", password=GOOD)


def asks(unit: Actor, *roles: str) -> None:
    services.choose_second_steps(unit, timezone.now(), roles=roles)


def code_now(secret: str, periods: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


def signed_in(password: str = GOOD) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": "ann@example.org", "password": password})
    return client


def test_a_new_partnership_asks_its_business_unit(db):
    founder = services.founding_actor()
    made = services.found_partnership(founder, timezone.now(), slug="reedham", name="Reedham")
    assert made.second_step_roles == ["business_manager", "unit_officer"]


def test_the_choice_counts_at_the_next_click_and_is_on_the_trail(unit, manager, officer):
    client = signed_in()
    assert client.get("/heronsea/people/").status_code == 200
    page = manager.post("/heronsea/about/sign-in/", {"roles": ["unit_officer"]}, follow=True)
    assert "counts from everybody" in text(page)
    assert "Of the 1 person you ask at present, 0 have set one up." in text(page)
    led = client.get("/heronsea/people/")
    assert led["Location"] == "/accounts/second-step/needed/?next=%2Fheronsea%2Fpeople%2F"
    assert "Set up a second step" in text(client.get(led["Location"]))
    assert Event.objects.filter(name="partnerships.partnership.changed").exists()
    asks(unit)
    assert client.get("/heronsea/people/").status_code == 200


def test_no_page_of_the_partnership_opens_until_it_is_set_up_and_then_one_goes_on(unit, officer, posted):
    asks(unit, "unit_officer")
    client = signed_in()
    for path in ("", "people/", "actions/", "documents/", "structure/chart.svg"):
        assert client.get(f"/heronsea/{path}").status_code == 302, path
    sent = client.post("/heronsea/groups/add/", {"name": "A group", "kind": "subgroup"})
    assert sent["Location"].endswith("?next=%2Fheronsea%2F")
    client.get("/accounts/second-step/needed/?next=/heronsea/people/")
    secret = client.get("/accounts/second-step/app/").context_data["form"].secret
    codes = client.post("/accounts/second-step/app/", {"code": code_now(secret)}, follow=True)
    assert 'href="/heronsea/people/"' in text(codes)
    assert client.get("/heronsea/people/").status_code == 200


def test_a_session_made_without_the_second_step_is_asked_for_it(unit, officer):
    client = signed_in()
    secret = generate_totp_secret()
    people.set_up_app(officer, secret)
    asks(unit, "unit_officer")
    led = client.get(client.get("/heronsea/people/")["Location"])
    assert led["Location"] == "/accounts/second-step/again/?next=%2Fheronsea%2Fpeople%2F"
    done = client.post("/accounts/second-step/again/", {"code": code_now(secret), "next": "/heronsea/people/"})
    assert done["Location"] == "/heronsea/people/"
    assert client.get("/heronsea/people/").status_code == 200


def test_nobody_is_sent_to_another_site(unit, officer):
    client = signed_in()
    client.get("/accounts/second-step/needed/?next=https://elsewhere.example/")
    assert client.session["second_step_afterwards"] == "/"


def test_one_partnership_asking_asks_nothing_in_another(unit, officer):
    person_with(found("larkshire"), "lay_member", person=officer)
    asks(unit, "unit_officer")
    client = signed_in()
    assert client.get("/larkshire/people/").status_code == 200
    assert client.get("/heronsea/people/").status_code == 302


def test_what_happens_to_a_second_step_is_told_in_each_of_the_persons_partnerships(unit, officer, posted):
    from goldenthread.people import rules

    elsewhere = found("larkshire")
    person_with(elsewhere, "lay_member", person=officer)
    rules.tell(officer.pk, rules.SECOND_STEP_ADDED, timezone.now())
    told = Event.objects.filter(name="people.signin.second_step_added")
    assert {event.partnership_id for event in told} == {unit.partnership_id, elsewhere.partnership_id}
    assert {event.actor_name for event in told} == {"Ann Field"}


def test_only_few_read_what_happened_to_somebodys_sign_in(unit, manager, member, officer):
    services.sign_out_person(unit, timezone.now(), officer.pk, reason="Lost laptop")
    assert "signed Ann Field out everywhere" in text(manager.get("/heronsea/history/"))
    assert "signed Ann Field out" not in text(member.get(f"/heronsea/people/{officer.pk}/"))
    assert member.get(f"/heronsea/history/people.signin/{officer.pk}/").status_code == 404


def test_signing_somebody_out_ends_their_sessions_and_takes_nothing_away(unit, manager, officer):
    client = signed_in()
    page = manager.post(f"/heronsea/people/{officer.pk}/sign-out/", {"reason": ""}, follow=True)
    assert "Ann Field is signed out everywhere." in text(page)
    assert client.get("/heronsea/people/").status_code == 302
    assert signed_in().get("/heronsea/people/").status_code == 200
    stranger = person_with(found("larkshire"), "lay_member")
    assert manager.post(f"/heronsea/people/{stranger.pk}/sign-out/", {}).status_code == 404
    with pytest.raises(Refused):
        services.sign_out_person(unit, timezone.now(), stranger.pk)


class TestLockedOut:
    """Break-glass: asked for by one person, confirmed by another."""

    @pytest.fixture
    def asking(self, unit: Actor) -> Actor:
        return actor_with(unit, "unit_officer", name="Tess Vale")

    @pytest.fixture
    def chair(self, unit: Actor) -> User:
        return person_with(unit, appointment="independent_chair", name="Gwen Abara", email="gwen@example.org")

    @pytest.fixture
    def asked(self, asking: Actor, officer: User, chair: User, posted: list) -> object:
        people.set_up_app(officer, generate_totp_secret())
        return services.ask_second_step_reset(asking, timezone.now(), officer.pk, reason="Rang her office")

    def test_a_second_person_agrees_and_the_step_is_gone(self, unit, officer, chair, asked, posted, sign_in):
        assert {letter.address for letter in posted} == {"gwen@example.org", "ann@example.org"}
        client = Client()
        client.force_login(officer)
        browser = sign_in(chair)
        assert "Rang her office" in text(browser.get(f"/heronsea/second-step/{asked.pk}/"))
        done = browser.post(f"/heronsea/second-step/{asked.pk}/", {"answer": "agree"}, follow=True)
        assert "can sign in with their password" in text(done)
        assert not Authenticator.objects.filter(user=officer).exists()
        assert client.get("/accounts/").status_code == 302
        assert signed_in().get("/heronsea/people/").status_code == 200
        assert posted[-1].subject == "Your second step for Golden Thread was taken away"
        names = set(Event.objects.filter(name__startswith="people.signin").values_list("name", flat=True))
        assert names == {
            "people.signin.reset_asked",
            "people.signin.reset_agreed",
            "people.signin.second_step_reset",
        }

    def test_whoever_asked_cannot_agree_nor_the_person_themselves(self, unit, officer, asking, asked):
        person_with(unit, "business_manager", person=User.objects.get(pk=asking.user_id))
        person_with(unit, "business_manager", person=officer)
        for somebody in (asking.user_id, officer.pk):
            actor = queries.actor_for(somebody, "heronsea", timezone.localdate())
            with pytest.raises(Refused, match="Somebody else must confirm"):
                services.answer_second_step_reset(actor, timezone.now(), asked.pk, agrees=True)
        assert Authenticator.objects.filter(user=officer).exists()

    def test_nobody_in_particular_cannot_agree_and_a_late_answer_does_nothing(self, unit, officer, chair, asked):
        with pytest.raises(Refused):
            services.answer_second_step_reset(unit, timezone.now(), asked.pk, agrees=True)
        late = timezone.now() + timedelta(days=2, minutes=1)
        with pytest.raises(Refused, match="two days ago"):
            services.answer_second_step_reset(acting(unit, chair), late, asked.pk, agrees=True)
        assert Authenticator.objects.filter(user=officer).exists()

    def test_declining_changes_nothing_and_ends_it(self, unit, officer, chair, asked):
        services.answer_second_step_reset(acting(unit, chair), timezone.now(), asked.pk, agrees=False)
        assert Authenticator.objects.filter(user=officer).exists()
        with pytest.raises(Refused, match="answered this already"):
            services.answer_second_step_reset(acting(unit, chair), timezone.now(), asked.pk, agrees=True)

    def test_it_is_asked_once_with_a_reason_for_somebody_who_has_one(self, unit, asking, officer, asked):
        now = timezone.now()
        with pytest.raises(Refused, match="asked already"):
            services.ask_second_step_reset(asking, now, officer.pk, reason="Again")
        with pytest.raises(Refused, match="how you made sure"):
            services.ask_second_step_reset(asking, now, officer.pk, reason=" ")
        with pytest.raises(Refused, match="no second step"):
            services.ask_second_step_reset(asking, now, person_with(unit, "lay_member").pk, reason="x")
        with pytest.raises(Refused, match="Somebody else"):
            services.ask_second_step_reset(asking, now, asking.user_id, reason="x")
        gone = person_with(unit, "lay_member", ends_on=now.date() - timedelta(days=9))
        people.set_up_app(gone, generate_totp_secret())
        with pytest.raises(Refused, match="hold nothing here"):
            services.ask_second_step_reset(asking, now, gone.pk, reason="x")
        with pytest.raises(NotPermitted):
            services.ask_second_step_reset(actor_with(unit, "group_member"), now, officer.pk, reason="x")


def test_a_role_nobody_defined_is_refused(unit):
    with pytest.raises(Refused):
        asks(unit, "emperor")
    assert Partnership.objects.get(slug="heronsea").second_step_roles == []
