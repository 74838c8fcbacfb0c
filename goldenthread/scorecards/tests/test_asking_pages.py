"""The pages of requests for data and data returns, as the people who use them meet them; and who sees what."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client

from goldenthread.kernel.actor import Actor
from goldenthread.measures.results.files import read
from goldenthread.partnerships import services as founding
from goldenthread.partnerships.permissions import Role
from goldenthread.people.models import User
from goldenthread.returns import services as returns
from goldenthread.returns.models import Answer, Return
from goldenthread.scorecards import services
from goldenthread.scorecards.models import DataRequest
from goldenthread.scorecards.tests.asked import OCTOBER, OUT, Data, a_file, a_request, asked, good, return_of
from goldenthread.scorecards.tests.factories import NOW, RULE_SET, Place, month, percent

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(here: Place) -> Data:
    return asked(here)


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def page(actor: Actor, path: str, status: int = 200) -> str:
    answer = browser(actor).get(f"/{actor.partnership_slug}/{path}")
    assert answer.status_code == status
    return unescape(answer.content.decode())


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def typed(place: Place, **more: object) -> dict[str, object]:
    """What somebody types on the page that asks for data."""
    codes = ("CP05", "CP15")
    return {
        "title": "Child protection figures", "purpose": "To see it.", "power": "Section 16H.", "grain": "month",
        "agency_ids": [str(place.agency_id)], "indicator_ids": [str(place.indicators[one].pk) for one in codes],
        "rule_set": RULE_SET, "to_group_id": str(place.board_id), "working_days": "10",
        **day("starts_on", date(2030, 10, 1)), **more,
    }  # fmt: skip


def test_a_request_is_made_changed_and_ended_on_its_pages(here):
    client, slug = browser(here.manager), here.slug
    answer = client.post(f"/{slug}/scorecards/requests/make/", typed(here))
    made = DataRequest.objects.get()
    assert answer.headers["Location"] == f"/{slug}/scorecards/requests/{made.pk}/"
    shown = page(here.manager, f"scorecards/requests/{made.pk}/")
    for words in ("Section 16H.", "Wexcombe Council", "10 working days after each period", "CP15", "Begins later"):
        assert words in shown
    change = page(here.manager, f"scorecards/requests/{made.pk}/change/")
    assert 'value="10"' in change
    client.post(f"/{slug}/scorecards/requests/{made.pk}/change/", typed(here, title="Other figures", version="1"))
    assert "Other figures" in page(here.manager, "scorecards/requests/")
    client.post(
        f"/{slug}/scorecards/requests/{made.pk}/end/",
        {"reason": "Replaced.", **day("ends_on", date(2031, 1, 1))},
    )
    assert "Why it ends: Replaced." in page(here.manager, f"scorecards/requests/{made.pk}/")


def test_what_does_not_hold_together_is_said_beside_its_field(here):
    client = browser(here.manager)
    answer = client.post(f"/{here.slug}/scorecards/requests/make/", typed(here, grain="quarter"))
    assert answer.status_code == 422
    assert "CP05 is counted for each month, and this asks for each quarter" in unescape(answer.content.decode())
    assert not DataRequest.objects.exists()


def test_only_the_unit_is_offered_to_ask_and_others_may_look(here, data):
    scrutineer = here.role(Role.INDEPENDENT_SCRUTINEER)
    assert "Ask for data" not in page(scrutineer, "scorecards/requests/")
    assert "Change it" not in page(scrutineer, f"scorecards/requests/{data.request.pk}/")
    page(scrutineer, "scorecards/requests/make/", 403)
    page(scrutineer, f"scorecards/requests/{data.request.pk}/end/", 403)


def test_another_partnerships_request_is_not_there(data, there):
    for path in ("", "change/", "end/", "template/"):
        page(there.manager, f"scorecards/requests/{data.request.pk}/{path}", 404)
    assert data.request.title not in page(there.manager, "scorecards/requests/")


def upload(data: Data, figures: list, status: int = 302, name: str = "figures.csv") -> None:
    """Choose the file on the page of its section."""
    section = data.owed.round.question_set.sections.order_by("position").first()
    path = f"/{data.place.slug}/returns/{data.owed.pk}/sections/{section.pk}/"
    answer = browser(data.lead).post(path, {"file-results-file": a_file(figures, name=name), "go": "back"})
    assert answer.status_code == status


def test_a_small_number_is_refused_on_the_page_with_its_sentence(data):
    upload(data, [percent("CP09", OCTOBER, 3, 24), *[one for one in good() if one.code != "CP09"]])
    here = f"returns/{data.owed.pk}/"
    shown = page(data.lead, here)
    sentence = "A number from 1 to 5 is shown, which may not leave the agency; send c for it."
    assert "1 thing to put right before it is sent" in shown
    assert sentence in shown
    answer = browser(data.lead).post(f"/{data.place.slug}/{here}sign-off/")
    assert answer.status_code == 422
    assert f"CP09, October 2026: {sentence}" in unescape(answer.content.decode())
    assert Return.objects.get().state == "draft"


def test_a_json_file_is_offered_here_and_handed_back_only_to_be_kept(data):
    section = data.owed.round.question_set.sections.order_by("position").first()
    assert 'accept=".pdf,.docx,.xlsx,.csv,.png,.jpg,.json"' in page(
        data.lead, f"returns/{data.owed.pk}/sections/{section.pk}/"
    )
    upload(data, good(), name="figures.json")
    answer = Answer.objects.get(question__key="results-file")
    back = browser(data.lead).get(f"/{data.place.slug}/returns/{data.owed.pk}/files/{answer.pk}/")
    assert back.headers["Content-Disposition"] == 'attachment; filename="figures.json"'
    assert back.headers["Content-Type"] == "application/json"
    assert back.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in back.headers["Content-Security-Policy"]
    assert (
        read(b"".join(back.streaming_content), "figures.json").figures
        == read(a_file(good()).read(), "figures.csv").figures
    )


def test_the_return_shows_what_it_brought_and_the_indicator_where_its_figure_came_from(here, data):
    upload(data, good())
    data.send()
    shown = page(here.manager, f"returns/{data.owed.pk}/")
    assert "The figures hold together" in shown
    assert "75%: 18 of 24" in shown.replace("75.0%", "75%")
    browser(here.manager).post(f"/{here.slug}/returns/{data.owed.pk}/accept/")
    shown = page(here.manager, f"returns/{data.owed.pk}/")
    assert "What it brought" in shown
    indicator = f"scorecards/indicators/{here.indicators['CP09'].pk}/"
    assert f"/{here.slug}/{indicator}" in shown
    assert "Validated" in page(here.manager, indicator)
    for reader in (here.manager, data.lead):
        assert "Child protection figures, October 2026" in page(reader, indicator)
    other = another_lead(here)
    shown = page(other, indicator)
    assert "Validated" in shown
    assert "Child protection figures, October 2026" not in shown


def another_lead(here: Place) -> Actor:
    """The lead of an agency that is not asked."""
    from goldenthread.partnerships import queries as partnerships

    force = founding.add_agency(here.manager, NOW, name="Wexcombe Police", sector="police", basis="statutory_partner")
    person = founding.add_person(here.manager, NOW, email="lee.marsh@police.example", name="Lee Police")
    founding.grant_role(here.manager, NOW, role=Role.AGENCY_LEAD, person_id=person.pk, agency_id=force.pk)
    found = partnerships.actor_for(person.pk, here.slug, OUT)
    assert found is not None
    return found


def test_a_draft_and_its_figures_are_for_those_who_answer_it(here, data):
    data.save(CP09_numerator="3187", CP09_denominator="9913", CP15_numerator="6421")
    for reader, sees in ((data.lead, True), (another_lead(here), False), (here.manager, False)):
        shown = page(reader, f"returns/{data.owed.pk}/")
        assert ("6421" in shown or "6,421" in shown) == sees
        assert ("3187" in shown) == sees
        assert ("put right" in shown) == sees
        assert "6421" not in page(reader, f"scorecards/requests/{data.request.pk}/")
        assert "6421" not in page(reader, f"scorecards/indicators/{here.indicators['CP15'].pk}/")


def test_what_did_not_come_is_named_on_the_indicator_and_never_nought(here, data):
    Return.objects.update(due_on=date(2026, 1, 5))
    shown = page(here.manager, f"scorecards/indicators/{here.indicators['CP09'].pk}/")
    assert "Periods that did not come" in shown
    assert "Not returned" in shown
    assert "Not returned" in page(here.manager, f"scorecards/requests/{data.request.pk}/")
    assert "Periods that did not come" not in page(here.manager, f"scorecards/indicators/{here.indicators['CP20'].pk}/")
    upload(data, good())
    data.send()
    data.accept()
    assert "did not come" not in page(here.manager, f"scorecards/indicators/{here.indicators['CP09'].pk}/")


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_template_is_handed_out_for_a_period(here, data, format):
    path = f"/{here.slug}/scorecards/requests/{data.request.pk}/template/?from=2026-10-01&format={format}"
    answer = browser(data.lead).get(path)
    assert f"child-protection-figures-2026-10-01.{format}" in answer.headers["Content-Disposition"]
    found = read(answer.content, "template")
    assert {one.period for one in found.figures} == {OCTOBER}
    assert "indicator" in page(data.lead, f"returns/{data.owed.pk}/")
    assert path.split("?")[0] in page(data.lead, f"returns/{data.owed.pk}/")
    assert browser(data.lead).get(path.replace(format, "exe")).status_code == 404


def test_pages_cost_the_same_however_much_there_is(here, data, django_assert_max_num_queries):
    client = browser(here.manager)
    paths = [
        f"/{here.slug}/scorecards/requests/", f"/{here.slug}/scorecards/requests/{data.request.pk}/",
        f"/{here.slug}/scorecards/requests/{data.request.pk}/change/",
    ]  # fmt: skip

    def costs() -> list[int]:
        found = []
        for path in paths:
            with django_assert_max_num_queries(22) as counted:
                assert client.get(path).status_code == 200
            found.append(len(counted))
        return found

    few = costs()
    for number in range(4):
        returns.issue_what_is_due(here.manager, NOW, date(2026, 12, 1) + timedelta(days=31 * number))
    services.adopt_indicators(here.manager, NOW, ["CP22", "CP24"], agency_id=here.agency_id)
    a_request(here, title="Another request")
    for _ in range(2):
        another = founding.add_agency(
            here.manager, NOW, name=f"Agency {_}", sector="other", basis="named_relevant_agency"
        )
        assert another
    assert return_of(data.request, month(2026, 11))
    assert costs() == few


def test_two_who_change_one_request_both_see_both(here):
    client, slug = browser(here.manager), here.slug
    client.post(f"/{slug}/scorecards/requests/make/", typed(here))
    change = f"/{slug}/scorecards/requests/{DataRequest.objects.get().pk}/change/"
    assert client.post(change, typed(here, title="First figures", version="1")).status_code == 302
    answer = client.post(change, typed(here, title="Second figures", version="1"))
    assert answer.status_code == 409
    for words in ("First figures", "Second figures"):
        assert words in answer.content.decode()
