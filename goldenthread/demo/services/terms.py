"""Terms of reference as groups wrote them, and what a group of limited time left behind."""

from datetime import date, datetime, timedelta
from typing import Any

from goldenthread.demo.services.calendar import Step
from goldenthread.demo.services.world import DATA, World, read
from goldenthread.documents import services as documents
from goldenthread.partnerships import queries, services
from goldenthread.partnerships.exchange.terms import membership_of
from goldenthread.threads import services as threads
from goldenthread.threads.rules import LinkKind, Ref

TEXTS = ("purpose", "responsibilities", "quorum", "frequency", "decision_rights")


def plan_terms(world: World) -> None:
    """Put each version on the agenda of the days on which it was drafted, put to the executive and signed off."""
    if not (DATA / world.slug / "terms.toml").exists():
        return
    told = world.calendar.told(read(world.slug, "terms"))
    for one in told["terms"]:
        world.agenda.add(world.calendar.day(one["drafted"]), _drafts(world, one))
        if "put" in one:
            world.agenda.add(world.calendar.day(one["put"]), _puts(world, one))
        if "signed" in one:
            world.agenda.add(world.calendar.day(one["signed"]), _signs(world, one))
    for one in told["closing"]:
        world.agenda.add(world.calendar.day(one["written"]), _closes(world, one))


def _drafts(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        actor, group_id = world.unit(today), world.ids[f"group:{told['group']}"]
        group = queries.show_group(actor, group_id, today)
        texts = {name: told.get(name, "").strip() for name in TEXTS}
        review_on = today + timedelta(days=told["review_in"])
        services.draft_terms(actor, now, group_id, membership=membership_of(group), review_on=review_on, **texts)

    return step


def _puts(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        services.put_terms(world.unit(today), now, today, world.ids[f"group:{told['group']}"])

    return step


def _signs(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        signed = told["signed"]
        services.sign_off_terms(
            world.actor(signed["by"], today), now, today, world.ids[f"group:{told['group']}"], signed_off_on=today,
            signed_off_by=signed["for"],
        )  # fmt: skip

    return step


def _closes(world: World, told: dict[str, Any]) -> Step:
    def step(now: datetime, today: date) -> None:
        actor = world.actor(told["written"]["by"], today)
        report = services.write_closing_report(
            actor, now, today, world.ids[f"group:{told['group']}"],
            asked=told["asked"], done=told["done"], outcome=told["outcome"], handed_on=told.get("handed_on", ""),
            handed_to_id=world.ids.get(f"group:{told.get('to', '')}"),
        )  # fmt: skip
        for piece in told.get("evidence", []):
            shown = documents.add_evidence(
                actor, now, claim=piece["shows"], kind="statement", statement=piece["statement"], quadrant=piece["of"],
                strength=piece["strength"], dated_on=today,
            )  # fmt: skip
            threads.tie(
                actor, now, LinkKind.EVIDENCES, Ref("documents.evidenceitem", shown.pk),
                Ref("partnerships.closingreport", report.pk),
            )  # fmt: skip
        world.structure_changed()

    return step
