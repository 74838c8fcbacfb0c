"""Who is acting, for which partnership, by which channel, and what their roles let them do."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from goldenthread.kernel.outcomes import NotPermitted

SEEN = "see"
CHANGED = "change"


@dataclass(frozen=True)
class Permission:
    """One thing a person may do: its name (`actions.raise`), a sentence, and the roles that hold it."""

    name: str
    sentence: str
    roles: frozenset[str]
    verb: str = CHANGED


_DECLARED: dict[str, Permission] = {}


def declare(name: str, sentence: str, roles: frozenset[str], verb: str = CHANGED) -> Permission:
    """Declare a permission once and return it. Raises `ValueError` where the name is taken by another meaning."""
    permission = Permission(name, sentence, roles, verb)
    if _DECLARED.setdefault(name, permission) != permission:
        raise ValueError(f"The permission {name} is declared twice with different meanings.")
    return permission


def declared_permissions() -> dict[str, Permission]:
    """Every permission of the program by name, in order of name."""
    return dict(sorted(_DECLARED.items()))


@dataclass(frozen=True)
class Presence:
    """Whether a person is there today, and for what they are asked because of who is away.

    `away_until` is their last day away. Seats and chaired groups `resting` are those in which they deputise while
    somebody they deputise for is there: nothing is asked of them. In those `relieved`, and for those agencies, they
    are away and somebody else is asked. `covers` are the people away for whom they answer what is asked by name;
    `is_covered` says that somebody who is there does so for them.
    """

    away_until: date | None = None
    resting_seat_ids: frozenset[UUID] = frozenset()
    resting_group_ids: frozenset[UUID] = frozenset()
    relieved_seat_ids: frozenset[UUID] = frozenset()
    relieved_group_ids: frozenset[UUID] = frozenset()
    relieved_agency_ids: frozenset[UUID] = frozenset()
    covers: frozenset[UUID] = frozenset()
    is_covered: bool = False


HERE = Presence()


@dataclass(frozen=True)
class Actor:
    """One person (or the program itself) acting within one partnership, built once for each request.

    `roles` are effective today; the id sets say where the person sits. Nothing here is cached between requests.
    """

    user_id: UUID | None
    name: str
    partnership_id: UUID
    partnership_slug: str = ""
    partnership_name: str = ""
    roles: frozenset[str] = frozenset()
    # Every agency for which the person holds anything: a role, an appointment, or a seat, also as its deputy.
    agency_ids: frozenset[UUID] = frozenset()
    # Each role held for an agency with that agency: whoever leads one and deputises in a seat of another leads the one.
    offices: frozenset[tuple[str, UUID]] = frozenset()
    # Every group on which the person has a seat, those included where they are only in attendance.
    group_ids: frozenset[UUID] = frozenset()
    # Those of them whose restricted things the seat gives: as chair, vice chair or member, and not to a lay member.
    sitting_group_ids: frozenset[UUID] = frozenset()
    chaired_group_ids: frozenset[UUID] = frozenset()
    seat_ids: frozenset[UUID] = frozenset()
    strands: frozenset[str] = frozenset()
    # True where a role held today asks for a second step at sign-in; how a session was made is the middleware's affair.
    needs_second_step: bool = field(default=False, compare=False)
    channel: str = field(default="web", compare=False)
    # The partnership's protective marking, for what is printed of its pages.
    marking: str = field(default="", compare=False)
    # The number of the newest event on the partnership's trail when this was read; 0 where it is not known.
    as_of: int = field(default=0, compare=False)
    # Who is away, and so for what they are asked today.
    presence: Presence = field(default=HERE, compare=False)

    @property
    def asked_seat_ids(self) -> frozenset[UUID]:
        """The seats for which they are asked: those they hold, and those they deputise in while the holder is away."""
        return self.seat_ids - self.presence.resting_seat_ids

    @property
    def asked_group_ids(self) -> frozenset[UUID]:
        """The groups they chair, or stand in for the chair of, for which they are asked."""
        return self.chaired_group_ids - self.presence.resting_group_ids

    def agencies_as(self, *roles: str) -> frozenset[UUID]:
        """The agencies for which the actor holds one of these roles; a seat of an agency is none."""
        return frozenset(agency for role, agency in self.offices if role in roles and role in self.roles)

    def may(self, permission: Permission) -> bool:
        """True when any role held today carries the permission."""
        return bool(self.roles & permission.roles)

    def must(self, permission: Permission) -> None:
        """Return quietly when permitted; raise `NotPermitted` with the reason when not."""
        if not self.may(permission):
            raise NotPermitted(f"Your role here does not let you {permission.sentence}. The business unit can help.")
