"""What the partnership is: its particulars, the texts it stands by, and its roles."""

from django.http import Http404, HttpResponse
from django.utils import timezone

from goldenthread.partnerships import forms, presenters, queries, services
from goldenthread.partnerships.permissions import CHANGE_STRUCTURE, CHANGE_TEXTS, SEE_STRUCTURE
from goldenthread.partnerships.queries import words
from goldenthread.trail import queries as trail
from goldenthread.web.access import needs
from goldenthread.web.steps import Asked, attempt, done, page

TEXTS = dict(words.TEXTS)


@needs(SEE_STRUCTURE)
def show_partnership(request: Asked) -> HttpResponse:
    """Name, strands, financial year and marking; vision, purposes and values with every version."""
    partnership = queries.show_partnership(request.actor)
    versions = {kind: queries.statement_versions(request.actor, kind) for kind in TEXTS}
    return page(
        request,
        "show_partnership",
        partnership=partnership,
        strands=presenters.strands_in_words(partnership.strands) or "Everybody in its area",
        month=dict(words.MONTHS)[str(partnership.financial_year_starts_in)],
        texts=[(kind, label, versions[kind]) for kind, label in TEXTS.items()],
        events=trail.history(request.actor, "partnerships.partnership", partnership.pk, limit=8),
        may_change=request.actor.may(CHANGE_STRUCTURE),
        may_write=request.actor.may(CHANGE_TEXTS),
    )


@needs(CHANGE_STRUCTURE)
def change_partnership(request: Asked) -> HttpResponse:
    """Change the partnership's own particulars; where somebody saved first, show both."""
    now = timezone.now()
    partnership = queries.show_partnership(request.actor)
    initial = {name: getattr(partnership, name) for name in forms.PartnershipForm.base_fields}
    form = forms.PartnershipForm.of(request, initial=initial)
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isascii() and typed.isdigit() else partnership.version
    changed = attempt(
        request, form, lambda: services.change_partnership(request.actor, now, version, **form.cleaned_data),
        presenters.in_words("partnerships.partnership"),
    )  # fmt: skip
    if changed:
        return done(request, "The partnership's particulars were kept.", "partnerships:show_partnership")
    return page(request, "change_partnership", form=form, version=partnership.version if form.both else version)


@needs(CHANGE_TEXTS)
def write_statement(request: Asked, kind: str) -> HttpResponse:
    """Write a new version of the vision, the purposes or the values. Earlier versions stay."""
    if kind not in TEXTS:
        raise Http404("There is no such page.")
    now, today = timezone.now(), timezone.localdate()
    versions = queries.statement_versions(request.actor, kind)
    newest = versions[0] if versions else None
    form = forms.StatementForm.of(request, initial={"body": newest.body if newest else "", "agreed_on": today})
    typed = request.POST.get("number", "")
    number = int(typed) if typed.isascii() and typed.isdigit() else newest.number if newest else 0
    written = attempt(
        request,
        form,
        lambda: services.write_statement(request.actor, now, kind=kind, number=number, **form.cleaned_data),
    )
    if written:
        return done(request, f"{TEXTS[kind]}: version {written.number} was kept.", "partnerships:show_partnership")
    moved_on = newest is not None and newest.number != number
    return page(
        request, "write_statement", form=form, label=TEXTS[kind], newest=newest, moved_on=moved_on,
        number=newest.number if newest else 0,
    )  # fmt: skip


@needs(SEE_STRUCTURE)
def list_roles(request: Asked) -> HttpResponse:
    """Every role with its sentence, and who may do what, from the code itself."""
    return page(request, "list_roles", roles=presenters.role_catalogue(), parts=presenters.permission_table())
