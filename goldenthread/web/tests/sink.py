"""A page that shows every component once, with fictional words, and a form with every field."""

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.response import TemplateResponse

from goldenthread.kernel.outcomes import Superseded
from goldenthread.kernel.rag import ORDER, Delivery
from goldenthread.web import forms
from goldenthread.web.access import public
from goldenthread.web.lists import Column, Listing

HERE = Path(__file__).parent
RATINGS = [("on_track", "On track"), ("at_risk", "At risk"), ("off_track", "Off track"), ("no_update", "No update")]
GROUPS = [
    ("Groups", [("neglect", "Neglect group"), ("exploitation", "Exploitation group")]),
    ("Agencies", [("icb", "Riverside ICB")]),
]


class Filters(forms.Form):
    """Every kind of filter."""

    words = forms.Text("Words")
    rating = forms.Checkboxes("Delivery", choices=RATINGS, small=True)
    group = forms.Select("Group", choices=[("neglect", "Neglect group"), ("exploitation", "Exploitation group")])
    due_after = forms.DateField("Due after", subject="The date")


class Everything(forms.Form):
    """Every kind of field."""

    title = forms.Text("Title", hint="As it should read in the plan", max_length=200, missing="Enter a title")
    what = forms.LongText("What will be done", max_length=400, hint="Plain words; names of children never")
    why = forms.LongText("Why", required=False)
    lead = forms.Pick("Who leads it", choices=GROUPS, hint="One lead only")
    strand = forms.Select("Strand", choices=[("children", "Children"), ("adults", "Adults")], width="one-third")
    delivery = forms.Radios("How is delivery?", choices=RATINGS, hints={"at_risk": "Slipping, with a recovery plan"})
    cohorts = forms.Checkboxes("Who it is for", choices=[(str(n), f"Year {n}") for n in range(1, 14)], scroll=True)
    due_on = forms.DateField("When is it due?", subject="The due date", hint="For example, 27 3 2027")
    cost = forms.Number("Cost in pounds", prefix="£", smallest=0, required=False)
    email = forms.EmailField("E-mail of the lead")
    evidence = forms.FileField("Evidence", accept=".pdf,.docx", required=False)
    secret = forms.Password(required=False)
    sure = forms.Tick("I have told the lead", required=True, missing="Tick to say that you have told the lead")
    seen = forms.Hidden(required=False, initial="3")


LISTING = Listing(
    columns=(
        Column("title", "Action", "title"),
        Column("lead", "Lead", "lead"),
        Column("due", "Due", "due"),
        Column("rating", "Delivery"),
        Column("updates", "Updates", "updates", number=True),
    ),
    filters=Filters,
    order="due",
)


def rows() -> list[dict[str, Any]]:
    """Sixty fictional actions."""
    states = list(ORDER)
    return [
        {
            "title": f"Agree the neglect pathway with every school, step {n}",
            "lead": ["Neglect group", "Riverside ICB", "Head of early help"][n % 3],
            "due": dt.date(2026, 4, 1) + dt.timedelta(days=9 * n),
            "rating": states[n % 6],
            "updates": n % 7,
        }
        for n in range(1, 61)
    ]


def _context(request: HttpRequest) -> dict[str, Any]:
    state = LISTING.read(request.GET)
    return {
        "state": state,
        "page": state.page(state.sorted(rows())),
        "counts": {Delivery(one): n for one, n in zip(ORDER, (4, 9, 14, 61, 11, 5), strict=True)},
        "ratings": list(ORDER),
        "superseded": Superseded(
            "This action was changed at 3:05pm.",
            theirs={"what": "Agree the pathway with secondary schools."},
            yours={"what": "Agree the pathway with every school.\n\nStart with Riverside Academy."},
            by="Amina Okafor",
        ),
        "today": dt.date(2026, 11, 22),
        "now": dt.datetime(2026, 11, 22, 15, 5, tzinfo=dt.UTC),
        "events": [
            SimpleNamespace(
                sentence="Amina Okafor changed delivery from At risk to Off track.",
                who="Amina Okafor",
                at=dt.datetime(2026, 7, 2, 9, 0, tzinfo=dt.UTC),
                reason="Two agencies have not signed.",
                changes=[("Delivery", "At risk", "Off track")],
            ),
            {
                "sentence": "The action was raised from the March review.",
                "who": "Tom Reed",
                "at": dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC),
            },
        ],
    }


@public
def kitchen_sink(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Every component once."""
    return _page(request, "kitchen_sink.html", _context(request))


@public
def one_form(request: HttpRequest) -> HttpResponse:
    """Every field once, bound when something was sent."""
    return _page(request, "one_form.html", {"form": Everything.of(request)})


@public
def refused(request: HttpRequest) -> HttpResponse:
    """A refusal with its reason."""
    raise PermissionDenied("Your role here does not let you apply an import.")


def no_entry(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a refusal."""
    return TemplateResponse(request, "web/403.html", {"reason": str(exception)}, status=403).render()


def not_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for what does not exist."""
    return TemplateResponse(request, "web/404.html", {}, status=404).render()


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    template = engines["jinja2"].from_string((HERE / name).read_text())
    return TemplateResponse(request, template, context)  # type: ignore[arg-type]
