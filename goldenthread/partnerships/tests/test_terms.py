"""Terms of reference and closing reports: who writes them, what they go through, when they are due."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel import forward_plan
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.forward_plan import Sort
from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded
from goldenthread.notify.queries.asking import closing_report_asks
from goldenthread.notify.rules import Urgency, asked_on_my_work
from goldenthread.partnerships import queries, rules, services
from goldenthread.partnerships.models import ClosingReport, Group, TermsOfReference
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests.factories import (
    NOW,
    TODAY,
    a_group,
    a_seat,
    acting,
    actor_with,
    found,
    person_with,
)
from goldenthread.threads import queries as threads
from goldenthread.threads.rules import Ref
from goldenthread.trail.models import Event

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = TODAY + timedelta(days=300)
REPORT = {"asked": "A guide.", "done": "We wrote it.", "outcome": "Schools use it."}
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@pytest.fixture
def unit(db: None) -> Actor:
    return found()


def chair_of(unit: Actor, group: Group, kind: str = "chair") -> Actor:
    return acting(unit, person_with(unit, seat=a_seat(unit, group, kind=kind).pk))


def signed(unit: Actor, group: Group, on: date = TODAY, **fields: Any) -> TermsOfReference:
    services.draft_terms(unit, NOW, group.pk, **{"purpose": "It watches.", "review_on": LATER, **fields})
    services.put_terms(unit, NOW, on, group.pk)
    return services.sign_off_terms(unit, NOW, on, group.pk, signed_off_on=on, signed_off_by="the executive")


def limited(unit: Actor, ends_on: date) -> Group:
    return a_group(unit, kind="task_and_finish", ends_on=ends_on)


@pytest.mark.parametrize(
    ("state", "to", "allowed"),
    [("draft", "put", True), ("draft", "signed_off", False), ("put", "signed_off", True), ("put", "draft", True),
     ("signed_off", "superseded", True), ("signed_off", "draft", False), ("superseded", "put", False)],
)  # fmt: skip
def test_moves_of_terms(state: str, to: str, allowed: bool) -> None:
    """partnerships.terms_moves"""
    assert bool(rules.terms_may_become(state, to)) is allowed


@given(review=st.none() | days, day=days)
def test_a_review_lies_ahead(review: date | None, day: date) -> None:
    """partnerships.terms_review"""
    assert bool(rules.terms_may_be_reviewed(review, day)) is (review is not None and review > day)


@given(kind=st.sampled_from(Group.Kind.values), ends_on=st.none() | days)
def test_only_task_and_finish_groups_need_a_last_day(kind: str, ends_on: date | None) -> None:
    """partnerships.task_and_finish_ends"""
    assert bool(rules.has_its_last_day(kind, ends_on)) is (kind != "task_and_finish" or ends_on is not None)


@given(kind=st.sampled_from(Group.Kind.values), ends_on=st.none() | days, written=st.booleans(), today=days)
def test_when_a_closing_report_is_asked_for(kind: str, ends_on: date | None, written: bool, today: date) -> None:
    """partnerships.closing_report"""
    said = rules.closing_report_is(kind, ends_on, written, today)
    if kind != "task_and_finish" or ends_on is None or written:
        assert said == ""
    else:
        left = (ends_on - today).days
        assert said == ("overdue" if left < 0 else "asked" if left <= 28 else "")


def test_drafted_put_signed_off_and_superseded_by_the_next(unit: Actor) -> None:
    group = a_group(unit)
    first = signed(unit, group)
    second = signed(unit, group, purpose="It watches and says so.")
    first.refresh_from_db()
    assert (first.number, first.state, second.number, second.state) == (1, "superseded", 2, "signed_off")
    every = queries.terms_of_group(unit, group.pk)
    assert every.in_force == second
    assert every.in_making is None
    names = Event.objects.filter(kind="partnerships.termsofreference").order_by("number").values_list("name", flat=True)
    assert [name.rpartition(".")[2] for name in names] == [
        "drafted", "put", "signed_off", "drafted", "put", "superseded", "signed_off"]  # fmt: skip


def test_what_is_in_force_stands_while_the_next_is_written(unit: Actor) -> None:
    group = a_group(unit)
    first = signed(unit, group)
    draft = services.draft_terms(unit, NOW, group.pk, purpose="Otherwise.")
    assert queries.terms_of_group(unit, group.pk).in_force == first
    again = services.draft_terms(unit, NOW, group.pk, purpose="Otherwise again.", version=draft.version)
    assert (again.pk, again.purpose) == (draft.pk, "Otherwise again.")
    with pytest.raises(Superseded) as superseded:
        services.draft_terms(unit, NOW, group.pk, purpose="Mine.", version=draft.version)
    assert superseded.value.theirs["purpose"] == "Otherwise again."


def test_what_waits_for_the_executive_is_not_changed_until_sent_back(unit: Actor) -> None:
    group = a_group(unit)
    services.draft_terms(unit, NOW, group.pk, purpose="It watches.", review_on=LATER)
    services.put_terms(unit, NOW, TODAY, group.pk)
    with pytest.raises(Refused, match="waits for the executive"):
        services.draft_terms(unit, NOW, group.pk, purpose="Otherwise.")
    with pytest.raises(Refused, match="what is to be changed"):
        services.return_terms(unit, NOW, group.pk, reason=" ")
    back = services.return_terms(unit, NOW, group.pk, reason="Name the quorum.")
    assert (back.state, back.put_on) == ("draft", None)
    assert Event.objects.get(name="partnerships.termsofreference.sent_back").reason == "Name the quorum."


def test_without_a_review_to_come_they_are_not_put(unit: Actor) -> None:
    group = a_group(unit)
    with pytest.raises(Refused, match="no draft"):
        services.put_terms(unit, NOW, TODAY, group.pk)
    services.draft_terms(unit, NOW, group.pk, purpose="It watches.", review_on=TODAY)
    with pytest.raises(Refused, match="must be later"):
        services.put_terms(unit, NOW, TODAY, group.pk)


@pytest.mark.parametrize(
    ("on", "by", "field"),
    [(TODAY + DAY, "the executive", "signed_off_on"), (TODAY - DAY, "the executive", "signed_off_on"),
     (TODAY, " ", "signed_off_by")],
)  # fmt: skip
def test_signing_off_needs_a_day_that_can_be_and_a_name(unit: Actor, on: date, by: str, field: str) -> None:
    group = a_group(unit)
    services.draft_terms(unit, NOW, group.pk, purpose="It watches.", review_on=LATER)
    services.put_terms(unit, NOW, TODAY, group.pk)
    with pytest.raises(Refused) as refused:
        services.sign_off_terms(unit, NOW, TODAY, group.pk, signed_off_on=on, signed_off_by=by)
    assert refused.value.field == field


def test_chairs_write_their_own_groups_terms_and_do_not_sign_them_off(unit: Actor) -> None:
    own, other = a_group(unit), a_group(unit)
    chair = chair_of(unit, own)
    services.draft_terms(chair, NOW, own.pk, purpose="It watches.", review_on=LATER)
    services.put_terms(chair, NOW, TODAY, own.pk)
    with pytest.raises(NotPermitted):
        services.draft_terms(chair, NOW, other.pk, purpose="It watches.")
    with pytest.raises(NotPermitted):
        services.sign_off_terms(chair, NOW, TODAY, own.pk, signed_off_on=TODAY, signed_off_by="me")
    member = chair_of(unit, own, "member")
    with pytest.raises(NotPermitted):
        services.draft_terms(member, NOW, own.pk, purpose="It watches.")
    executive = actor_with(unit, appointment="delegated_safeguarding_partner")
    services.sign_off_terms(executive, NOW, TODAY, own.pk, signed_off_on=TODAY, signed_off_by="the executive")


def test_another_partnership_finds_nothing(unit: Actor) -> None:
    group, elsewhere = a_group(unit), found()
    signed(unit, group)
    assert queries.terms_of_group(elsewhere, group.pk).versions == []
    with pytest.raises(Refused):
        services.draft_terms(elsewhere, NOW, group.pk, purpose="Mine now.")
    assert queries.terms_ahead(elsewhere, TODAY, LATER) == []


def test_reviews_stand_in_the_forward_plan(unit: Actor) -> None:
    group = a_group(unit, "Quality")
    signed(unit, group)
    (entry,) = [one for one in forward_plan.entries(unit, TODAY, LATER) if one.sort == Sort.TERMS_REVIEW]
    assert (entry.on, entry.title, entry.group_ids) == (LATER, "Terms of reference of Quality", {group.pk})
    assert not queries.terms_ahead(actor_with(unit, Role.SYSTEM_AUDITOR), TODAY, LATER)


def test_the_database_keeps_one_version_in_force(unit: Actor) -> None:
    first = signed(unit, a_group(unit))
    signed(unit, first.group)
    with pytest.raises(IntegrityError), transaction.atomic():
        TermsOfReference.objects.filter(pk=first.pk).update(state="signed_off")


def test_a_task_and_finish_group_has_a_last_day(unit: Actor) -> None:
    for act in (lambda: a_group(unit, kind="task_and_finish"),
                lambda: services.change_group(unit, NOW, a_group(unit).pk, kind="task_and_finish"),
                lambda: services.change_group(unit, NOW, limited(unit, LATER).pk, ends_on=None)):  # fmt: skip
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.field == "ends_on"


def test_the_closing_report_closes_the_group(unit: Actor) -> None:
    group, heir = limited(unit, TODAY + 10 * DAY), a_group(unit, "Learning")
    report = services.write_closing_report(
        chair_of(unit, group), NOW, TODAY, group.pk, **REPORT, handed_on="Printing.", handed_to_id=heir.pk
    )
    group.refresh_from_db()
    assert (group.ends_on, report.handed_to) == (TODAY, heir)
    assert Event.objects.filter(name="partnerships.closingreport.written").count() == 1
    assert Event.objects.filter(name="partnerships.group.ended", thing_id=group.pk).count() == 1
    with pytest.raises(Refused, match="written already"):
        services.write_closing_report(unit, NOW, TODAY, group.pk, **REPORT)


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"asked": ""}, "asked"), ({"done": " "}, "done"), ({"outcome": ""}, "outcome"),
     ({"handed_on": "Printing."}, "handed_to_id"), ({"closed_on": TODAY + DAY}, "closed_on")],
)  # fmt: skip
def test_a_closing_report_that_lacks_something_leaves_the_group(unit: Actor, fields: Any, field: str) -> None:
    group = limited(unit, LATER)
    with pytest.raises(Refused) as refused:
        services.write_closing_report(unit, NOW, TODAY, group.pk, **{**REPORT, **fields})
    assert refused.value.field == field
    group.refresh_from_db()
    assert group.ends_on == LATER
    assert not ClosingReport.objects.exists()


def test_only_its_chairs_and_the_unit_close_a_group_and_only_such_a_group(unit: Actor) -> None:
    group = limited(unit, LATER)
    for other in (chair_of(unit, group, "member"), chair_of(unit, a_group(unit))):
        with pytest.raises(NotPermitted):
            services.write_closing_report(other, NOW, TODAY, group.pk, **REPORT)
    with pytest.raises(Refused, match="Only a task and finish group"):
        services.write_closing_report(unit, NOW, TODAY, a_group(unit).pk, **REPORT)
    with pytest.raises(Refused):
        services.write_closing_report(found(), NOW, TODAY, group.pk, **REPORT)


def test_chairs_are_asked_before_the_end_and_the_business_manager_after_it(unit: Actor) -> None:
    soon, gone = limited(unit, TODAY + 20 * DAY), limited(unit, TODAY - 3 * DAY)
    limited(unit, TODAY + 60 * DAY)
    done = limited(unit, TODAY)
    services.write_closing_report(unit, NOW, TODAY, done.pk, **REPORT)
    chair, manager = chair_of(unit, soon), actor_with(unit, Role.BUSINESS_MANAGER)
    actors = [chair, manager, chair_of(unit, soon, "member"), actor_with(unit, Role.AGENCY_LEAD)]
    asks = closing_report_asks(actors, TODAY)
    assert {(actor, ask.thing_id) for actor, ask in asks} == {(chair, soon.pk), (manager, gone.pk)}
    urgencies = {ask.thing_id: ask.urgency for _, ask in asks}
    assert urgencies == {soon.pk: Urgency.THIS_MONTH, gone.pk: Urgency.NOW}
    buttons = {source.button for source, _, ask in asked_on_my_work([chair], TODAY) if ask.thing_id == soon.pk}
    assert buttons == {"Write the closing report"}
    with CaptureQueriesContext(connection) as asked:
        queries.closing_reports_owed(actors, TODAY)
    assert len(asked) == 1


def test_a_closing_report_can_be_followed_and_found(unit: Actor) -> None:
    group = limited(unit, LATER)
    report = services.write_closing_report(unit, NOW, TODAY, group.pk, **REPORT)
    ref = Ref("partnerships.closingreport", report.pk)
    summary = threads.summaries_of(unit, [ref])[ref]
    assert summary.title == f"Closing report of {group.name}"
    assert summary.url.endswith(f"/groups/{group.pk}/closing-report/")
    assert threads.summaries_of(found(), [ref]) == {}
