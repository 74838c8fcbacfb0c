"""Follow the thread from one thing, both ways."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from goldenthread.threads import forms, presenters, queries, rules
from goldenthread.threads.permissions import LINK_BY_HAND, SEE
from goldenthread.threads.rules import Ref
from goldenthread.web.access import needs


@needs(SEE)
def show_thread(request: HttpRequest, kind: str, thing_id: UUID) -> HttpResponse:
    """A thing in the middle, all that it is for above it, all that it rests on beneath it."""
    actor = request.actor  # type: ignore[attr-defined]
    form = forms.Follow(data=request.GET, kinds=[(one.key, one.plural) for one in rules.kinds() if one.is_followed])
    asked = form.asked()
    wide = bool(asked.kinds) or asked.is_whole
    walk = queries.walk(
        actor,
        Ref(kind, thing_id),
        up=queries.DEPTH if asked.up else 0,
        down=queries.DEPTH if asked.down else 0,
        width=queries.WHOLE_WIDTH if wide else queries.WIDTH,
    )
    if walk.here is None:
        raise Http404("There is no such thing to follow.")
    known = rules.kind(kind)
    met = {step.ref.kind for step in (*walk.up, *walk.down)}
    form.offer([(one.key, one.plural) for one in rules.kinds() if one.key in met or one.key in asked.kinds])
    context = {
        "walk": walk,
        "restricted": walk.is_restricted,
        "thing": walk.here.summary,
        "kind": known,
        "asked": asked,
        "filters": form,
        "drawn": presenters.draw(
            actor, walk, upwards=asked.up, downwards=asked.down, keys=asked.kinds, whole=asked.is_whole
        ),
        "links": presenters.links(walk),
        "may_link": actor.may(LINK_BY_HAND) and known is not None and known.is_linkable,
    }
    return TemplateResponse(request, "threads/show_thread.html", context)
