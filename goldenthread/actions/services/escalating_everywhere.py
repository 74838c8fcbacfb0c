"""What the timer does about silence: escalate it in every partnership."""

from datetime import date, datetime

from goldenthread.actions.services.escalating import escalate_silence
from goldenthread.partnerships.queries import all_partnerships, system_actor


def escalate_everywhere(now: datetime, today: date) -> str:
    """Escalate the silences of every partnership, each in a transaction of its own; return a sentence where any was."""
    made = 0
    for partnership in all_partnerships():
        made += len(escalate_silence(system_actor(partnership, "timer"), now, today))
    if not made:
        return ""
    return f"Escalated {made} silent {'action' if made == 1 else 'actions'}."
