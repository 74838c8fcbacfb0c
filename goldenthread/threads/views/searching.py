"""Search everything the reader may see."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from goldenthread.partnerships.exchange import list_file
from goldenthread.threads import forms, queries, rules
from goldenthread.threads.permissions import SEE
from goldenthread.web.access import needs
from goldenthread.web.lists import Listing, list_page

LISTING = Listing(columns=forms.ORDERS, filters=forms.SearchFor, order="best", page_size=queries.PAGE_SIZE)


@needs(SEE)
@list_page("Search")
def search(request: HttpRequest) -> HttpResponse:
    """What the reader may see that holds what was typed, filtered and in order."""
    actor = request.actor  # type: ignore[attr-defined]
    kinds = [(one.key, one.plural.capitalize()) for one in rules.kinds() if one.is_for(actor)]
    groups = queries.groups_to_search(actor)
    state = LISTING.read(request.GET, kinds=kinds, groups=groups)
    asked = state.filters
    sought = rules.understood(asked.get("q", ""))
    days = asked.get("within")
    found = queries.search(
        actor,
        sought,
        kind=asked.get("kind", ""),
        group_id=UUID(asked["group"]) if asked.get("group") else None,
        since=timezone.localdate() - timedelta(days=int(days)) if days else None,
        order=queries.DATE if state.order == "latest" else queries.RELEVANCE,
        page=1 if state.format else state.number,
        size=forms.MOST if state.format else queries.PAGE_SIZE,
    )
    if state.format:
        # What is found names no class, and may be of any: whoever has a part in something restricted finds it too.
        return list_file(
            actor, timezone.localdate(), state, found.hits, "Found", columns=forms.FOUND, wide=("Title", "In words"),
            restricted=True,
        )  # fmt: skip
    context = {
        "state": state,
        "typed": asked.get("q", ""),
        "sought": sought,
        "found": found,
        "page": forms.page_of(found),
        "names": dict(kinds),
        "is_narrowed": any(asked.get(name) for name in ("kind", "group", "within")),
    }
    return TemplateResponse(request, "threads/search.html", context)
