"""My work, and what somebody else owes: pages whose rows are answered where they stand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from goldenthread.actions import forms, permissions, presenters, queries, services
from goldenthread.actions.views.acting import actor_of
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import Refused, Superseded
from goldenthread.kernel.rag import WORDS
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships.exchange import list_file
from goldenthread.partnerships.permissions import KEEP_OWN_ABSENCES
from goldenthread.people.adapter import lacks_second_step
from goldenthread.web.access import needs, signed_in
from goldenthread.web.filters import date as full_date
from goldenthread.web.filters import sentence as in_a_sentence
from goldenthread.web.lists import Column, Listing

GROUPS = ("now", "this_month", "later")
WORK = Listing(
    columns=(
        Column("part", "When", value=lambda row: presenters.PART_WORDS[row.part]),
        Column("reference", "Number"),
        Column("title", "Action"),
        Column("why", "Why", value=lambda row: in_a_sentence(row.why)),
        Column("due_on", "Due"),
        Column("rating", "Delivery", value=lambda row: WORDS[row.rating].tag),
        Column("lead_name", "Lead"),
        Column("partnership_name", "Partnership"),
        Column("last", "Last said", value=lambda row: row.last.text if row.last else ""),
    )
)
# Beyond these a row leads to the page of its own on which it is updated, so that a long list still opens quickly.
FORMS = 25


@dataclass(frozen=True)
class Desk:
    """One page of work: who answers on it in each partnership, how its rows are found, and for whom it records."""

    actors: Sequence[Actor]
    find: Callable[[], queries.Work]
    template: str
    owner: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)

    def actor_within(self, partnership_id: UUID) -> Actor:
        """Who answers in one partnership. Raises `Http404` where they may not act there."""
        for actor in self.actors:
            if actor.partnership_id == partnership_id:
                return actor
        raise Http404("There is no such action.")

    def records_for(self, row: queries.WorkRow) -> str:
        """The name that is kept beside the writer's; empty where they write for themselves."""
        return "" if row.leads else self.owner or row.held_by or row.lead_name


@signed_in
def my_work_everywhere(request: HttpRequest) -> HttpResponse:
    """Everything the reader owns or is asked for, in every partnership."""
    today = timezone.localdate()
    actors = partnerships.actors_of(request.user.pk, today)  # type: ignore[arg-type]
    if any(lacks_second_step(request, one) for one in actors):
        return redirect(f"{reverse('set_up_second_step')}?{urlencode({'next': request.path})}")
    # The header says the same of the same person; it need not look twice.
    request.actors = actors  # type: ignore[attr-defined]
    if len(actors) == 1:
        # Somebody of one partnership never leaves it.
        request.actor = actors[0]  # type: ignore[attr-defined]
    return _answer_at(request, _my_desk(request, actors, lambda work: work, {"here": None}))


@needs(permissions.SEE)
def my_work(request: HttpRequest) -> HttpResponse:
    """The part of the reader's work that belongs to one partnership."""
    here = actor_of(request)
    actors: list[Actor] = request.actors  # type: ignore[attr-defined]
    return _answer_at(request, _my_desk(request, actors, lambda work: work.within(here.partnership_id), {"here": here}))


def _my_desk(
    request: HttpRequest,
    actors: list[Actor],
    narrow: Callable[[queries.Work], queries.Work],
    context: dict[str, Any],
) -> Desk:
    def find() -> queries.Work:
        everywhere = queries.work_everywhere(actors, timezone.localdate())
        request.my_work_count = everywhere.count  # type: ignore[attr-defined]
        return narrow(everywhere)

    shown = [context["here"]] if context["here"] else actors
    away = [one for one in shown if one.presence.away_until]
    # Of several partnerships the page of one leads to where it is said.
    may = next((one for one in shown if len(shown) == 1 and one.may(KEEP_OWN_ABSENCES)), None)
    standing_in = partnerships.deputising(shown, timezone.localdate())
    told = {"actors": actors, "away": away, "may_be_away": may, "standing_in": standing_in}
    return Desk(actors, find, "my_work", context={**context, **told})


@needs(permissions.SEE)
def work_of(request: HttpRequest, kind: str, party: UUID) -> HttpResponse:
    """What a person, agency, group or seat owes in this partnership; the unit records on their behalf."""
    actor, today, owner = actor_of(request), timezone.localdate(), queries.Party(kind, party)
    name = queries.names_of(actor, [owner], today).get(owner)
    if name is None:
        raise Http404("There is nobody of that name here.")
    theirs = partnerships.actors_of(party, today) if kind == "person" else []
    acting = next((one for one in theirs if one.partnership_id == actor.partnership_id), None)
    is_own = kind == "person" and party == actor.user_id
    records = permissions.is_of_the_unit(actor) and not is_own
    context = {
        "name": name,
        "kind": kind,
        "party": party,
        "records": records,
        "has_left": kind == "person" and not acting,
    }
    return _answer_at(
        request,
        Desk(
            [actor], lambda: queries.work_of(actor, owner, acting, today), "work_of",
            owner=name if kind == "person" and not is_own else "", context=context,
        ),
    )  # fmt: skip


def _answer_at(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show a page of work or hand it over as a file, or do what a row of it asks and come back to that row."""
    if request.method != "POST":
        if WORK.read(request.GET).format and desk.actors:
            return _file(request, desk)
        several = request.GET.get("several", "")
        return _several(request, desk, several) if several in GROUPS else _show(request, desk)
    if request.POST.get("do") == "several":
        return _several(request, desk, request.POST.get("group", ""))
    return _answer(request, desk)


def _file(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Everything on the page as a file, marked as one partnership asks; that of several is marked as sensitive."""
    rows = desk.find().rows
    several = len({row.partnership_id for row in rows}) > 1
    restricted = several or any(row.information_class == "R" for row in rows)
    actor = next((one for one in desk.actors if rows and one.partnership_id == rows[0].partnership_id), desk.actors[0])
    name = f"Work of {desk.context.get('name') or actor.name}"
    state = WORK.read(request.GET)
    return list_file(
        actor, timezone.localdate(), state, rows, name, wide=("Action", "Last said"), restricted=restricted,
        whose="" if several else actor.partnership_name,
    )  # fmt: skip


def _show(
    request: HttpRequest, desk: Desk, form: forms.AnswerRow | None = None, about: UUID | None = None, **problem: Any
) -> HttpResponse:
    work = desk.find()
    answered = request.GET.get("answered", "")
    context = {
        "work": work,
        "downloads_of": WORK.read(request.GET),
        "groups": presenters.groups_of_work(work),
        "forms": {row.id: form if form and row.id == about else _form(desk, row) for row in _with_forms(work, about)},
        "form": form,
        "about": about,
        "problem": None,
        "superseded": None,
        "just_answered": answered,
        "many": len(work.partnerships) > 1,
        "records_for": desk.records_for,
    }
    return TemplateResponse(
        request,
        f"actions/{desk.template}.html",
        {**context, **desk.context, **problem},
        status=422 if problem or form else 200,
    )


def _with_forms(work: queries.Work, about: UUID | None) -> list[queries.WorkRow]:
    """The rows that carry a form: the first so many, most urgent first, and the one somebody is writing in."""
    rows = [row for row in work.rows if row.part in GROUPS and row.may_update]
    return rows[:FORMS] + [row for row in rows[FORMS:] if row.id == about]


def _form(desk: Desk, row: queries.WorkRow, data: Any = None) -> forms.AnswerRow:
    return forms.AnswerRow(
        data=data,
        auto_id=f"a{row.id.hex}_%s",
        choices=row.choices,
        records_for=desk.records_for(row),
        last=_last_said(row),
        initial={"delivery": row.owner_says if row.owner_says in row.choices else "", "seen": row.seen},
    )


def _answer(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Record what one row says, and show why where that cannot be, with everything typed kept."""
    action_id, actor = _id(request, "action"), desk.actor_within(_id(request, "in"))
    row = next((one for one in desk.find().rows if one.id == action_id and one.part in GROUPS), None)
    form = _form(desk, row, request.POST) if row and row.may_update else None
    try:
        if form and request.POST.get("do") == "update" and not form.is_valid():
            return _show(request, desk, form, action_id)
        _record(request, desk, actor, action_id, row)
    except Superseded as superseded:
        if form:
            now = next(one for one in desk.find().rows if one.id == action_id)
            form = _form(desk, now, request.POST)
            form.put(seen=now.seen)
        return _show(request, desk, form, action_id, superseded=superseded)
    except Refused as refused:
        # The row may be gone from the page: closed meanwhile, say, or given to another lead.
        if form and refused.field in form.fields:
            form.refuse(refused)
            return _show(request, desk, form, action_id)
        problem = {"reason": refused.reason, "name": row.name if row else "", "text": request.POST.get("text", "")}
        return _show(request, desk, problem=problem)
    return redirect(f"{request.path}?{urlencode({'answered': action_id})}#work-{action_id}")


def _record(request: HttpRequest, desk: Desk, actor: Actor, action_id: UUID, row: queries.WorkRow | None) -> None:
    sent, now, today = request.POST, timezone.now(), timezone.localdate()
    seen = sent.get("seen")
    if sent.get("do") == "undo":
        services.take_back_no_change(actor, now, today, action_id, _id(request, "update"))
    elif sent.get("do") == "no_change":
        behalf = desk.records_for(row) if row else ""
        services.say_no_change(actor, now, today, action_id, on_behalf_of=behalf, seen=seen)
    else:
        services.give_update(
            actor, now, today, action_id, text=sent.get("text", ""), delivery=sent.get("delivery", ""),
            on_behalf_of=sent.get("on_behalf_of", ""), seen=seen,
        )  # fmt: skip


def _several(request: HttpRequest, desk: Desk, group: str) -> HttpResponse:
    """Ask once more to which rows “No change” is said, all ticked to begin with; then say it."""
    if group not in GROUPS:
        raise Http404("There is no such group.")
    work = desk.find()
    could = [row for row in getattr(work, group) if row.may_update and row.part in GROUPS and not row.answered]
    rows = {str(row.id): row for row in could}
    choices = [(key, row.name, _why(row)) for key, row in rows.items()]
    form = forms.Several.of(request, rows=choices, initial={"ticked": list(rows)})
    if request.method == "POST":
        gone = _leave_out_what_is_gone(form, rows)
        if gone:
            messages.warning(request, f"Nothing was said of {_actions(gone)}: they were answered or changed meanwhile.")
    if request.method == "POST" and form.is_valid():
        _say_of_several(request, desk, [rows[key] for key in form.cleaned_data["ticked"]])
        return redirect(request.path)
    context = {"form": form, "group": group, "rows": rows, "page": request.path, **desk.context}
    return TemplateResponse(
        request, "actions/no_change_to_several.html", {"name": "", "records": False, **context},
        status=422 if form.errors else 200,
    )  # fmt: skip


def _why(row: queries.WorkRow) -> str:
    """Why it is asked and what was said last, so that nobody says “No change” unread."""
    return f"{in_a_sentence(row.why)}. {_last_said(row)}"


def _last_said(row: queries.WorkRow) -> str:
    return f"Last time, {full_date(row.last.at)}: {row.last.text}" if row.last else "Nothing has been said yet."


def _leave_out_what_is_gone(form: forms.Several, rows: Mapping[str, Any]) -> int:
    """Drop from what was ticked what waits no longer, as when somebody else answered; how many that were."""
    data: Any = form.data.copy()
    ticked = data.getlist("ticked")
    data.setlist("ticked", [key for key in ticked if key in rows])
    form.data = data
    return len(ticked) - len(data.getlist("ticked"))


def _actions(number: int) -> str:
    return "1 action" if number == 1 else f"{number} actions"


def _say_of_several(request: HttpRequest, desk: Desk, rows: list[queries.WorkRow]) -> None:
    said, refused = 0, []
    by_behalf: dict[tuple[UUID, str], list[queries.WorkRow]] = {}
    for row in rows:
        by_behalf.setdefault((row.partnership_id, desk.records_for(row)), []).append(row)
    for (partnership, behalf), every in by_behalf.items():
        done = services.say_no_change_to_several(
            desk.actor_within(partnership), timezone.now(), timezone.localdate(), [row.id for row in every],
            on_behalf_of=behalf,
        )  # fmt: skip
        said += len(done.said)
        refused += [f"{row.name}: {done.refused[row.id]}" for row in every if row.id in done.refused]
    if said:
        messages.success(request, f"“No change” was recorded for {_actions(said)}.")
    for reason in refused:
        messages.warning(request, reason)


def _id(request: HttpRequest, name: str) -> UUID:
    """An id that was sent. Raises `Http404` for anything else."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError as error:
        raise Http404("There is no such action.") from error
