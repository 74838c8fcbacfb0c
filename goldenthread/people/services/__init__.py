"""What changes about people and their sign-in."""

from goldenthread.people.services.links import Link, LinkRefused, read_link, sign_link, use_link
from goldenthread.people.services.signing_in import (
    begin_account,
    end_sessions,
    reset_second_step,
    set_up_app,
    sign_out_everywhere,
)

__all__ = [
    "Link",
    "LinkRefused",
    "begin_account",
    "end_sessions",
    "read_link",
    "reset_second_step",
    "set_up_app",
    "sign_link",
    "sign_out_everywhere",
    "use_link",
]
