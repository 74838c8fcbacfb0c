"""How indicators are followed along the thread and found by search, and who may read their history."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Max, Q, Value, When

from goldenthread.kernel.actor import Actor
from goldenthread.scorecards.models import DataRequest, Indicator, Scorecard
from goldenthread.scorecards.permissions import SEE
from goldenthread.threads.queries import columns, spaced

KIND = "scorecards.indicator"


def indicator_rows(actor: Actor) -> Any:
    """The indicators the actor may see, by code and name; the day is the last of the newest figure."""
    state = Case(When(retired_on__isnull=True, then=Value("used")), default=Value("retired"), output_field=CharField())
    newest = Max("observations__ends_on", filter=Q(observations__current=True))
    rows = Indicator.objects.within(actor) if actor.may(SEE) else Indicator.objects.none()
    return columns(
        rows.annotate(now=state, newest=newest), title=spaced("code", "name"), state="now", day="newest",
        info_class=Value("G", output_field=CharField()), said_on="newest", body=spaced("subject", "unit"),
        words="search",
    )  # fmt: skip


def may_read_indicator(actor: Actor, indicator_id: UUID) -> bool:
    """True where the actor may read the indicator, and so its history. One query."""
    return actor.may(SEE) and Indicator.objects.within(actor).filter(pk=indicator_id).exists()


def may_read_scorecard(actor: Actor, scorecard_id: UUID) -> bool:
    """True where the actor may read the scorecard, and so its history. One query."""
    return actor.may(SEE) and Scorecard.objects.within(actor).filter(pk=scorecard_id).exists()


def may_read_request(actor: Actor, request_id: UUID) -> bool:
    """True where the actor may read the request for data, and so its history. One query."""
    return actor.may(SEE) and DataRequest.objects.within(actor).filter(pk=request_id).exists()


READERS: Mapping[str, Callable[[Actor, UUID], bool]] = {
    KIND: may_read_indicator,
    "scorecards.datarequest": may_read_request,
    "scorecards.scorecard": may_read_scorecard,
}
