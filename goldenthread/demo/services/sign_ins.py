"""One sign-in for each role, in words that say what to look at."""

from dataclasses import dataclass

from goldenthread.demo.services.people import PASSWORD
from goldenthread.demo.services.world import read


@dataclass(frozen=True)
class SignIn:
    """Somebody to sign in as: the role, the person, their address, and what to look at."""

    role: str
    name: str
    email: str
    look: str


def sign_ins() -> list[SignIn]:
    """One for each role, the business manager first, then those whom two partnerships know."""
    told = [
        one for slug in ("ambershire", "saltmarsh") for one in read(slug, "structure")["people"] if "shown_as" in one
    ]
    return [SignIn(one["shown_as"], one["name"], one["email"], one["look"]) for one in told]


def sign_ins_in_words(base_url: str) -> str:
    """The sign-ins as a table for the terminal, under the address and above the password."""
    rows = sign_ins()
    role, email = max(len(one.role) for one in rows), max(len(one.email) for one in rows)
    lines = [f"  {one.role:<{role}}  {one.email:<{email}}  {one.look}" for one in rows]
    return "\n".join(
        [
            "",
            f"Golden Thread is ready at {base_url}",
            "Two fictional partnerships are loaded. Sign in as any of these people:",
            "",
            *lines,
            "",
            f"The password is the same for all of them: {PASSWORD}",
            "",
        ]
    )
