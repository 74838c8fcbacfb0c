"""A partnership with its library, and figures for it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from goldenthread.kernel import periods
from goldenthread.kernel.actor import Actor
from goldenthread.kernel.periods import Period
from goldenthread.measures.cells import Cell, number, share
from goldenthread.measures.results.figures import Shown
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships import services as founding
from goldenthread.partnerships.permissions import Role
from goldenthread.people.models import User
from goldenthread.scorecards import services
from goldenthread.scorecards.models import Indicator

NOW = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 3)
RULE_SET = "children_in_need"


@dataclass
class Place:
    """A partnership with an agency and the indicators it sends."""

    slug: str
    manager: Actor
    agency_id: UUID
    board_id: UUID
    indicators: dict[str, Indicator] = field(default_factory=dict)

    def role(self, role: str, agency_id: UUID | None = None) -> Actor:
        """Somebody with one role."""
        email = f"a.{role}@{self.slug}.example"
        person = User.objects.filter(email=email).first() or founding.add_person(
            self.manager, NOW, email=email, name=f"{role.replace('_', ' ').title()} of {self.slug.title()}"
        )
        if partnerships.actor_for(person.pk, self.slug, TODAY) is None:
            founding.grant_role(self.manager, NOW, role=role, person_id=person.pk, agency_id=agency_id)
        found = partnerships.actor_for(person.pk, self.slug, TODAY)
        assert found is not None
        return found


CODES = ["CP03", "CP05", "CP09", "CP15", "CP20"]


def place(slug: str = "wexcombe") -> Place:
    """Found a partnership with a business manager, a council, a board, and five indicators."""
    founder = founding.founding_actor()
    founding.found_partnership(
        founder, NOW, slug=slug, name=f"{slug.title()} Safeguarding Partnership", second_step_roles=[]
    )
    founder = replace(founder, partnership_slug=slug)
    council = founding.add_agency(
        founder, NOW, name=f"{slug.title()} Council", sector="local_authority", basis="statutory_partner"
    )
    board = founding.add_group(founder, NOW, name="Board", kind="board")
    made = Place(slug, founder, council.pk, board.pk)
    made.manager = made.role(Role.BUSINESS_MANAGER)
    adopted = services.adopt_indicators(made.manager, NOW, CODES, agency_id=council.pk)
    made.indicators = {one.code: one for one in adopted}
    return made


def month(year: int, number_: int) -> Period:
    return periods.month(year, number_)


def months(first: tuple[int, int], count: int) -> list[Period]:
    year, start = first
    return [periods.month(year + (start - 1 + n) // 12, (start - 1 + n) % 12 + 1) for n in range(count)]


def percent(code: str, period: Period, top: int | Cell, bottom: int | Cell, **more: Any) -> Shown:
    """A percentage as it would be sent."""
    over = top if isinstance(top, Cell) else number(top)
    under = bottom if isinstance(bottom, Cell) else number(bottom)
    return Shown(code, 1, None, period, more.pop("by", ""), more.pop("of", ""), over, under, share(over, under), **more)


def counted(code: str, period: Period, count: int | Cell, **more: Any) -> Shown:
    """A count as it would be sent."""
    cell = count if isinstance(count, Cell) else number(count)
    return Shown(code, 1, None, period, more.pop("by", ""), more.pop("of", ""), cell, None, cell, **more)


def sent(place: Place, figures: list[Shown], **more: Any) -> services.Brought:
    return services.bring_in(place.manager, NOW, TODAY, figures, rule_set=RULE_SET, **more)


def target(place: Place, code: str, value: str, **more: Any) -> Any:
    fields = {"starts_on": date(2024, 4, 1), "reason": "What the region reaches."} | more
    return services.set_target(place.manager, NOW, TODAY, place.indicators[code].pk, value=Decimal(value), **fields)
