"""How often one gets one's own digest."""

from django.http import HttpResponse
from django.utils import timezone

from goldenthread.notify import forms, queries, services
from goldenthread.notify.permissions import CHOOSE_RHYTHM
from goldenthread.web.access import needs
from goldenthread.web.steps import Asked, attempt, done, page


@needs(CHOOSE_RHYTHM)
def choose_rhythm(request: Asked) -> HttpResponse:
    """Choose every week, fortnight or month. Whoever is asked for something always hears of it."""
    form = forms.RhythmForm.of(request, initial={"every": queries.my_rhythm(request.actor)})
    kept = attempt(request, form, lambda: services.choose_rhythm(request.actor, timezone.now(), **form.cleaned_data))
    if kept:
        return done(request, "How often you get your digest was kept.", "notify:choose_rhythm")
    return page(request, "choose_rhythm", form=form, person=request.user)
