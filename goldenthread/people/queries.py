"""Find people. Who belongs to which partnership is asked of `partnerships`."""

from uuid import UUID

from goldenthread.people.models import UsedLink, User


def count_demonstration_accounts() -> int:
    """How many accounts were made by the demonstration."""
    return User.objects.filter(is_demonstration=True, is_active=True).count()


def person_by_email(email: str) -> User | None:
    """The person with this address, however it is typed, or None."""
    return User.objects.filter(email=email.strip().lower()).first()


def people_by_id(ids: list[UUID]) -> dict[UUID, User]:
    """People by id, leaving out ids nobody has."""
    return User.objects.in_bulk(ids)


def link_was_used(nonce: str) -> bool:
    """True where somebody answered by the link with this nonce. One query."""
    return UsedLink.objects.filter(nonce=nonce).exists()
