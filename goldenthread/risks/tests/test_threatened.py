"""What a risk threatens: said on its form, shown to readers on the page of the priority, filtered for, in the file."""

import csv
import io
from datetime import date

import pytest
from django.apps import apps
from django.test import Client

from goldenthread.kernel.outcomes import Refused, Superseded
from goldenthread.partnerships.permissions import Role
from goldenthread.plans import services as plans
from goldenthread.plans.models import Objective, Plan, Priority
from goldenthread.risks import queries, services
from goldenthread.risks.models import Risk
from goldenthread.risks.tests.factories import NOW, TODAY, Place, on, raised, words
from goldenthread.risks.tests.test_views import ROOT, browser, said, typed
from goldenthread.threads import services as threads
from goldenthread.threads.models import Link
from goldenthread.threads.rules import LinkKind, Ref


@pytest.fixture
def plan(here: Place) -> Plan:
    """A plan that everybody reads, with a priority and an objective beneath it."""
    made = plans.draft_plan(
        here.manager, NOW, title="Strategic plan", kind="strategic", starts_on=date(2026, 4, 1),
        ends_on=date(2029, 3, 31),
    )  # fmt: skip
    one = plans.add_priority(here.manager, NOW, made.pk, title="Neglect is seen early")
    plans.add_objective(here.manager, NOW, made.pk, priority_id=one.pk, title="Every school knows the pathway")
    plans.add_priority(here.manager, NOW, made.pk, title="Young people are safe online")
    Plan.objects.filter(pk=made.pk).update(state=Plan.State.APPROVED)
    return made


def priority(title: str = "Neglect is seen early") -> Priority:
    return Priority.objects.get(title=title)


def ref(thing: Priority | Objective) -> Ref:
    return Ref("plans.priority" if isinstance(thing, Priority) else "plans.objective", thing.pk)


def page_of(client: Client, thing: Priority) -> str:
    return said(client.get(f"/wexcombe/priorities/{thing.pk}/"))


def tied(risk: Risk) -> list[tuple[str, str]]:
    rows = Link.objects.filter(source_id=risk.pk, untied_at__isnull=True).order_by("created_at")
    return [(one.kind, str(one.target_id)) for one in rows]


class TestSayingIt:
    def test_it_is_said_where_a_risk_is_entered_and_stands_on_both_pages(self, here: Place, plan: Plan) -> None:
        client, one = browser(here.manager), priority()
        client.post(f"{ROOT}raise/", typed(threatens=f"plans.priority:{one.pk}", duty="Children Act 2004"))
        risk = Risk.objects.get()
        assert tied(risk) == [("threatens", str(one.pk))]
        text = said(client.get(f"{ROOT}{risk.pk}/"))
        assert "<dt>Threatens</dt>" in text.replace(" <dd>", "<dd>")
        assert "Neglect is seen early" in text
        assert "Statutory duty it threatens" in text
        shown = page_of(client, one)
        for words_ in ("Risks to this priority", "R1 Too few health visitors", "12 High", "New"):
            assert words_ in shown

    def test_a_risk_to_an_objective_stands_on_the_page_of_its_priority_too(self, here: Place, plan: Plan) -> None:
        objective = Objective.objects.get()
        raised(here.manager, threatens=[ref(objective)])
        client = browser(here.manager)
        assert "R1 Too few" in page_of(client, priority())
        assert "R1 Too few" in said(client.get(f"/wexcombe/objectives/{objective.pk}/"))
        assert "R1 Too few" not in page_of(client, priority("Young people are safe online"))

    def test_the_form_that_changes_a_risk_shows_and_changes_it(self, here: Place, plan: Plan) -> None:
        first, second = priority(), priority("Young people are safe online")
        risk = raised(here.manager, threatens=[ref(first)])
        client = browser(here.manager)
        form = client.get(f"{ROOT}{risk.pk}/change/").content.decode()
        assert f'value="plans.priority:{first.pk}" selected' in form
        sent = typed(threatens=f"plans.priority:{second.pk}", version=str(Risk.objects.get().version))
        assert client.post(f"{ROOT}{risk.pk}/change/", sent).status_code == 302
        assert tied(risk) == [("threatens", str(second.pk))]
        sent = typed(threatens="", version=str(Risk.objects.get().version))
        assert client.post(f"{ROOT}{risk.pk}/change/", sent).status_code == 302
        assert tied(risk) == []

    def test_what_was_linked_besides_stays(self, here: Place, plan: Plan) -> None:
        first, second = priority(), priority("Young people are safe online")
        risk = raised(here.manager, threatens=[ref(first), ref(second)])
        services.change_risk(here.manager, NOW, TODAY, risk.pk, words(), threatens=ref(first))
        assert len(tied(risk)) == 2
        services.change_risk(here.manager, NOW, TODAY, risk.pk, words(title="Another name"))
        assert len(tied(risk)) == 2

    def test_only_a_priority_or_an_objective_of_here(self, here: Place, there: Place, plan: Plan) -> None:
        for other in (Ref("partnerships.group", here.groups["board"]), Ref("risks.risk", raised(here.manager).pk)):
            with pytest.raises(Refused):
                raised(here.manager, threatens=[other])
        with pytest.raises(Refused):
            raised(there.manager, threatens=[ref(priority())])
        assert not Link.objects.exists()

    def test_nothing_is_retied_where_somebody_saved_first(self, here: Place, plan: Plan) -> None:
        risk = raised(here.manager, threatens=[ref(priority())])
        with pytest.raises(Superseded):
            services.change_risk(here.manager, NOW, TODAY, risk.pk, words(title="Mine"), version=99, threatens=None)
        assert len(tied(risk)) == 1


class TestWhoSeesIt:
    def test_only_readers_of_the_risk_see_it_on_the_page_of_the_priority(self, here: Place, plan: Plan) -> None:
        raised(here.manager, here.groups["quality"], threatens=[ref(priority())])
        reads = (here.manager, here.role(Role.INDEPENDENT_SCRUTINEER), here.seat("quality", "member"))
        cannot = (here.seat("business", "member"), here.lay("quality", "member"), here.role(Role.AGENCY_LEAD))
        for actor in reads:
            text = page_of(browser(actor), priority())
            assert "R1 Too few" in text
            assert "OFFICIAL-SENSITIVE" in text
        for actor in cannot:
            text = page_of(browser(actor), priority())
            assert "Neglect is seen early" in text
            assert "Risks to this priority" not in text
            assert "Too few" not in text

    def test_a_closed_risk_threatens_no_more(self, here: Place, plan: Plan) -> None:
        risk = raised(here.manager, threatens=[ref(priority())])
        services.close_risk(here.manager, on(TODAY), TODAY, risk.pk, why="Gone.")
        assert "Too few" not in page_of(browser(here.manager), priority())


class TestTheRegister:
    def test_it_is_filtered_by_priority_objectives_included(self, here: Place, plan: Plan) -> None:
        raised(here.manager, title="To the priority", threatens=[ref(priority())])
        raised(here.manager, title="To the objective", threatens=[ref(Objective.objects.get())])
        raised(here.manager, title="To nothing")
        assert queries.priorities_threatened(here.manager) == [(str(priority().pk), str(priority()))]
        text = said(browser(here.manager).get(f"{ROOT}?priority={priority().pk}"))
        assert "To the priority" in text
        assert "To the objective" in text
        assert "To nothing" not in text

    def test_a_reader_is_offered_only_what_their_own_risks_threaten(self, here: Place, plan: Plan) -> None:
        raised(here.manager, here.groups["business"], threatens=[ref(priority())])
        assert queries.priorities_threatened(here.seat("quality", "chair")) == []

    def test_the_file_says_it(self, here: Place, plan: Plan) -> None:
        raised(here.manager, threatens=[ref(priority()), ref(Objective.objects.get())], duty="Care Act 2014")
        answer = browser(here.manager).get(f"{ROOT}?format=csv")
        text = b"".join(answer) if answer.streaming else answer.content
        (row,) = csv.DictReader(io.StringIO(text.decode("utf-8-sig")))
        assert row["Priority it threatens"].split("; ") == [str(priority()), str(Objective.objects.get())]
        assert row["Statutory duty it threatens"] == "Care Act 2014"


def test_plain_links_made_earlier_say_so_from_now_on(here: Place, plan: Plan) -> None:
    from importlib import import_module

    risk, one, other = raised(here.manager), priority(), priority("Young people are safe online")
    mine = Ref(queries.KIND, risk.pk)
    threads.tie(here.manager, NOW, LinkKind.RELATES_TO, mine, ref(one))
    threads.tie(here.manager, NOW, LinkKind.RELATES_TO, ref(other), mine)
    elsewhere = threads.tie(here.manager, NOW, LinkKind.RELATES_TO, ref(one), ref(other))
    moved = import_module("goldenthread.threads.migrations.0002_what_a_risk_threatens")
    moved.say_that_it_threatens(apps, None)
    assert tied(risk) == [("threatens", str(one.pk)), ("threatens", str(other.pk))]
    assert Link.objects.get(pk=elsewhere.pk).kind == "relates_to"
    moved.say_that_it_is_related(apps, None)
    assert {kind for kind, _ in tied(risk)} == {"relates_to"}
