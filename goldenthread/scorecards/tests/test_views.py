"""The pages as their users press them: a target, a file of figures, a conflict, and what is another's."""

import json
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goldenthread.kernel.outcomes import Refused
from goldenthread.measures.results.figures import Results
from goldenthread.measures.results.files import as_dict
from goldenthread.people.models import User
from goldenthread.rendering import drawing
from goldenthread.scorecards import exchange, services
from goldenthread.scorecards.models import Indicator, Observation, Scorecard, ScorecardEdition, Target
from goldenthread.scorecards.tests.boards import filled
from goldenthread.scorecards.tests.factories import NOW, TODAY, counted, month, months, percent, sent


@pytest.fixture
def enter(client):
    def entering(actor):
        client.force_login(
            User.objects.get(pk=actor.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return entering


def path(place, rest: str = "") -> str:
    return f"/{place.slug}/scorecards/{rest}"


def results(*figures, rule_set="children_in_need") -> SimpleUploadedFile:
    told = Results("a made-up extract", None, "duckdb", rule_set, list(figures))
    return SimpleUploadedFile("results.json", json.dumps(as_dict(told)).encode())


def looked(client, place, *figures, **more):
    return client.post(path(place, "bring-in/"), {"file": results(*figures, **more)})


def test_a_file_is_looked_at_and_then_kept(here, enter):
    client = enter(here.manager)
    page = looked(client, here, percent("CP09", month(2026, 9), 18, 24), counted("CP15", month(2026, 9), 388))
    assert page.status_code == 200
    assert "Keep these figures?" in page.content.decode()
    assert not Observation.objects.exists()
    kept = page.context_data["form"]["kept"].value()
    page = client.post(
        path(here, "bring-in/keep/"), {"kept": kept, "agency_id": str(here.agency_id), "reason": ""}, follow=True
    )
    assert "2 new figures, 0 revised, 0 as they were." in page.content.decode()
    assert Observation.objects.count() == 2


def test_what_was_looked_at_cannot_be_changed_on_the_way(here, enter):
    client = enter(here.manager)
    page = looked(client, here, percent("CP09", month(2026, 9), 18, 24))
    kept = page.context_data["form"]["kept"].value()
    page = client.post(
        path(here, "bring-in/keep/"), {"kept": kept[:-4] + "AAAA", "agency_id": str(here.agency_id), "reason": ""}
    )
    assert page.status_code == 422
    assert "did not come back whole" in page.content.decode()
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("figure", "says"),
    [
        (percent("CP09", month(2026, 9), 3, 24), "A number from 1 to 5 is shown"),
        (percent("CP09", month(2026, 9), 20, 24), "The numerator leaves 1 to 5 of the denominator"),
        (percent("ZZ1", month(2026, 9), 18, 24), "ZZ1 is not in this partnership"),
    ],
)
def test_a_file_with_something_wrong_says_what_and_cannot_be_kept(here, enter, figure, says):
    page = looked(enter(here.manager), here, figure)
    assert "1 problem in this file" in page.content.decode()
    assert says in page.content.decode()
    assert "Keep the figures" not in page.content.decode()


def test_a_file_in_which_nothing_is_hidden_is_refused(here, enter):
    page = looked(enter(here.manager), here, percent("CP09", month(2026, 9), 18, 24), rule_set="internal")
    assert page.status_code == 422
    assert "Nothing is hidden in this file" in page.content.decode()


def test_a_file_that_is_none_is_refused_in_one_sentence(here, enter):
    client = enter(here.manager)
    for content in (b"", b"{", b"PK\x03\x04junk", b"a,b\n1,2\n", b"\xff\xfe\x00"):
        page = client.post(path(here, "bring-in/"), {"file": SimpleUploadedFile("r.json", content or b" ")})
        assert page.status_code == 422, content
        assert len(page.context_data["form"].errors["file"]) == 1


def test_revised_figures_need_their_reason_and_keep_what_was_typed(here, enter):
    sent(here, [percent("CP09", month(2026, 9), 18, 24)])
    client = enter(here.manager)
    page = looked(client, here, percent("CP09", month(2026, 9), 17, 24))
    asked = {"kept": page.context_data["form"]["kept"].value(), "agency_id": str(here.agency_id), "reason": ""}
    page = client.post(path(here, "bring-in/keep/"), asked)
    assert page.status_code == 422
    assert "1 figure differs from what stands; say why." in page.content.decode()
    page = client.post(path(here, "bring-in/keep/"), asked | {"reason": "One was entered late."}, follow=True)
    assert "1 revised" in page.content.decode()


def test_a_target_is_set_and_refused_in_the_form(here, enter):
    client, indicator = enter(here.manager), here.indicators["CP09"]
    to = path(here, f"indicators/{indicator.pk}/set-target/")
    asked = {"value": "85", "tolerance": "", "reason": "What England reaches."}
    day = {f"{one}-{part}": "" for one in ("starts_on", "ends_on") for part in ("day", "month", "year")}
    day |= {"starts_on-day": "1", "starts_on-month": "4", "starts_on-year": "2026"}
    assert client.post(to, asked | day | {"value": "120"}).status_code == 422
    assert not Target.objects.exists()
    assert client.post(to, asked | day).status_code == 302
    assert Target.objects.get().value == 85


def test_two_who_change_one_indicator_both_see_both(here, enter):
    client, indicator = enter(here.manager), here.indicators["CP09"]
    services.change_indicator(here.manager, NOW, indicator.pk, agency_id=None, grain="quarter")
    asked = {"agency_id": str(here.agency_id), "grain": "year", "version": "1"}
    page = client.post(path(here, f"indicators/{indicator.pk}/change/"), asked)
    assert page.status_code == 409
    assert Indicator.objects.get(pk=indicator.pk).grain == "quarter"


def test_a_scorecard_is_made_changed_and_shown(here, enter):
    sent(here, [percent("CP05", period, 20 + n % 3, 100) for n, period in enumerate(months((2025, 1), 20))])
    client = enter(here.manager)
    ids = [str(here.indicators[code].pk) for code in ("CP05", "CP09")]
    asked = {"title": "Board", "group_id": "", "purpose": "", "indicator_ids": ids}
    client.post(path(here, "make/"), asked)
    made = Scorecard.objects.get()
    page = client.get(path(here, f"{made.pk}/")).content.decode()
    assert "Re-referrals within 12 months" in page
    assert "No real change" in page
    assert "No figures yet." in page
    client.post(path(here, f"{made.pk}/change/"), asked | {"indicator_ids": ids[:1], "title": "The board"})
    page = client.get(path(here, f"{made.pk}/")).content.decode()
    assert "Initial conferences within 15 working days" not in page
    assert client.post(path(here, "make/"), asked | {"title": "The board"}).status_code == 422


def test_a_month_that_was_not_returned_is_said_and_is_not_nought(here, enter):
    sent(here, [percent("CP05", period, 20, 100) for period in [month(2026, 7), month(2026, 9)]])
    page = enter(here.manager).get(path(here, f"indicators/{here.indicators['CP05'].pk}/")).content.decode()
    assert "Not returned" in page
    assert "August 2026" in page or "Aug 2026" in page


def test_another_partnerships_pages_do_not_exist(here, there, enter):
    client = enter(there.manager)
    made = services.make_scorecard(here.manager, NOW, title="B", indicator_ids=[here.indicators["CP05"].pk])
    for rest in (f"{made.pk}/", f"indicators/{here.indicators['CP05'].pk}/", f"{made.pk}/change/"):
        assert client.get(path(there, rest)).status_code == 404
        assert client.get(path(here, rest)).status_code == 404


def test_a_worker_shows_a_scorecard_without_the_engine_that_draws(here, enter, monkeypatch):
    """Its memory would double with it; here fetching it is an error, and the charts are drawn all the same."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    scorecard = filled(here)
    page = enter(here.manager).get(path(here, f"{scorecard.pk}/")).content.decode()
    assert page.count('class="gt-measure__chart"') == page.count('class="mark-group role-frame root"') == 3
    assert "cannot be drawn" not in page


def test_a_scorecard_without_its_charts_is_still_read_but_not_frozen(here, enter, monkeypatch):
    monkeypatch.setattr(drawing, "COMMAND", [sys.executable, "-c", ""])
    monkeypatch.setattr(drawing, "_pen", drawing._Pen())
    sent(here, [percent("CP09", one, 6, 25) for one in months((2025, 2), 14)])
    made = services.make_scorecard(here.manager, NOW, title="Undrawn", indicator_ids=[here.indicators["CP09"].pk])
    page = enter(here.manager).get(path(here, f"{made.pk}/")).content.decode()
    assert "This chart cannot be drawn" in page
    assert "24%" in page
    with pytest.raises(Refused, match="The charts cannot be drawn just now"):
        exchange.freeze(here.manager, NOW, TODAY, made)
    assert not ScorecardEdition.objects.exists()
