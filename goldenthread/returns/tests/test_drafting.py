"""Drafts kept as they are written: each answer by itself, nobody's newer text lost, the trail told once a sitting."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded
from goldenthread.partnerships.tests.factories import NOW, TODAY
from goldenthread.people.models import User
from goldenthread.returns import queries, rules, services
from goldenthread.returns.models import Answer, Return
from goldenthread.returns.services import Given
from goldenthread.returns.tests.factories import EXCEPTIONS, House, a_round, a_set, answered, of
from goldenthread.trail.models import Event

pytestmark = pytest.mark.django_db
NOTHING = rules.mark(None)
REGISTER = {"key": "register", "text": "The register", "asks": "evidence", "is_required": False}
GOES = {"key": "goes", "text": "How does supervision go?", "asks": "long_text"}


@pytest.fixture
def owed(house: House) -> Return:
    """A return both the lead of the agency and a named colleague answer."""
    owed = of(a_round(house), house.health)
    return services.name_people(house.unit, NOW, owed.pk, lead_id=None, deputy_id=house.people["worker"].pk)


def keep(who: Actor, owed: Return, **given: Given) -> services.Kept:
    return services.keep_draft(who, NOW, TODAY, owed.pk, given)


def saves() -> list[list[str]]:
    rows = Event.objects.filter(name="returns.return.saved").order_by("number")
    return [one.after["answered"] for one in rows]


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def page_of(house: House, owed: Return, more: str = "") -> str:
    section = Return.objects.get(pk=owed.pk).round.question_set.sections.get()
    return f"/{house.unit.partnership_slug}/returns/{owed.pk}/sections/{section.pk}/{more}"


def test_the_trail_is_told_of_each_answer_once_in_a_sitting(house: House, owed: Return):
    kept = keep(house.health_lead, owed, goes=Given("W", seen=NOTHING, sitting="a"))
    for text in ("Wel", "Well, mo", "Well, mostly."):
        kept = keep(house.health_lead, owed, goes=Given(text, seen=kept.marks["goes"], sitting="a"))
    keep(house.health_lead, owed, looked=Given("2026-10-01", seen=NOTHING, sitting="a"))
    assert saves() == [["How does supervision go?"], ["When was it last looked at?"]]
    keep(house.health_lead, owed, goes=Given("Well.", seen=kept.marks["goes"], sitting="b"))
    assert saves()[2:] == [["How does supervision go?"]]
    owed.refresh_from_db()
    assert (owed.state, owed.started_on) == (rules.State.DRAFT, TODAY)
    assert queries.answered_of(owed)["goes"].value == "Well."


def test_ones_own_save_whose_answer_never_came_back_is_not_somebody_elses(house: House, owed: Return):
    keep(house.health_lead, owed, goes=Given("First half", seen=NOTHING, sitting="a"))
    kept = keep(house.health_lead, owed, goes=Given("First half and second", seen=NOTHING, sitting="a"))
    assert not kept.overtaken
    services.save_answers(
        house.health_lead, NOW, TODAY, owed.pk, {"goes": Given("All of it", seen=NOTHING, sitting="a")}
    )
    assert queries.answered_of(owed)["goes"].value == "All of it"


def test_what_was_typed_back_to_where_it_began_is_kept_within_a_sitting(house: House, owed: Return):
    answered(house, owed, house.health_lead, goes="As before")
    seen = rules.mark("As before")
    kept = keep(house.health_lead, owed, goes=Given("Changed", seen=seen, sitting="a"))
    keep(house.health_lead, owed, goes=Given("As before", seen=kept.marks["goes"], sitting="a"))
    assert queries.answered_of(owed)["goes"].value == "As before"
    keep(house.health_lead, owed, goes=Given("Changed", seen=seen, sitting="a"))
    keep(house.health_lead, owed, goes=Given("As before", seen=seen, sitting="a"))
    assert queries.answered_of(owed)["goes"].value == "As before", "even where the mark never came back"


def test_somebody_elses_newer_text_stands_and_the_other_answers_are_kept(house: House, owed: Return):
    keep(house.worker, owed, goes=Given("What Wren wrote", seen=NOTHING, sitting="w"))
    mine = {"goes": Given("What Hana wrote", seen=NOTHING, sitting="h"),
            "looked": Given("2026-10-01", seen=NOTHING, sitting="h")}  # fmt: skip
    kept = keep(house.health_lead, owed, **mine)
    assert (kept.overtaken, set(kept.marks)) == ({"goes": "Wren Oakley"}, {"looked"})
    told = queries.answered_of(owed)
    assert (told["goes"].value, told["looked"].value) == ("What Wren wrote", "2026-10-01")


def test_who_typed_back_while_another_saved_is_told_and_given_no_mark_to_overwrite_with(house: House, owed: Return):
    keep(house.worker, owed, goes=Given("What Wren wrote", seen=NOTHING, sitting="w"))
    kept = keep(house.health_lead, owed, goes=Given("", seen=NOTHING, sitting="h"))
    assert (kept.overtaken, kept.marks) == ({"goes": "Wren Oakley"}, {})
    assert queries.answered_of(owed)["goes"].value == "What Wren wrote"


def test_another_person_who_sends_the_same_sitting_gains_nothing_by_it(house: House, owed: Return):
    keep(house.worker, owed, goes=Given("What Wren wrote", seen=NOTHING, sitting="w"))
    kept = keep(house.health_lead, owed, goes=Given("Mine", seen=NOTHING, sitting="w"))
    assert kept.overtaken == {"goes": "Wren Oakley"}


def test_a_value_that_does_not_fit_keeps_back_none_of_the_others(house: House, owed: Return):
    kept = keep(house.health_lead, owed, goes=Given("Well."), looked=Given("soon"))
    assert (kept.wrong, set(kept.marks)) == ({"looked": "Enter a real date."}, {"goes"})
    assert set(queries.answered_of(owed)) == {"goes"}


def test_nothing_is_kept_of_what_was_sent_or_is_not_theirs(house: House, owed: Return):
    with pytest.raises(NotPermitted):
        keep(house.police_lead, owed, goes=Given("Ours"))
    with pytest.raises(Refused, match="not part of this return"):
        keep(house.health_lead, owed, other=Given("x"))
    answered(house, owed, house.health_lead)
    services.submit_return(house.health_lead, NOW, TODAY, owed.pk)
    with pytest.raises(Refused, match="no longer be changed"):
        keep(house.health_lead, owed, goes=Given("Later"))
    assert queries.answered_of(owed)["goes"].value == "Every month, and noted."


def test_the_script_is_told_what_was_kept_and_what_was_not(house: House, owed: Return):
    client, here = browser(house.health_lead), page_of(house, owed)
    form = client.get(here).context_data["form"]
    typed = {"changed": ["goes", "looked"], "goes": "Every", "looked-day": "3", "sitting": form["sitting"].value(),
             "seen-goes": NOTHING, "seen-looked": NOTHING}  # fmt: skip
    said = client.post(f"{here}keep/", typed).json()
    assert set(said["saved"]) == {"goes"}
    assert said["saved"]["goes"] == services.mark_of(Answer.objects.get())
    assert "must include" in said["wrong"]["looked"]
    assert len(said["at"]) == 5
    said = client.post(f"{here}keep/", {"changed": ["goes"], "goes": "Mine", "seen-goes": NOTHING}).json()
    assert (said["saved"], said["overtaken"]) == ({}, {"goes": "Hana Lowe"})
    assert Answer.objects.get().value == "Every"


def test_only_what_was_changed_is_read_of_what_is_sent(house: House, owed: Return):
    here = page_of(house, owed)
    browser(house.health_lead).post(f"{here}keep/", {"changed": ["looked"], "goes": "Not meant", "looked-day": ""})
    assert not Answer.objects.filter(value__isnull=False).exists()


@pytest.mark.parametrize("who", ["police_lead", "observer", "manager"])
def test_who_does_not_answer_keeps_nothing(house: House, owed: Return, who: str):
    here = page_of(house, owed)
    response = browser(getattr(house, who)).post(f"{here}keep/", {"changed": ["goes"], "goes": "Mine"})
    assert response.status_code == 404
    assert not Answer.objects.exists()


def test_a_return_that_went_meanwhile_is_said(house: House, owed: Return):
    answered(house, owed, house.health_lead)
    services.submit_return(house.health_lead, NOW + timedelta(hours=1), TODAY, owed.pk)
    response = browser(house.health_lead).post(f"{page_of(house, owed)}keep/", {"changed": ["goes"], "goes": "Late"})
    assert response.status_code == 409
    assert "no longer be changed" in response.json()["refused"]


def test_rows_are_kept_as_they_are_typed(house: House):
    asked = a_set(house, *EXCEPTIONS, kind="highlight_report")
    owed = of(a_round(house, asked, respondents=[services.Respondent("group", house.quality.pk)]), house.quality)
    row = {"exceptions--0--exception": "Audits are late.", "rows-exceptions": "2",
           "exceptions--1--exception": "No room.", "changed": ["exceptions"], "seen-exceptions": NOTHING}  # fmt: skip
    said = browser(house.quality_chair).post(f"{page_of(house, owed)}keep/", row).json()
    assert set(said["saved"]) == {"exceptions"}
    assert [one["exception"] for one in Answer.objects.get().value] == ["Audits are late.", "No room."]


@pytest.mark.parametrize("other", ["a conflict", "a mistake"])
def test_a_file_is_not_picked_again_because_of_another_answer(
    house: House, tmp_path: Path, settings: LazySettings, other: str
):
    settings.MEDIA_ROOT = tmp_path
    number = {"key": "often", "text": "How often?", "asks": "number", "is_required": False}
    owed = of(a_round(house, a_set(house, GOES, REGISTER, number)), house.health)
    client, here = browser(house.health_lead), page_of(house, owed)
    form = client.get(here).context_data["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name.startswith("seen-") or name == "sitting"}
    typed |= {"goes": "Mine", "register": "Without names"}
    if other == "a conflict":
        answered(house, owed, house.health_lead, goes="A colleague's")
    else:
        typed["often"] = "weekly"
    upload = SimpleUploadedFile("register.csv", b"Team,In date\nWards,12\n")
    response = client.post(here, {**typed, "file-register": upload})
    assert response.status_code == 422
    assert "There is already “register.csv”" in response.content.decode()
    kept = Answer.objects.get(question__key="register")
    assert (kept.file_name, kept.value) == ("register.csv", "Without names")
    again = {name: response.context_data["form"][name].value() or "" for name in typed}
    assert client.post(here, {**again, "goes": "Both", "often": "4", "go": "back"}).status_code == 302
    kept.refresh_from_db()
    assert (kept.file_name, queries.answered_of(owed)["goes"].value) == ("register.csv", "Both")


@pytest.mark.parametrize(
    ("theirs", "kept_as", "words"), [(None, "register.csv", "Wren's"), ("wren.csv", "wren.csv", "Wren's")]
)
def test_a_file_is_kept_beside_the_words_of_whoever_was_quicker_but_never_in_place_of_their_file(
    house: House, tmp_path: Path, settings: LazySettings, theirs: str | None, kept_as: str, words: str
):
    settings.MEDIA_ROOT = tmp_path
    owed = of(a_round(house, a_set(house, GOES, REGISTER)), house.health)
    services.name_people(house.unit, NOW, owed.pk, lead_id=house.people["worker"].pk, deputy_id=None)
    client, here = browser(house.health_lead), page_of(house, owed)
    form = client.get(here).context_data["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name.startswith("seen-") or name == "sitting"}
    upload = SimpleUploadedFile(theirs, b"Team,In date\nWards,14\n") if theirs else None
    services.save_answers(house.worker, NOW, TODAY, owed.pk, {"register": Given(words, upload=upload)})
    mine = SimpleUploadedFile("register.csv", b"Team,In date\nWards,12\n")
    response = client.post(here, {**typed, "register": "Mine", "file-register": mine})
    kept = Answer.objects.get(question__key="register")
    assert (kept.file_name, kept.value) == (kept_as, words)
    assert response.context_data["both"].by == "Wren Oakley"
    again = {name: response.context_data["form"][name].value() or "" for name in typed}
    assert client.post(here, {**again, "register": "Both", "go": "back"}).status_code == 302
    kept.refresh_from_db()
    assert (kept.file_name, kept.value) == (kept_as, "Both")


def test_both_texts_are_in_words_as_the_page_has_them(house: House):
    scheme = services.keep_scheme(
        house.unit, NOW, name="Met", levels=[{"key": "no-not-met", "word": "Not met"}, {"key": "met", "word": "Met"}]
    )
    asked = a_set(
        house, {"key": "rated", "text": "Is it met?", "asks": "rating", "scheme_id": scheme.pk},
        {"key": "done", "text": "Is it done?", "asks": "yes_no"}, {"key": "day", "text": "When?", "asks": "date"},
    )  # fmt: skip
    owed = of(a_round(house, asked), house.health)
    answered(house, owed, house.health_lead, rated="met", done="not_applicable", day="2026-11-05")
    mine = {"rated": "no-not-met", "done": "yes", "day": "2026-10-01"}
    given = {key: Given(value, seen=NOTHING) for key, value in mine.items()}
    with pytest.raises(Superseded) as both:
        services.save_answers(house.health_lead, NOW, TODAY, owed.pk, given)
    assert both.value.theirs == {"rated": "Met", "done": "Not applicable", "day": "5 November 2026"}
    assert both.value.yours == {"rated": "Not met", "done": "Yes", "day": "1 October 2026"}
