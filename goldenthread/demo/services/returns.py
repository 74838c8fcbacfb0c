"""What the demonstration's partnerships ask of groups and agencies, what came back, and what the executive answered."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from goldenthread.actions import services as actions
from goldenthread.demo.services.calendar import Step
from goldenthread.demo.services.files import make_file
from goldenthread.demo.services.world import DATA, World, read
from goldenthread.kernel.rhythm import Beat, Rhythm
from goldenthread.notify import services as calendars
from goldenthread.partnerships import queries as partnerships
from goldenthread.returns import queries, services
from goldenthread.returns.services import Direct, Given, Respondent

Told = dict[str, Any]
JUDGED = ("done", "off-track", "silent", "answered", "figures", "impact", "learning", "emerging", "confidence")
EVERY_EIGHT_WEEKS = {"beat": "weeks", "every": 8}


def plan_returns(world: World) -> None:
    """Put question sets, duties to report, three cycles of reports and the rounds of agencies on the agenda."""
    if not (DATA / world.slug / "returns.toml").exists():
        return
    calendar, told = world.calendar, world.calendar.told(read(world.slug, "returns"))
    for scheme in told.get("scheme", []):
        world.agenda.add(calendar.day(scheme["kept"]), _keeps_scheme(world, scheme))
    for asked in told["set"]:
        world.agenda.add(calendar.day(asked["made"]), _writes_set(world, asked))
    _plan_reporting(world, told, told.get("cycles", {"issued": [], "due_ago": []}))
    for answer in told.get("answer", []):
        _plan_answer(world, answer)
    for made in told.get("round", []):
        _plan_round(world, made)
    for person, group in told.get("feeds", {}).items():
        world.agenda.add(calendar.day({"ago": 25}), _feeds(world, person, group))
    world.agenda.add(calendar.today, issues(world))
    world.agenda.add(calendar.today, _chases(world))


def _plan_reporting(world: World, told: Told, cycles: Told) -> None:
    for owed in told.get("obligation", []):
        world.agenda.add(world.calendar.day(owed.get("added", {"ago": 150})), _obliges(world, owed, cycles))
    for day in cycles["issued"]:
        world.agenda.add(world.calendar.day(day), issues(world))
    for report in told.get("report", []):
        _plan_report(world, report)


def _plan_answer(world: World, told: Told) -> None:
    world.agenda.add(world.calendar.day(told["on"]), _answers(world, told))
    if "finished" in told:
        done = world.calendar.day(told["finished"])
        world.agenda.add(done, _finishes(world, told))
        world.agenda.add(done + timedelta(days=4), _accepts_action(world, told))


def _keeps_scheme(world: World, told: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        kept = services.keep_scheme(world.unit(today), now, name=told["name"], levels=told["levels"])
        world.ids[f"scheme:{told['name']}"] = kept.pk

    return step


def _writes_set(world: World, told: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        unit = world.unit(today)
        made = services.draft_question_set(
            unit, now, title=told["title"], kind=told["kind"], purpose=told["purpose"], basis=told["basis"]
        )
        for part in told["sections"]:
            section = services.add_section(unit, now, made.pk, title=part["title"], guidance=part.get("guidance", ""))
            for question in part["questions"]:
                services.add_question(unit, now, section.pk, **_question(world, question))
        if not told.get("draft"):
            services.publish_question_set(unit, now, today, made.pk)
        world.ids[f"set:{told['key']}"], world.ids[f"series:{told['key']}"] = made.pk, made.series

    return step


def _question(world: World, told: Told) -> Told:
    plain = {key: told[key] for key in ("key", "text", "asks", "hint", "unit", "options", "smallest") if key in told}
    columns = [
        {"key": f"c{place}", "label": label, "asks": "text"} for place, label in enumerate(told.get("columns", []))
    ]
    scheme = world.ids[f"scheme:{told['scheme']}"] if "scheme" in told else None
    fills = told.get("fills", "")
    return {
        **plain, "columns": columns, "scheme_id": scheme, "fills_from": fills,
        "is_required": not told.get("optional", False),
    }  # fmt: skip


def _obliges(world: World, told: Told, cycles: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        kind = told["by"].partition(":")[0]
        rhythm = told.get("rhythm", EVERY_EIGHT_WEEKS)
        starts = world.calendar.day(told.get("starts", {"ago": cycles["due_ago"][0] if cycles["due_ago"] else 0}))
        asked = told.get("set", "highlight")
        owed = services.add_obligation(
            world.unit(today), now, today, title=told["title"], by=(kind, world.ids[told["by"]]),
            to_group_ids=[world.ids[f"group:{one}"] for one in told.get("to", ["executive"])], starts_on=starts,
            rhythm=Rhythm(Beat(rhythm["beat"]), rhythm.get("every", 1), tuple(rhythm.get("months", ()))),
            question_series=world.ids[f"series:{asked}"] if asked else None,
            basis=told.get("basis", "Terms of reference: an exception and highlight report to each executive."),
        )  # fmt: skip
        world.ids[f"obligation:{told['key']}"] = owed.pk

    return step


def issues(world: World) -> Step:
    """The step in which the service sends out what is due, as its timer does each day."""

    def step(now: datetime, today: date) -> None:
        services.issue_what_is_due(partnerships.unit_actor(world.slug, "timer"), now, today)

    return step


def _chases(world: World) -> Step:
    def step(now: datetime, today: date) -> None:
        services.climb_ladders(partnerships.unit_actor(world.slug, "timer"), now, today)

    return step


def _plan_report(world: World, told: Told) -> None:
    if told.get("none"):
        return
    step = _reports(world, told, sends="sent" in told)
    world.agenda.add(world.calendar.day(told["sent"] if "sent" in told else told["draft"]), step)
    if "sent" in told and told["cycle"] < 2:
        world.agenda.add(world.calendar.day({"ago": told["sent"]["ago"] - 9}), _accepts(world, told))


def _of(world: World, told: Told, today: date) -> UUID:
    """The return of a group in one cycle: the newest that is out by then."""
    unit, group = world.unit(today), world.ids[f"group:{told['of']}"]
    rows = queries.list_returns(unit, today, kind="highlight_report").filter(group_id=group).order_by("due_on")
    return list(rows.values_list("pk", flat=True))[told["cycle"]]


def _reports(world: World, told: Told, *, sends: bool) -> Step:
    def step(now: datetime, today: date) -> None:
        chair = world.actor(world.chair_of(told["of"], today), today)
        owed = _of(world, told, today)
        given = {key: Given(told[key].strip()) for key in JUDGED if key in told}
        rows = [_exception(one, today) for one in told.get("exceptions", [])]
        services.save_answers(chair, now, today, owed, {**given, "exceptions": Given(rows)})
        if sends:
            services.submit_return(chair, now, today, owed)

    return step


def _exception(told: Told, today: date) -> Told:
    wanted_by = (today + timedelta(days=told["in"])).isoformat()
    return {
        "exception": told["exception"],
        "wanted": told["wanted"],
        "options": told["options"],
        "wanted_by": wanted_by,
    }


def _accepts(world: World, told: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        services.accept_return(world.unit(today), now, today, _of(world, told, today))

    return step


def _answers(world: World, told: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        chair = world.actor(world.chair_of("executive", today), today)
        (asked,) = queries.list_requests(chair, words=told["exception"])
        direct = None
        if "direct" in told:
            direct = Direct(told["direct"]["text"], today + timedelta(days=told["direct"]["in"]))
        _, action = services.answer_request(chair, now, today, asked.pk, answer=told["words"], direct=direct)
        if action:
            world.ids[f"action:{told['exception']}"] = action.pk
            world.ids[f"directed:{told['exception']}"] = asked.from_group_id

    return step


def _finishes(world: World, told: Told) -> Step:
    """The group says what was done, with evidence, and asks for it to be accepted."""

    def step(now: datetime, today: date) -> None:
        directed = world.ids[f"directed:{told['exception']}"]
        key = next(one for one, made in world.ids.items() if made == directed and one.startswith("group:"))[6:]
        chair, action = world.actor(world.chair_of(key, today), today), world.ids[f"action:{told['exception']}"]
        done = told["finished"]
        actions.give_update(chair, now, today, action, text=done["said"])
        actions.add_evidence(
            chair, now, today, action, claim=done["evidence"], kind="statement", statement=done["said"],
            quadrant="quantitative", strength="moderate", dated_on=today,
        )  # fmt: skip
        actions.ask_completion(chair, now, today, action, done_on=today)

    return step


def _accepts_action(world: World, told: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        chair = world.actor(world.chair_of("executive", today), today)
        actions.accept_completion(chair, now, today, world.ids[f"action:{told['exception']}"])

    return step


def _plan_round(world: World, told: Told) -> None:
    calendar, agenda = world.calendar, world.agenda
    agenda.add(calendar.day(told["issued"]), _asks(world, told))
    for one in told["sent"]:
        agenda.add(calendar.day({"ago": one["on"]}), _sends(world, told, one))
        if "accepted" in one:
            agenda.add(calendar.day({"ago": one["accepted"]}), _accepts_of(world, told, one["by"]))
    for one in told["drafted"]:
        agenda.add(calendar.day({"ago": one["on"]}), _drafts(world, told, one))
    for one in told["excused"]:
        agenda.add(calendar.day({"ago": one["on"]}), _excuses(world, told, one))
    for one in told["extended"]:
        agenda.add(calendar.day({"ago": one["on"]}), _extends(world, told, one))


def _asks(world: World, told: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        asked = [Respondent("agency", world.ids[f"agency:{one}"]) for one in told["agencies"]]
        made = services.commission_round(
            world.unit(today), now, today, question_set_id=world.ids[f"set:{told['set']}"], title=told["title"],
            due_on=world.calendar.day({"ago": told["due"]}), respondents=asked, purpose=told["purpose"],
            to_group_ids=[world.ids[f"group:{one}"] for one in told["to"]], needs_sign_off=told["sign_off"],
        )  # fmt: skip
        world.ids[f"round:{told['key']}"] = made.pk

    return step


def _return_of(world: World, told: Told, agency: str, today: date) -> UUID:
    rows = queries.list_returns(world.unit(today), today, round_id=world.ids[f"round:{told['key']}"])
    found: UUID = rows.get(agency_id=world.ids[f"agency:{agency}"]).pk
    return found


def _sends(world: World, told: Told, one: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        lead = world.actor(world.speakers[one["by"]], today)
        owed = _return_of(world, told, one["by"], today)
        level = one["standard"].lower().replace(" ", "-")
        given = {
            "headcount": one["headcount"], "in-date": one["in_date"], "example": one["example"], "standard": level,
            "induction": "yes", "counted-on": today.isoformat(),
        }  # fmt: skip
        answers = {key: Given(value) for key, value in given.items()}
        if "file" in one:
            answers["register"] = Given(upload=make_file(world.calendar, one["file"], "OFFICIAL"))
        services.save_answers(lead, now, today, owed, answers)
        services.sign_off(lead, now, today, owed)
        services.submit_return(lead, now, today, owed)

    return step


def _drafts(world: World, told: Told, one: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        lead = world.actor(world.speakers[one["by"]], today)
        owed = _return_of(world, told, one["by"], today)
        services.save_answers(lead, now, today, owed, {"headcount": Given(one["headcount"])})

    return step


def _accepts_of(world: World, told: Told, agency: str) -> Step:
    def step(now: datetime, today: date) -> None:
        services.accept_return(world.unit(today), now, today, _return_of(world, told, agency, today))

    return step


def _excuses(world: World, told: Told, one: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        owed = _return_of(world, told, one["who"], today)
        services.excuse_return(world.unit(today), now, owed, reason=one["why"])

    return step


def _extends(world: World, told: Told, one: Told) -> Step:
    def step(now: datetime, today: date) -> None:
        owed, until = _return_of(world, told, one["who"], today), world.calendar.day({"ago": one["until"]})
        services.extend_return(world.unit(today), now, today, owed, due_on=until, reason=one["why"])

    return step


def _feeds(world: World, person: str, group: str) -> Step:
    def step(now: datetime, today: date) -> None:
        group_id = world.ids[f"group:{group}"] if group else None
        calendars.make_feed(world.actor(person, today), now, today, group_id=group_id)

    return step
