"""Write question sets: see them as they will be answered, change drafts, put a version into use."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldenthread.partnerships.exchange import list_file
from goldenthread.returns import forms, presenters, queries, rules, services
from goldenthread.returns.permissions import KEEP_QUESTIONS
from goldenthread.returns.views.steps import step
from goldenthread.web.access import needs
from goldenthread.web.environment import address
from goldenthread.web.forms import Form
from goldenthread.web.lists import Listing, list_page
from goldenthread.web.steps import Asked, attempt, done, found, page

SETS = Listing(presenters.SETS, forms.SetFilters, order="title")


def _trail(request: Asked, asked: Any = None) -> list[tuple[str, str]]:
    slug = request.actor.partnership_slug
    trail = [("Question sets", address("returns:list_question_sets", slug))]
    if asked is not None:
        trail.append((str(asked), address("returns:show_question_set", slug, set_id=asked.pk)))
    return trail


@needs(KEEP_QUESTIONS)
@list_page("Question sets")
def list_question_sets(request: Asked) -> HttpResponse:
    """What can be asked."""
    state = SETS.read(request.GET, kinds=queries.KINDS, states=queries.SET_STATES)
    rows = queries.list_question_sets(request.actor, **state.filters).order_by(*state.order_by)
    if state.format:
        return list_file(
            request.actor, timezone.localdate(), state, rows, "Question sets", columns=presenters.SETS,
            file="question-sets", restricted=False, wide=("Question set",),
        )  # fmt: skip
    return page(request, "list_question_sets", state=state, page=state.page(rows))


@needs(KEEP_QUESTIONS)
def show_question_set(request: Asked, set_id: UUID) -> HttpResponse:
    """One question set with its questions, its versions, and what can be done with it."""
    asked = found(queries.show_question_set(request.actor, set_id), "question set")
    editions = queries.editions_of(request.actor, asked.series)
    return page(
        request, "show_question_set", asked=asked, editions=editions, trail=_trail(request), asks=rules.ASKS,
        fillers=rules.fillers(),
    )  # fmt: skip


@needs(KEEP_QUESTIONS)
def draft_question_set(request: Asked) -> HttpResponse:
    """Begin a question set."""
    form = forms.QuestionSetFields.of(request, kinds=queries.KINDS)

    def act() -> Any:
        return services.draft_question_set(request.actor, timezone.now(), **form.cleaned_data)

    made = attempt(request, form, act)
    if made:
        return done(request, "Now add its sections and questions.", "returns:show_question_set", set_id=made.pk)
    trail = _trail(request)
    return step(request, form, "Begin a question set", "Begin", trail[-1][1], trail)


def _kept(
    request: Asked, form: Form, act: Callable[[], Any], said: str, asked: Any, title: str, button: str, *what: str,
    danger: bool = False,
) -> HttpResponse:  # fmt: skip
    """A step about one question set, which leads back to its page."""
    made = attempt(request, form, act)
    if made is not None:
        return done(request, said, "returns:show_question_set", set_id=asked.pk)
    trail = _trail(request, asked)
    return step(request, form, title, button, trail[-1][1], trail, what, danger=danger)


@needs(KEEP_QUESTIONS)
def change_question_set(request: Asked, set_id: UUID) -> HttpResponse:
    """Change what a draft is called and for."""
    asked = found(queries.show_question_set(request.actor, set_id), "question set")
    initial = {name: getattr(asked, name) for name in ("title", "kind", "purpose", "basis")}
    form = forms.QuestionSetFields.of(request, initial=initial, kinds=queries.KINDS)

    def act() -> Any:
        return services.change_question_set(request.actor, timezone.now(), set_id, **form.cleaned_data)

    return _kept(request, form, act, "It is changed.", asked, "Change the question set", "Save")


@needs(KEEP_QUESTIONS)
def publish_question_set(request: Asked, set_id: UUID) -> HttpResponse:
    """Put a draft into use."""
    asked = found(queries.show_question_set(request.actor, set_id), "question set")
    form = Form.of(request)

    def act() -> Any:
        return services.publish_question_set(request.actor, timezone.now(), timezone.localdate(), set_id)

    return _kept(
        request, form, act, "It is in use.", asked, "Put this into use?", "Put it into use",
        "From now on it can be sent out, and it can no longer be changed: a later change is a new version.",
        "The version before it is sent out no more; returns that are out keep the questions they were asked.",
    )  # fmt: skip


@needs(KEEP_QUESTIONS)
def retire_question_set(request: Asked, set_id: UUID) -> HttpResponse:
    """Send a question set out no more."""
    asked = found(queries.show_question_set(request.actor, set_id), "question set")
    form = Form.of(request)

    def act() -> Any:
        return services.retire_question_set(request.actor, timezone.now(), timezone.localdate(), set_id)

    return _kept(
        request, form, act, "It is sent out no more.", asked, "Send this out no more?", "Send it out no more",
        "Returns that are out go on, and everything answered stays.", danger=True,
    )  # fmt: skip


@needs(KEEP_QUESTIONS)
def begin_edition(request: Asked, set_id: UUID) -> HttpResponse:
    """Begin the next version of a question set."""
    asked = found(queries.show_question_set(request.actor, set_id), "question set")
    form = Form.of(request)
    made = attempt(request, form, lambda: services.new_edition(request.actor, timezone.now(), set_id))
    if made:
        return done(request, "This is the new version, as a draft.", "returns:show_question_set", set_id=made.pk)
    trail = _trail(request, asked)
    what = ["The new version begins with the same questions. The one in use stays until it is replaced.",
            "Questions that stay keep their last answers."]  # fmt: skip
    return step(request, form, "Begin a new version?", "Begin it", trail[-1][1], trail, what)


@needs(KEEP_QUESTIONS)
def add_section(request: Asked, set_id: UUID) -> HttpResponse:
    """Add a section to a draft."""
    asked = found(queries.show_question_set(request.actor, set_id), "question set")
    form = forms.SectionFields.of(request)

    def act() -> Any:
        return services.add_section(request.actor, timezone.now(), set_id, **form.cleaned_data)

    return _kept(request, form, act, "The section is added.", asked, "Add a section", "Add the section")


@needs(KEEP_QUESTIONS)
def change_section(request: Asked, section_id: UUID) -> HttpResponse:
    """Change a section of a draft."""
    section = found(queries.find_section(request.actor, section_id), "section")
    form = forms.SectionFields.of(request, initial={"title": section.title, "guidance": section.guidance})

    def act() -> Any:
        return services.change_section(request.actor, timezone.now(), section_id, **form.cleaned_data)

    return _kept(request, form, act, "It is changed.", section.question_set, "Change the section", "Save")


@needs(KEEP_QUESTIONS)
def remove_section(request: Asked, section_id: UUID) -> HttpResponse:
    """Take a section out of a draft."""
    section = found(queries.find_section(request.actor, section_id), "section")
    form = Form.of(request)

    def act() -> bool:
        services.remove_section(request.actor, timezone.now(), section_id)
        return True

    return _kept(
        request, form, act, "The section is out.", section.question_set, "Take this section out?", "Take it out",
        f"“{section.title}” goes with its questions.", danger=True,
    )  # fmt: skip


def _question_form(request: Asked, **kwargs: Any) -> forms.QuestionFields:
    schemes = [(one.pk, one.name) for one in queries.list_schemes(request.actor)]
    fillers = [(one.key, one.label) for one in rules.fillers().values()]
    return forms.QuestionFields.of(request, schemes=schemes, fillers=fillers, **kwargs)


@needs(KEEP_QUESTIONS)
def add_question(request: Asked, section_id: UUID) -> HttpResponse:
    """Add a question to a section of a draft."""
    section = found(queries.find_section(request.actor, section_id), "section")
    form = _question_form(request, initial={"is_required": True})

    def act() -> Any:
        return services.add_question(request.actor, timezone.now(), section_id, **form.answers())

    return _kept(request, form, act, "The question is added.", section.question_set, "Add a question", "Add it")


@needs(KEEP_QUESTIONS)
def change_question(request: Asked, question_id: UUID) -> HttpResponse:
    """Change a question of a draft."""
    question = found(queries.find_question(request.actor, question_id), "question")
    plain = ("text", "hint", "asks", "is_required", "unit", "smallest", "largest", "fills_from")
    initial = {name: getattr(question, name) for name in plain}
    initial["options"], initial["scheme_id"] = "\n".join(question.options), str(question.scheme_id or "")
    initial["columns"] = "\n".join(one["label"] for one in question.columns)
    form = _question_form(request, initial=initial)

    def act() -> Any:
        return services.change_question(request.actor, timezone.now(), question_id, **form.answers())

    return _kept(request, form, act, "It is changed.", question.section.question_set, "Change the question", "Save")


@needs(KEEP_QUESTIONS)
def remove_question(request: Asked, question_id: UUID) -> HttpResponse:
    """Take a question out of a draft."""
    question = found(queries.find_question(request.actor, question_id), "question")
    form = Form.of(request)

    def act() -> bool:
        services.remove_question(request.actor, timezone.now(), question_id)
        return True

    return _kept(
        request, form, act, "The question is out.", question.section.question_set, "Take this question out?",
        "Take it out", f"“{question.text}” is no longer part of the draft.", danger=True,
    )  # fmt: skip


@needs(KEEP_QUESTIONS)
def move_question(request: Asked, question_id: UUID) -> HttpResponse:
    """Move a question of a draft one place up or down."""
    question = found(queries.find_question(request.actor, question_id), "question")
    asked = question.section.question_set
    if request.method != "POST":
        return redirect("returns:show_question_set", request.actor.partnership_slug, asked.pk)
    up = request.POST.get("to") == "up"
    services.move_question(request.actor, timezone.now(), question_id, up=up)
    return redirect("returns:show_question_set", request.actor.partnership_slug, asked.pk)


@needs(KEEP_QUESTIONS)
def list_schemes(request: Asked) -> HttpResponse:
    """The rating schemes."""
    return page(request, "list_schemes", schemes=queries.list_schemes(request.actor), trail=_trail(request))


@needs(KEEP_QUESTIONS)
def keep_scheme(request: Asked) -> HttpResponse:
    """Add a rating scheme."""
    form = forms.SchemeFields.of(request)

    def act() -> Any:
        return services.keep_scheme(request.actor, timezone.now(), **form.answers())

    if attempt(request, form, act):
        return done(request, "The scheme can be used from now on.", "returns:list_schemes")
    slug = request.actor.partnership_slug
    trail = [*_trail(request), ("Rating schemes", address("returns:list_schemes", slug))]
    what = ["A scheme is not changed later, because answers stand on it. To change one, add another."]
    return step(request, form, "Add a rating scheme", "Add it", trail[-1][1], trail, what)
