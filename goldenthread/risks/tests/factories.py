"""A partnership with a small tree of groups, people of every sort of part in them, and risks."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships import queries as partnerships
from goldenthread.partnerships import services as founding
from goldenthread.partnerships.permissions import Role
from goldenthread.people.models import User
from goldenthread.risks import services
from goldenthread.risks.models import Risk

NOW = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 3)
SINCE = date(2026, 4, 1)


def on(day: date) -> datetime:
    """Ten o'clock of a day."""
    return datetime(day.year, day.month, day.day, 10, 0, tzinfo=UTC)


@dataclass
class Place:
    """A partnership with a board, a business group beneath it and a subgroup beneath that."""

    slug: str
    manager: Actor
    groups: dict[str, UUID] = field(default_factory=dict)

    def _person(self, key: str) -> User:
        email = f"a.{key}@{self.slug}.example"
        name = f"{key.replace('_', ' ').title()} of {self.slug.title()}"
        return User.objects.filter(email=email).first() or founding.add_person(
            self.manager, NOW, email=email, name=name
        )

    def acting(self, key: str) -> Actor:
        """Somebody made before, as they act today."""
        found = partnerships.actor_for(self._person(key).pk, self.slug, TODAY)
        assert found is not None
        return found

    def role(self, role: str) -> Actor:
        """Somebody with one role and no seat."""
        person = self._person(role)
        if partnerships.actor_for(person.pk, self.slug, TODAY) is None:
            founding.grant_role(self.manager, NOW, role=role, person_id=person.pk)
        return self.acting(role)

    def seat(self, group: str, kind: str, key: str = "") -> Actor:
        """Somebody with one seat of a kind on a group."""
        name = key or f"{kind}_{group}"
        person = self._person(name)
        seat = founding.add_seat(self.manager, NOW, self.groups[group], title=kind.capitalize(), kind=kind)
        founding.hold_seat(self.manager, NOW, seat.pk, person_id=person.pk, starts_on=SINCE)
        return self.acting(name)

    def lay(self, group: str, kind: str) -> Actor:
        """A lay member with a seat of a kind on a group."""
        key = f"lay_{kind}"
        founding.grant_role(self.manager, NOW, role=Role.LAY_MEMBER, person_id=self._person(key).pk)
        return self.seat(group, kind, key)


def place(slug: str = "wexcombe") -> Place:
    """Found a partnership with a business manager and three groups, one under the other."""
    founder = founding.founding_actor()
    name = f"{slug.title()} Safeguarding Partnership"
    founding.found_partnership(founder, NOW, slug=slug, name=name, second_step_roles=[])
    made = Place(slug, replace(founder, partnership_slug=slug))
    parent = None
    for key, kind in (("board", "board"), ("business", "business_management"), ("quality", "subgroup")):
        group = founding.add_group(founder, NOW, name=f"{key.title()} group", kind=kind, parent_id=parent)
        made.groups[key] = parent = group.pk
    made.manager = made.role(Role.BUSINESS_MANAGER)
    return made


def words(**more: Any) -> services.Words:
    """What a risk says."""
    return services.Words(
        **{
            "title": "Too few health visitors",
            "cause": "A quarter of posts are vacant.",
            "event": "Checks are missed.",
            "effect": "Neglect is seen late.",
            "category": "workforce",
            **more,
        }
    )


def raised(
    actor: Actor, group_id: UUID | None = None, day: date = TODAY, current: tuple[int, int] = (3, 4), **more: Any
) -> Risk:
    """A risk in a register."""
    opening = {name: more.pop(name) for name in ("inherent", "target", "threatens", "next_review_on", "review_reason")
               if name in more}  # fmt: skip
    stands = services.Opening(current=current, why="Vacancies have risen.", group_id=group_id, **opening)
    return services.raise_risk(actor, on(day), day, words(**more), stands)
