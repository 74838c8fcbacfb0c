"""Fictional words for many rows: nothing in them was ever said of a real place or person."""

import random

FIRST = (
    "Ada", "Bela", "Cato", "Dina", "Edda", "Faro", "Gwen", "Hale", "Iris", "Jory", "Kit", "Lena", "Milo", "Nell",
    "Orla", "Pia", "Quin", "Rhea", "Sten", "Tova",
)  # fmt: skip
LAST = (
    "Ashdown", "Birkett", "Corran", "Dunmore", "Eskdale", "Farrow", "Garside", "Holm", "Ingle", "Jessop", "Kerrow",
    "Langley", "Marsh", "Norrie",
)  # fmt: skip
PLACES = (
    "Alderbrook", "Birchmere", "Cloverdale", "Dunwick", "Elmstow", "Fernhollow", "Gorsley", "Harrowmere",
    "Ivelbridge", "Kestrelford",
)  # fmt: skip
AGENCIES = (
    "Council", "Police", "Integrated Care Board", "Hospitals Trust", "Community Health", "Probation", "Fire Service",
    "Housing Association", "Schools Alliance", "Youth Service", "Carers' Network", "Ambulance Service",
)  # fmt: skip
GROUPS = (
    "Executive", "Neglect", "Exploitation", "Quality and learning", "Performance", "Workforce", "Early help", "Voice",
    "Education", "Health", "Practice review", "Communications",
)  # fmt: skip
VERBS = (
    "Agree", "Publish", "Test", "Refresh", "Audit", "Explain", "Share", "Shorten", "Rehearse", "Extend", "Measure",
    "Simplify",
)  # fmt: skip
THINGS = (
    "the neglect toolkit", "the referral form", "the escalation route", "the induction for new staff",
    "the threshold guidance", "the transition checklist", "the multi-agency chronology", "the feedback from families",
    "the supervision standard", "the information sharing agreement", "the case audit tool", "the training offer",
)  # fmt: skip
REASONS = (
    "so that help comes earlier", "so that children are heard", "so that nobody is asked twice",
    "so that every agency sees the same picture", "so that new staff know what to do on their first day",
)  # fmt: skip
NEWS = (
    "The first draft went round and came back with eleven comments, most about wording.",
    "Two agencies have signed; the third will after its committee in the new month.",
    "Tried with one team for six weeks. They asked for a shorter form and were given one.",
    "Training booked for forty people; the first session was full.",
    "Waiting for the figures of the last quarter before the next step is agreed.",
    "Families who were asked said that they knew whom to ring.",
)


def person(number: int) -> str:
    """A name; the number makes it one of its own."""
    first, rest = FIRST[number % len(FIRST)], number // len(FIRST)
    last = LAST[rest % len(LAST)]
    return f"{first} {last}" + (f" {rest // len(LAST) + 1}" if rest >= len(LAST) else "")


def place(number: int) -> str:
    """The name of an area, another for each number."""
    rest = number // len(PLACES)
    return PLACES[number % len(PLACES)] + (f" {rest + 1}" if rest else "")


def task(chance: random.Random) -> str:
    """What somebody is to do, and what for."""
    return f"{chance.choice(VERBS)} {chance.choice(THINGS)} {chance.choice(REASONS)}"
