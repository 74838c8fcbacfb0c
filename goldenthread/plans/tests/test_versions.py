"""Versions of a plan: frozen as it stood, approved by named seats, issued, and read by those who may."""

import pytest

from goldenthread.actions.models import Action
from goldenthread.kernel.outcomes import Denied, NotPermitted, Refused
from goldenthread.kernel.rules import catalogue
from goldenthread.partnerships import services as structure
from goldenthread.plans import queries, rules, services
from goldenthread.plans.models import Plan, SeatApproval
from goldenthread.plans.rules.comparing import compare, in_numbers, parts_of
from goldenthread.plans.tests.factories import NOW, TODAY, a_plan, a_priority, a_whole_plan, an_action, days
from goldenthread.trail import queries as trail

pytestmark = pytest.mark.django_db


def made(house, plan, *seats, **fields):
    given = {"what_changed": "Aim 2 says whom it is for.", "seats": [seat.pk for seat in seats], **fields}
    return services.make_version(house.unit, NOW, plan.pk, **given)


def asked(version, seat):
    return version.seat_approvals.get(seat=seat)


def answer(house, who, row, answer="approved", **fields):
    return services.answer_version(house.actor(who), NOW, TODAY, row.pk, answer=answer, **fields)


def reason(verdict):
    assert isinstance(verdict, Denied)
    return verdict.reason


def test_the_rules_of_versions_are_in_the_catalogue():
    ids = {rule.id for rule in catalogue()}
    assert {"plans.version_moves", "plans.seat_answer", "plans.recorded_answer", "plans.version_outcome"} <= ids


def test_a_version_goes_from_draft_to_the_seats_to_approved_to_issued_to_superseded():
    """plans.version_moves"""
    assert rules.version_may_become("draft", "for_approval", ["asked"])
    assert "at least one seat" in reason(rules.version_may_become("draft", "for_approval"))
    assert "One seat has not approved" in reason(rules.version_may_become("for_approval", "approved", ["asked"]))
    assert rules.version_may_become("for_approval", "approved", ["approved", "approved"])
    assert rules.version_may_become("approved", "issued")
    assert "not issued" in reason(rules.version_may_become("draft", "issued"))
    assert "last state" in reason(rules.version_may_become("superseded", "issued"))


def test_all_seats_must_approve_and_one_may_decline():
    """plans.version_outcome"""
    assert rules.version_outcome([]) == "asked"
    assert rules.version_outcome(["approved", "asked"]) == "asked"
    assert rules.version_outcome(["approved", "declined", "asked"]) == "declined"
    assert rules.version_outcome(["approved", "approved"]) == "approved"


def test_a_live_plan_is_overdue_for_review_from_the_day_after():
    """plans.review_overdue"""
    assert rules.review_overdue_by("live", TODAY, TODAY) == 0
    assert rules.review_overdue_by("live", days(-3), TODAY) == 3
    assert rules.review_overdue_by("draft", days(-3), TODAY) == 0
    assert rules.review_overdue_by("live", None, TODAY) == 0


def test_a_name_is_never_given_twice():
    assert rules.next_name("2.0", 2, {"1.0"}) == "2.0"
    assert rules.next_name("1.0", 2, {"1.0"}) == "2.0"
    assert rules.next_name("", 2, {"2.0", "3.0"}) == "4.0"


def test_approval_keeps_a_version_and_making_the_plan_live_issues_it(house):
    plan = Plan.objects.get(pk=a_whole_plan(house, 1).pk)
    version = plan.versions.get()
    assert (version.state, version.occasion, version.name) == ("issued", "approval", "1.0")
    assert (plan.edition, plan.issue_on, version.issued_on) == ("1.0", TODAY, TODAY)
    assert [one["title"] for one in version.document["priorities"]] == ["Priority named 0"]


def test_a_draft_approved_and_taken_back_keeps_no_version_to_issue(house):
    plan = a_plan(house.unit)
    a_priority(house.unit, plan)
    chair = house.actor("partnership_chair")
    services.approve_plan(chair, NOW, plan.pk, approved_on=TODAY)
    services.reopen_draft(house.unit, NOW, plan.pk, reason="A priority is missing.")
    a_priority(house.unit, plan, "The missing one")
    services.approve_plan(chair, NOW, plan.pk, approved_on=TODAY)
    services.start_plan(house.unit, NOW, plan.pk)
    assert [(one.number, one.state) for one in plan.versions.all()] == [(2, "issued"), (1, "superseded")]
    assert len(plan.versions.first().document["priorities"]) == 2


def test_a_version_stays_as_it_stood_whatever_happens_to_the_plan(house):
    plan = a_whole_plan(house, 1)
    priority = plan.priorities.get()
    services.change_priority(house.unit, NOW, priority.pk, title="Reworded")
    later = made(house, plan)
    first, second = plan.versions.get(number=1), later
    found = compare(parts_of(first.document), parts_of(second.document))
    assert in_numbers(found) == "1 text reworded."
    assert first.document["priorities"][0]["title"] == "Priority named 0"


def test_a_version_says_what_changed_and_only_one_is_on_its_way(house):
    plan = a_whole_plan(house, 1)
    with pytest.raises(Refused, match="what changed"):
        made(house, plan, what_changed=" ")
    made(house, plan)
    with pytest.raises(Refused, match="still on its way"):
        made(house, plan)
    with pytest.raises(NotPermitted):
        services.make_version(house.actor("partnership_chair"), NOW, plan.pk, what_changed="Mine")


def test_a_version_is_approved_once_every_seat_has_and_the_issued_one_before_it_is_superseded(house):
    plan = a_whole_plan(house, 1)
    version = made(house, plan, house.chair_seat, house.board_seat, name="1.1")
    assert version.state == "for_approval"
    answer(house, "chair", asked(version, house.chair_seat))
    version.refresh_from_db()
    assert version.state == "for_approval"
    with pytest.raises(Refused, match="not issued"):
        services.issue_version(house.unit, NOW, version.pk, issued_on=TODAY)
    answer(house, "board_chair", asked(version, house.board_seat))
    services.issue_version(house.unit, NOW, version.pk, issued_on=TODAY, review_on=days(365))
    plan.refresh_from_db()
    assert [one.state for one in plan.versions.all()] == ["issued", "superseded"]
    assert (plan.edition, plan.issue_on, plan.review_on) == ("1.1", TODAY, days(365))
    assert {one.person_name for one in plan.approvals.filter(edition="1.1")} == {"Chair", "Board Chair"}
    told = [line.sentence for line in trail.history(house.unit, "plans.plan", plan.pk)]
    assert told[0] == "The business unit issued version 1.1 of this plan."
    assert "Chair approved version 1.1 for Chair, Neglect subgroup." in told


def test_the_seats_of_a_draft_plan_approve_the_plan(house):
    plan = a_plan(house.unit)
    a_priority(house.unit, plan)
    version = made(house, plan, house.board_seat)
    with pytest.raises(Refused, match="waits for the seats"):
        services.approve_plan(house.actor("partnership_chair"), NOW, plan.pk, approved_on=TODAY)
    answer(house, "board_chair", asked(version, house.board_seat))
    assert Plan.objects.get().state == "approved"
    services.start_plan(house.unit, NOW, plan.pk)
    assert [(one.number, one.state) for one in plan.versions.all()] == [(1, "issued")]


def test_only_who_sits_in_the_seat_answers_and_not_twice(house):
    """plans.seat_answer"""
    plan = a_whole_plan(house, 1)
    version = made(house, plan, house.chair_seat, house.board_seat)
    row = asked(version, house.chair_seat)
    for who in ("member", "board_chair", "manager", "partnership_chair"):
        with pytest.raises(Refused, match="holds this seat"):
            answer(house, who, row)
    for who in ("scrutineer", "lay", "health_lead"):
        with pytest.raises(NotPermitted):
            answer(house, who, row)
    answer(house, "chair", row)
    with pytest.raises(Refused, match="approved this version already"):
        answer(house, "chair", row)


def test_a_deputy_answers_and_is_named_as_one(house):
    structure.hold_seat(
        house.unit, NOW, house.chair_seat.pk, person_id=house.users["member"].pk, is_deputy=True,
        starts_on=days(-1),
    )  # fmt: skip
    version = made(house, a_whole_plan(house, 1), house.chair_seat)
    answer(house, "member", asked(version, house.chair_seat))
    row = asked(version, house.chair_seat)
    assert (row.person_name, row.is_deputy) == ("Member", True)


def test_a_decline_says_why_and_the_version_is_a_draft_again(house):
    plan = a_whole_plan(house, 1)
    version = made(house, plan, house.chair_seat, house.board_seat)
    answer(house, "board_chair", asked(version, house.board_seat))
    with pytest.raises(Refused, match="why it is declined"):
        answer(house, "chair", asked(version, house.chair_seat), "declined")
    answer(house, "chair", asked(version, house.chair_seat), "declined", reason="The date is wrong.")
    version.refresh_from_db()
    assert version.state == "draft"
    # Sent again as it is, the seat that approved is not asked twice; taken afresh, both are.
    again = services.ask_approval(house.unit, NOW, version.pk, seats=[house.chair_seat.pk, house.board_seat.pk])
    assert {one.answer for one in again.seat_approvals.all()} == {"approved", "asked"}
    answer(house, "chair", asked(version, house.chair_seat), "declined", reason="Still wrong.")
    services.take_version_again(house.unit, NOW, version.pk)
    assert not SeatApproval.objects.filter(plan_version=version).exists()


def test_the_unit_records_what_was_said_at_a_meeting_with_name_and_day(house):
    """plans.recorded_answer"""
    version = made(house, a_whole_plan(house, 1), house.board_seat)
    row = asked(version, house.board_seat)
    given = {"answer": "approved", "person_name": "Ada Lin", "meeting": "Executive", "answered_on": days(-2)}

    def record(actor=house.unit, **fields):
        return services.record_answer(actor, NOW, TODAY, row.pk, **{**given, **fields})

    for field, wrong in (("person_name", " "), ("meeting", ""), ("answered_on", days(1)), ("answered_on", None)):
        with pytest.raises(Refused) as refused:
            record(**{field: wrong})
        assert refused.value.field == field
    with pytest.raises(NotPermitted):
        record(house.actor("partnership_chair"))
    record()
    row.refresh_from_db()
    assert (row.person_name, row.recorded_by_name, row.answered_on) == ("Ada Lin", house.unit.name, days(-2))
    approval = version.plan.approvals.get(edition=version.name)
    assert (approval.person_name, approval.approved_on) == ("Ada Lin", days(-2))
    assert "recorded by" in approval.words


def test_each_reads_the_versions_they_may(house, elsewhere):
    plan = a_whole_plan(house, 1)
    version = made(house, plan, house.board_seat)
    for who, count in (("manager", 2), ("scrutineer", 2), ("dsp", 2), ("board_chair", 2), ("lead", 1), ("lay", 1)):
        assert len(queries.list_versions(house.actor(who), plan.pk)) == count, who
    assert queries.show_version(elsewhere.unit, version.pk, TODAY) is None
    assert queries.list_versions(elsewhere.unit, plan.pk) == []


def test_a_restricted_action_is_in_the_version_and_shown_only_to_who_may_read_it_today(house):
    plan = a_whole_plan(house, 1)
    secret = an_action(house, plan.priorities.get(), description="Name the site", information_class="R")
    version = services.make_version(house.actor("officer"), NOW, plan.pk, what_changed="One action more.")

    def reads(who, row=version):
        shown = queries.show_version(house.actor(who), row.pk, TODAY)
        words = [one["description"] for one in shown.document["priorities"][0]["actions"]]
        return "Name the site" in words, shown.is_partial

    assert reads("manager") == (True, False)
    assert reads("officer") == (False, True)
    pair = queries.two_documents(house.actor("officer"), plan.pk, [version.pk], TODAY)[version.pk]
    assert str(secret.pk) not in str(pair[1])
    # An action that was open to all and is restricted today is hidden in what was frozen before.
    old = plan.versions.get(number=1)
    seen = old.document["priorities"][0]["actions"][0]["id"]
    Action.objects.filter(pk=seen).update(information_class="R")
    shown = queries.show_version(house.actor("lay"), old.pk, TODAY)
    assert seen not in str(shown.document)


@pytest.mark.parametrize("size", [1, 3])
def test_reading_a_version_takes_three_queries(house, size, django_assert_num_queries):
    plan = a_whole_plan(house, size)
    version, actor = plan.versions.get(), house.actor("lead")
    with django_assert_num_queries(3):
        queries.show_version(actor, version.pk, TODAY)
    with django_assert_num_queries(2):
        queries.two_documents(actor, plan.pk, [version.pk], TODAY)


def test_who_is_asked_is_told(house):
    plan = a_whole_plan(house, 1)
    version = made(house, plan, house.board_seat)
    assert [one.version.pk for one in queries.approvals_asked(house.actor("board_chair"))] == [version.pk]
    assert queries.approvals_asked(house.actor("manager")) == []
