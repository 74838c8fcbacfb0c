"""The pages of plans: what each role sees and may do, in the plan's own words, and how slips are answered."""

import html
import re
from typing import Any

import pytest
from django.urls import reverse

from goldenthread.actions import services as actions
from goldenthread.partnerships.tests.browsing import day
from goldenthread.plans import services
from goldenthread.plans.models import Approval, ChairRating, Objective, Plan, PlanSection, Priority
from goldenthread.plans.tests.factories import (
    NOW,
    TODAY,
    a_measure,
    a_plan,
    a_priority,
    a_whole_plan,
    an_action,
    an_objective,
    days,
    live,
    shown_by,
)

pytestmark = pytest.mark.django_db

EVERYBODY = [
    "manager", "officer", "analyst", "chair", "member", "lead", "health_lead", "scrutineer", "lay", "dsp",
    "partnership_chair",
]  # fmt: skip
WRITERS = ["manager", "officer"]


def text(response: Any) -> str:
    """What a person reads and has typed between the header and the footer of a page, as one line."""
    main = response.content.decode().partition('id="main-content"')[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>|http://testserver\S*", "", main)).split())


def at(page: str, slug: str = "vale", query: dict[str, str] | None = None, **parts: object) -> str:
    """The address of a page of plans."""
    return reverse(f"plans:{page}", kwargs={"partnership": slug, **parts}, query=query)


def pages_of(plan: Plan, slug: str = "vale") -> dict[str, list[str]]:
    """Every address that belongs to a plan: those to read, to write, to approve, to rate."""
    priority, objective = plan.priorities.first(), plan.objectives.first()
    measure, section = plan.measures.first(), plan.sections.first()
    group = plan.focus_groups.first()
    return {
        "read": [
            *(at(page, slug, plan_id=plan.pk) for page in ("show_plan", "show_plan_history", "show_plan_on_a_page")),
            at("export_plan", slug, plan_id=plan.pk),
            at("show_priority", slug, priority_id=priority.pk),
            at("show_objective", slug, objective_id=objective.pk),
            at("show_measure", slug, measure_id=measure.pk),
        ],
        "write": [
            *(
                at(page, slug, plan_id=plan.pk)
                for page in (
                    "change_plan", "start_plan", "reopen_draft", "close_plan", "add_priority", "add_objective",
                    "add_measure", "add_focus_group", "add_assurance_area", "add_section",
                )
            ),
            at("change_priority", slug, priority_id=priority.pk),
            at("change_objective", slug, objective_id=objective.pk),
            at("change_measure", slug, measure_id=measure.pk),
            at("change_section", slug, section_id=section.pk),
            at("remove_part", slug, kind="focus_group", part_id=group.pk),
        ],
        "approve": [at("approve_plan", slug, plan_id=plan.pk)],
        "rate": [
            at("rate_priority", slug, priority_id=priority.pk), at("rate_objective", slug, objective_id=objective.pk),
        ],
    }  # fmt: skip


@pytest.mark.parametrize("who", EVERYBODY)
def test_each_role_opens_what_it_may_and_is_refused_the_rest(house, browse, who):
    pages, client = pages_of(a_whole_plan(house, 1)), browse(who)
    decides = who in ("manager", "dsp", "partnership_chair")
    may = {"read": True, "write": who in WRITERS, "approve": decides, "rate": decides or who == "chair"}
    for kind, addresses in pages.items():
        for address in addresses:
            assert client.get(address).status_code == (200 if may[kind] else 403), address
    for page in ("show_home", "list_plans"):
        assert client.get(at(page)).status_code == 200
    for page in ("draft_plan", "place_action"):
        assert client.get(at(page)).status_code == (200 if who in WRITERS else 403)


@pytest.mark.parametrize("who", ["manager", "partnership_chair", "scrutineer", "lay"])
def test_another_partnerships_plan_is_not_there(house, elsewhere, browse, who):
    theirs, client = a_whole_plan(elsewhere, 1), browse(who)
    for addresses in pages_of(theirs, "larkshire").values():
        for address in addresses:
            assert client.get(address).status_code == 404, address
    for addresses in pages_of(theirs, "vale").values():
        for address in addresses:
            assert client.get(address).status_code in (403, 404), address
            assert client.post(address, {}).status_code in (403, 404), address


def test_a_reader_sees_no_button_they_cannot_use(house, browse):
    plan = a_whole_plan(house, 1)
    for who in ("scrutineer", "lay", "lead"):
        client = browse(who)
        for address in [at("show_home"), at("list_plans"), *pages_of(plan)["read"]]:
            page = client.get(address).content.decode()
            for word in (
                "/add/",
                "/change/",
                "/rate/",
                "/remove/",
                "/approve/",
                "/close/",
                "/start/",
                "/import/",
                "/actions/raise/",
            ):
                assert word not in page, (who, address, word)


def test_a_draft_is_not_there_for_a_member_until_it_is_approved(house, browse):
    plan = a_plan(house.unit, "Draft for the board")
    priority = a_priority(house.unit, plan)
    client = browse("member")
    addresses = [at("show_plan", plan_id=plan.pk), at("show_priority", priority_id=priority.pk)]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert "Draft for the board" not in text(client.get(at("show_home"))) + text(client.get(at("list_plans")))
    assert "Only the business unit" in text(browse("scrutineer").get(addresses[0]))
    services.approve_plan(house.actor("dsp"), NOW, plan.pk, approved_on=TODAY)
    assert [client.get(address).status_code for address in addresses] == [200, 200]


def test_home_without_a_plan_says_why_and_what_next(house, browse):
    said = text(browse("manager").get(at("show_home")))
    assert "There is no plan here yet" in said
    assert "Bring in your plan" in said
    assert "Write a plan here" in said
    said = text(browse("lay").get(at("show_home")))
    assert "The business unit brings in or writes the plan" in said
    assert "Write a plan here" not in said


def test_home_says_in_a_sentence_how_the_plan_stands_and_links_to_what_is_late(house, browse):
    plan = a_plan(house.unit)
    priority = a_priority(house.unit, plan, reference="2")
    an_action(house, priority, description="Publish the toolkit", due=[days(-5)], ago=30)
    an_action(house, priority, due=[days(20)])
    live(house, plan)
    services.rate_priority(
        house.actor("chair"), NOW, TODAY, priority.pk, rating="off_track", reason="Two agencies have not signed."
    )
    page = browse("manager").get(at("show_home"))
    said = text(page)
    assert "0 of 2 actions on track, 1 overdue" in said
    assert "Two agencies have not signed." in said
    assert "Chair rated this priority off track" in said
    assert "/vale/actions/?due=overdue" in page.content.decode()
    assert "Publish the toolkit" in text(browse("lead").get(at("show_home"))).split("Priorities")[0]


def test_the_plan_speaks_its_own_words_everywhere(house, browse):
    words = {"priority": ["Theme", "Themes"], "objective": ["Aim", "Aims"], "action": ["Step", "Steps"]}
    plan = a_plan(house.unit, level_words=words)
    theme = a_priority(house.unit, plan, "Seen early")
    aim = an_objective(house.unit, plan, theme, "Schools know")
    an_action(house, aim)
    live(house, plan)
    client = browse("manager")
    said = {
        "plan": text(client.get(at("show_plan", plan_id=plan.pk))),
        "priority": text(client.get(at("show_priority", priority_id=theme.pk))),
        "objective": text(client.get(at("show_objective", objective_id=aim.pk))),
        "home": text(client.get(at("show_home"))),
        "add": text(client.get(at("add_objective", plan_id=plan.pk))),
        "rate": text(client.get(at("rate_priority", priority_id=theme.pk))),
    }
    assert "1 step" in said["plan"]
    assert "Add an aim" in said["priority"]
    assert "Raise a step here" in said["objective"]
    assert "Themes" in said["home"]
    assert "Under which theme?" in said["add"]
    assert "Rate this theme" in said["rate"]
    for page in ("plan", "priority", "objective", "add", "rate"):
        for plain in ("bjective", "riorities", "this priority", "No action"):
            assert plain not in said[page], (page, plain)


def test_the_plan_is_filtered_and_put_in_order_by_its_address(house, browse):
    plan = a_plan(house.unit)
    priority, other = a_priority(house.unit, plan), a_priority(house.unit, plan, "Exploitation")
    late = an_action(house, priority, description="Late one", due=[days(-5)], ago=30)
    an_action(house, priority, description="Fine one", due=[days(60)], position=1)
    an_action(house, other, description="Vague one", due=["Quarter 2"], ago=200)
    live(house, plan)
    client, address = browse("lay"), at("show_plan", plan_id=plan.pk)
    for query, seen in {
        "rating=off_track": {"Late one"},
        "due=overdue": {"Late one"},
        "due=90": {"Fine one"},
        "due=none": {"Vague one"},
        "silent=yes": {"Vague one"},
        "lead=Lead": {"Late one", "Fine one", "Vague one"},
        "group=Business+group&rating=off_track": {"Late one"},
        "rating=complete": set(),
    }.items():
        said = text(client.get(f"{address}?{query}"))
        assert {one for one in ("Late one", "Fine one", "Vague one") if one in said} == seen, query
    turned = text(client.get(f"{address}?sort=-due"))
    assert turned.index("Fine one") < turned.index("Late one")
    assert "left out" in text(client.get(f"{address}?rating=purple"))
    actions.give_update(house.actor("lead"), NOW, TODAY, late.pk, text="Recovering.", delivery="at_risk")
    assert "Late one" in text(client.get(f"{address}?sort=delivery"))


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_actions_are_downloaded_as_they_are_filtered(house, browse, format):
    plan = a_plan(house.unit)
    priority = a_priority(house.unit, plan)
    an_action(house, priority, description="=Late one", due=[days(-5)], ago=30)
    an_action(house, priority, description="Fine one", due=[days(60)])
    live(house, plan)
    page = browse("lay").get(at("show_plan", plan_id=plan.pk), {"rating": "off_track", "format": format})
    assert page["Content-Disposition"] == f'attachment; filename="business-plan-2026-to-2029-actions-OFFICIAL.{format}"'
    if format == "csv":
        said = page.content.decode("utf-8-sig")
        assert "'=Late one" in said
        assert "Fine one" not in said
        assert "Off track" in said


@pytest.mark.parametrize("format", ["docx", "xlsx", "pdf", "csv", "json"])
def test_the_plan_is_exported_in_every_format_and_layout(house, browse, format):
    plan = a_whole_plan(house, 1)
    client, address = browse("scrutineer"), at("export_plan", plan_id=plan.pk)
    page = client.get(address, {"format": format, "layout": "every-field"})
    assert page.status_code == 200
    assert page["Content-Disposition"].endswith(f'.{format}"')
    assert len(page.content) > 100
    assert client.get(address, {"format": format, "layout": "no-such-layout"}).status_code == 422
    assert client.get(address, {"format": "exe"}).status_code == 422


def test_the_poster_holds_the_plan_and_comes_as_a_pdf_with_or_without_ratings(house, browse):
    plan = a_whole_plan(house, 2)
    client, address = browse("lay"), at("show_plan_on_a_page", plan_id=plan.pk)
    said = text(client.get(address))
    for words in ("Every child is safe and heard.", "Priority named 1", "Seen sooner", "Children who go missing"):
        assert words in said
    assert "Not started" not in said
    assert "Not started" in text(client.get(address, {"ratings": "yes"}))
    for ratings in ("yes", "no"):
        page = client.get(address, {"format": "pdf", "ratings": ratings})
        assert page["Content-Type"] == "application/pdf"
        assert page.content.startswith(b"%PDF")


def test_a_priority_shows_how_it_adds_up_the_chairs_word_and_which_evidence_is_missing(house, browse):
    plan = a_plan(house.unit)
    priority = a_priority(house.unit, plan)
    a_measure(house.unit, plan, priority_id=priority.pk)
    an_action(house, priority)
    shown_by(house, priority)
    live(house, plan)
    address = at("show_priority", priority_id=priority.pk)
    said = text(browse("chair").get(address))
    assert "No chair has rated this" in said
    assert "Nobody has shown anything yet from numbers, children, adults and families or the workforce." in said
    assert "no evidence yet" in said
    services.rate_priority(house.actor("chair"), NOW, TODAY, priority.pk, rating="at_risk", reason="A slow start.")
    said = text(browse("lay").get(address))
    assert "A slow start." in said
    assert "It stands before what was worked out" in said


def test_an_objective_and_a_measure_show_what_hangs_on_them(house, browse):
    plan = a_plan(house.unit)
    objective = an_objective(house.unit, plan, a_priority(house.unit, plan), outcomes=["Fewer repeat referrals"])
    measure = a_measure(house.unit, plan, objective_id=objective.pk)
    shown_by(house, measure, claim="Repeat referrals fell")
    said = text(browse("manager").get(at("show_objective", objective_id=objective.pk)))
    assert "Fewer repeat referrals" in said
    assert "1 piece of evidence" in said
    assert "No action serves this yet." in said
    said = text(browse("manager").get(at("show_measure", measure_id=measure.pk)))
    assert "Repeat referrals fell" in said


def test_a_plan_is_written_here_from_the_first_title_to_the_last_word(house, browse):
    client, chair = browse("manager"), browse("partnership_chair")
    sent = {"title": "Work plan", "kind": "work", "objective_one": "Aim", **day("starts_on", TODAY)}
    client.post(at("draft_plan"), sent, follow=True)
    plan = Plan.objects.get()
    assert (plan.level_words, plan.starts_on) == ({"objective": ["Aim", ""]}, TODAY)
    within = {"plan_id": plan.pk}
    client.post(
        at("add_priority", **within), {"title": "Seen early", "linked_boards": "- One\n\nTwo", "focus_for_adults": "A"}
    )
    priority = Priority.objects.get()
    assert (priority.linked_boards, priority.areas_of_focus_by_audience) == (["One", "Two"], {"adults": ["A"]})
    client.post(
        at("add_objective", **within), {"title": "Schools know", "priority_id": str(priority.pk), "outcomes": "A\nB"}
    )
    assert Objective.objects.get().outcomes == ["A", "B"]
    client.post(
        at("add_measure", **within, query={"priority": str(priority.pk)}), {"text": "Numbers rise", "kind": "success"}
    )
    assert priority.measures.get().text == "Numbers rise"
    client.post(at("add_focus_group", **within), {"name": "Young carers"})
    client.post(at("add_assurance_area", **within), {"title": "Front door", "expectations": "Timely"})
    client.post(at("add_section", **within), {"kind": "values", "text": "Kindness: always"})
    assert PlanSection.objects.get().body == {"values": [{"name": "Kindness", "text": "always"}]}
    chair.post(at("approve_plan", **within), {**day("approved_on", TODAY), "on_behalf_of": "The board"})
    assert Approval.objects.get().on_behalf_of == "The board"
    client.post(at("start_plan", **within))
    chair.post(at("rate_priority", priority_id=priority.pk), {"rating": "at_risk", "reason": "A slow start."})
    assert ChairRating.objects.get().rating == "at_risk"
    said = text(client.get(at("show_plan", **within)))
    for words in (
        "Schools know",
        "Numbers rise",
        "Young carers",
        "Front door",
        "Kindness",
        "A slow start.",
        "The board",
    ):
        assert words in said
    client.post(at("close_plan", **within), {"closing_words": "It went well."})
    assert "It went well." in text(client.get(at("show_plan", **within)))
    assert client.get(at("change_plan", **within)).status_code == 200
    assert (
        client.post(at("change_plan", **within), {"title": "Late", "kind": "work", "version": "9"}).status_code == 422
    )


def test_a_plan_goes_back_to_draft_with_a_reason(house, browse):
    plan = a_plan(house.unit)
    a_priority(house.unit, plan)
    services.approve_plan(house.actor("dsp"), NOW, plan.pk, approved_on=TODAY)
    client, address = browse("manager"), at("reopen_draft", plan_id=plan.pk)
    assert "Say why the plan goes back to draft" in text(client.post(address, {"reason": ""}))
    client.post(address, {"reason": "The police asked for a change."})
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_what_a_service_refuses_stands_in_the_summary_with_the_typed_words_kept(house, browse):
    plan = a_plan(house.unit)
    priority = a_priority(house.unit, plan)
    an_objective(house.unit, plan, priority)
    page = browse("manager").post(
        at("remove_part", kind="priority", part_id=priority.pk), {"reason": "Written twice by mistake"}
    )
    assert page.status_code == 422
    assert "There is a problem" in text(page)
    assert "stands beneath it" in text(page)
    assert "Written twice by mistake" in text(page)
    page = browse("chair").post(at("rate_priority", priority_id=priority.pk), {"rating": "off_track", "reason": ""})
    assert page.status_code == 404
    services.approve_plan(house.actor("dsp"), NOW, plan.pk, approved_on=TODAY)
    page = browse("chair").post(at("rate_priority", priority_id=priority.pk), {"rating": "off_track", "reason": ""})
    assert "say in a sentence why you rate it differently" in text(page)
    assert page.status_code == 422
    backwards = {"title": "Plan", "kind": "work", **day("starts_on", days(10)), **day("ends_on", days(1))}
    page = browse("manager").post(at("draft_plan"), backwards)
    assert "must end on or after the day it starts" in text(page)


def test_a_word_is_taken_back_from_the_page(house, browse):
    plan = a_plan(house.unit)
    objective = an_objective(house.unit, plan, a_priority(house.unit, plan))
    address, client = at("rate_objective", objective_id=objective.pk), browse("dsp")
    assert "Take the earlier word back" not in text(client.get(address))
    client.post(address, {"rating": "off_track", "reason": "Nobody has begun."})
    assert "Take the earlier word back" in text(client.get(address))
    client.post(address, {"rating": "as_worked_out", "reason": "They began."})
    assert "No chair has rated this" in text(client.get(at("show_objective", objective_id=objective.pk)))


@pytest.mark.parametrize("level", ["plan", "priority", "objective", "measure", "section"])
def test_two_people_at_once_both_keep_their_words(house, browse, level):
    plan = a_plan(house.unit)
    priority = a_priority(house.unit, plan)
    parts = {
        "plan": plan,
        "priority": priority,
        "objective": an_objective(house.unit, plan, priority),
        "measure": a_measure(house.unit, plan),
        "section": services.add_section(house.unit, NOW, plan.pk, kind="prose", heading="How", body={}),
    }
    key, kind = {"measure": ("text", "quality"), "section": ("heading", "")}.get(level, ("title", "work"))
    address = at(f"change_{level}", **{f"{level}_id": parts[level].pk})
    sent = {key: "As the officer has it", "kind": kind, "text": "Words", "version": "1"} | {
        key: "As the officer has it"
    }
    assert browse("officer").post(address, sent).status_code == 302
    client = browse("manager")
    page = client.post(address, sent | {key: "As the manager has it"})
    said = text(page)
    assert page.status_code == 422
    assert "Officer saved while you were writing" in said
    assert "As the officer has it" in said
    assert "As the manager has it" in said
    assert 'name="version" value="2"' in page.content.decode()
    assert client.post(address, sent | {key: "Both", "version": "2"}).status_code == 302
    parts[level].refresh_from_db()
    assert getattr(parts[level], key) == "Both"


def test_an_action_is_placed_where_the_address_says(house, browse):
    plan = a_plan(house.unit)
    priority = a_priority(house.unit, plan)
    objective = an_objective(house.unit, plan, priority)
    action = an_action(house, priority)
    client = browse("manager")
    target = f"plans.objective:{objective.pk}"
    page = client.get(at("place_action", query={"target": target, "action": str(action.pk)}))
    assert f'value="{target}" selected' in page.content.decode()
    page = client.post(at("place_action"), {"action": str(action.pk), "target": target}, follow=True)
    assert "The action serves this now." in text(page)
    assert "1 action" in text(page)


def test_sections_in_a_shape_of_their_own_are_shown_and_not_written(house, browse):
    plan = a_plan(house.unit)
    body = {"business_as_usual": {"children": [{"title": "Front door", "items": ["Answer in a day"]}]}}
    section = services.add_section(house.unit, NOW, plan.pk, kind="business_as_usual", body=body)
    client = browse("manager")
    assert "Answer in a day" in text(client.get(at("show_plan", plan_id=plan.pk)))
    assert client.get(at("change_section", section_id=section.pk)).status_code == 404
    assert client.get(at("remove_part", kind="nonsense", part_id=section.pk)).status_code == 404


def test_history_names_the_part_each_line_is_about(house, browse):
    plan = a_plan(house.unit)
    a_priority(house.unit, plan, "Seen early")
    said = text(browse("scrutineer").get(at("show_plan_history", plan_id=plan.pk)))
    assert "The business unit added this priority: Seen early" in said


def test_the_number_of_queries_does_not_grow_with_the_plan(house, browse, django_assert_max_num_queries):
    client = browse("manager")
    counts = []
    for size in (1, 3):
        plan = a_whole_plan(house, size, f"Plan of {size}")
        own = []
        for address in [at("show_home"), at("list_plans"), *pages_of(plan)["read"]]:
            with django_assert_max_num_queries(75) as seen:
                assert client.get(address).status_code == 200
            own.append(len(seen))
        counts.append(own)
    assert counts[0] == counts[1]
