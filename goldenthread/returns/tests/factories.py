"""A small partnership with an executive, a group beneath it, agencies and their people, and questions to ask them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Agency, Group
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests import factories
from goldenthread.partnerships.tests.factories import NOW, TODAY
from goldenthread.people.models import User
from goldenthread.returns import services
from goldenthread.returns.models import Obligation, QuestionSet, Return, Round
from goldenthread.returns.services import Given, Respondent


@dataclass
class House:
    """Who is who."""

    unit: Actor
    manager: Actor
    executive: Group
    quality: Group
    executive_chair: Actor
    quality_chair: Actor
    observer: Actor
    health: Agency
    police: Agency
    health_lead: Actor
    police_lead: Actor
    worker: Actor
    people: dict[str, User]


def a_house(slug: str = "", password: str | None = None) -> House:
    """A partnership in which everybody has one part."""
    unit = factories.found(slug)
    executive = factories.a_group(unit, "Executive", kind="executive")
    quality = factories.a_group(unit, "Quality group", parent_id=executive.pk)
    health, police = factories.an_agency(unit, "Vale NHS Trust"), factories.an_agency(unit, "Vale Police")
    people = {
        "manager": factories.person_with(unit, Role.BUSINESS_MANAGER, name="Morgan Hale", password=password),
        "executive_chair": factories.person_with(
            unit, seat=factories.a_seat(unit, executive, "Chair of the executive", kind="chair").pk, name="Ede Parrish",
            password=password,
        ),
        "quality_chair": factories.person_with(
            unit, seat=factories.a_seat(unit, quality, "Chair of quality", kind="chair").pk, name="Quentin Ash",
            password=password,
        ),
        "worker": factories.person_with(
            unit, seat=factories.a_seat(unit, quality, "Named nurse", kind="member", agency_id=health.pk).pk,
            name="Wren Oakley", password=password,
        ),
        "observer": factories.person_with(
            unit, seat=factories.a_seat(unit, executive, "Observer", kind="in_attendance").pk, name="Olive Stone",
            password=password,
        ),
        "health_lead": factories.person_with(
            unit, Role.AGENCY_LEAD, agency_id=health.pk, name="Hana Lowe", password=password
        ),
        "police_lead": factories.person_with(
            unit, Role.AGENCY_LEAD, agency_id=police.pk, name="Piet Marsh", password=password
        ),
    }  # fmt: skip
    actors = {name: factories.acting(unit, person) for name, person in people.items()}
    return House(unit, actors["manager"], executive, quality, actors["executive_chair"], actors["quality_chair"],
                 actors["observer"], health, police, actors["health_lead"], actors["police_lead"], actors["worker"],
                 people)  # fmt: skip


def a_set(house: House, *questions: dict[str, Any], kind: str = "assurance_report", title: str = "") -> QuestionSet:
    """A question set in use, of one section; without questions it asks two: how it goes, and when it was looked at."""
    asked = services.draft_question_set(house.unit, NOW, title=title or "How supervision goes", kind=kind)
    section = services.add_section(house.unit, NOW, asked.pk, title="Supervision")
    given = questions or (
        {"key": "goes", "text": "How does supervision go?", "asks": "long_text"},
        {"key": "looked", "text": "When was it last looked at?", "asks": "date", "is_required": False},
    )
    for question in given:
        services.add_question(house.unit, NOW, section.pk, **question)
    return services.publish_question_set(house.unit, NOW, TODAY, asked.pk)


def a_round(house: House, asked: QuestionSet | None = None, **fields: Any) -> Round:
    """A round asked of both agencies for the executive, due in three weeks."""
    told: dict[str, Any] = {
        "title": "Supervision, autumn", "due_on": TODAY + timedelta(days=21), "to_group_ids": [house.executive.pk],
        "respondents": [Respondent("agency", house.health.pk), Respondent("agency", house.police.pk)], **fields,
    }  # fmt: skip
    asked = asked or a_set(house)
    return services.commission_round(house.unit, NOW, TODAY, question_set_id=asked.pk, **told)


def of(made: Round, thing: Any) -> Return:
    """The return of an agency, a group or a person in a round."""
    field = {Agency: "agency", Group: "group"}.get(type(thing), "person")
    return made.returns.get(**{field: thing})


def answered(house: House, owed: Return, who: Actor, now: datetime = NOW, today: date = TODAY, **values: Any) -> Return:
    """The return with answers by key."""
    given = {key: Given(value) for key, value in (values or {"goes": "Every month, and noted."}).items()}
    return services.save_answers(who, now, today, owed.pk, given)


EXCEPTIONS = (
    {"key": "summary", "text": "What matters most?", "asks": "long_text"},
    {"key": "off", "text": "What is off track, and why?", "asks": "long_text", "is_required": False,
     "fills_from": "actions_off_track"},
    {"key": "exceptions", "text": "Which exceptions need a decision?", "asks": "exceptions", "is_required": False},
)  # fmt: skip


def a_report(house: House, *rows: dict[str, Any]) -> Return:
    """The quality group's report to the executive, sent by its chair with these exceptions."""
    asked = a_set(house, *EXCEPTIONS, kind="highlight_report", title="Highlight report")
    made = a_round(
        house, asked, title="Report of the quality group", respondents=[Respondent("group", house.quality.pk)]
    )
    owed = of(made, house.quality)
    answered(house, owed, house.quality_chair, summary="Audits are behind.", exceptions=list(rows))
    return services.submit_return(house.quality_chair, NOW, TODAY, owed.pk)


EXCEPTION = {"exception": "Two agencies have not sent their audits.", "wanted": "A direction",
             "options": "Write to both, or audit with those that came.", "wanted_by": "2026-12-18"}  # fmt: skip


def an_obligation(house: House, asked: QuestionSet | None = None, **fields: Any) -> Obligation:
    """The quality group reports to the executive; the test says how often."""
    told: dict[str, Any] = {
        "title": "Report of the quality group", "by": ("group", house.quality.pk),
        "to_group_ids": [house.executive.pk], "question_series": asked.series if asked else None, **fields,
    }  # fmt: skip
    return services.add_obligation(house.unit, NOW, TODAY, **told)
