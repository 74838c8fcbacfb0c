"""The partnership's own particulars and the texts it stands by."""

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Partnership, Statement


def show_partnership(actor: Actor) -> Partnership:
    """The actor's partnership."""
    return Partnership.objects.get(pk=actor.partnership_id)


def statements(actor: Actor) -> dict[str, Statement]:
    """The newest version of each text the partnership stands by, by kind."""
    newest: dict[str, Statement] = {}
    for statement in Statement.objects.within(actor).order_by("kind", "-number"):
        newest.setdefault(statement.kind, statement)
    return newest


def statement_versions(actor: Actor, kind: str) -> list[Statement]:
    """Every version of one text, newest first."""
    return list(Statement.objects.within(actor).filter(kind=kind).order_by("-number"))
