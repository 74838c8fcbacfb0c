"""A place with an agency lead, a request for data, and its returns as they come round."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.periods import Period, month
from goldenthread.measures.results.figures import Results, Shown
from goldenthread.measures.results.files import as_dict, write
from goldenthread.partnerships.permissions import Role
from goldenthread.returns import services as returns
from goldenthread.returns.models import Return
from goldenthread.returns.services import Given
from goldenthread.scorecards import services
from goldenthread.scorecards.models import DataRequest
from goldenthread.scorecards.tests.factories import NOW, RULE_SET, TODAY, Place, counted, percent

OCTOBER = month(2026, 10)
# The first day on which the return for October is out.
OUT = date(2026, 11, 3)
ASKED = ("CP05", "CP09", "CP15")


@dataclass
class Data:
    """A request with whoever answers it and its return for October."""

    place: Place
    request: DataRequest
    lead: Actor
    owed: Return

    def save(self, **values: str) -> None:
        """Type answers, their keys with underscores for dashes: `CP05_numerator="18"`."""
        given = {key.replace("_", "-"): Given(value) for key, value in values.items()}
        returns.save_answers(self.lead, NOW, OUT, self.owed.pk, given)

    def upload(self, figures: list[Shown], **more: Any) -> None:
        """Upload a results file with these figures."""
        returns.save_answers(self.lead, NOW, OUT, self.owed.pk, {"results-file": Given(upload=a_file(figures, **more))})

    def send(self) -> None:
        """Sign it off and send it."""
        returns.sign_off(self.lead, NOW, OUT, self.owed.pk)
        returns.submit_return(self.lead, NOW, OUT, self.owed.pk)

    def accept(self, actor: Actor | None = None) -> Return:
        """Accept it, as the business manager unless somebody else does."""
        return returns.accept_return(actor or self.place.manager, NOW, OUT, self.owed.pk)


def wanted(place: Place, **fields: Any) -> services.Wanted:
    """What is asked: three monthly indicators of the council for the board."""
    told: dict[str, Any] = {
        "title": "Child protection figures", "purpose": "To see whether children are protected in time.",
        "power": "Section 16H of the Children Act 2004.", "to_group_id": place.board_id,
        "agency_ids": [place.agency_id], "indicator_ids": [place.indicators[code].pk for code in ASKED],
        "grain": "month", "rule_set": RULE_SET, "starts_on": date(2026, 10, 1), **fields,
    }  # fmt: skip
    return services.Wanted(**told)


def a_request(place: Place, **fields: Any) -> DataRequest:
    """The request, made on 20 October 2026."""
    when = datetime(2026, 10, 20, 9, tzinfo=UTC)
    return services.make_request(place.manager, when, date(2026, 10, 20), wanted(place, **fields))


def asked(place: Place, **fields: Any) -> Data:
    """The request with its return for October, which is out."""
    made = a_request(place, **fields)
    returns.issue_what_is_due(place.manager, NOW, OUT)
    lead = place.role(Role.AGENCY_LEAD, place.agency_id)
    return Data(place, made, lead, return_of(made))


def return_of(made: DataRequest, period: Period = OCTOBER, agency_id: UUID | None = None) -> Return:
    """The return of a request for one period."""
    rows = Return.objects.filter(
        round__question_set__series=made.question_series, round__period_ends_on=period.ends_on
    ).select_related("round")
    return rows.get(agency_id=agency_id) if agency_id else rows.get()


def good(period: Period = OCTOBER) -> list[Shown]:
    """Figures of all three indicators that hold together."""
    return [percent("CP05", period, 20, 90), percent("CP09", period, 18, 24), counted("CP15", period, 120)]


def a_file(figures: list[Shown], rule_set: str = RULE_SET, name: str = "figures.csv") -> SimpleUploadedFile:
    """A results file as `goldenthread measure` writes it."""
    import tempfile
    from pathlib import Path

    results = Results("An Annex A workbook", None, "duckdb", rule_set, figures)
    assert as_dict(results)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(results, path)
        return SimpleUploadedFile(name, path.read_bytes())


__all__ = ["ASKED", "OCTOBER", "OUT", "TODAY", "Data", "a_file", "a_request", "asked", "good", "return_of", "wanted"]
