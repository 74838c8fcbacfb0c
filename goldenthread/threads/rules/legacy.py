"""Names the field has used for one and the same thing, older and newer, short and in full.

Source: domain guide 2.1 (what replaced what), Annex A (names in use), E.2 (words that mean two things) and E.3
(abbreviations). Facts only; a name that means two things stands in both rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from goldenthread.kernel.rules import rule


@dataclass(frozen=True)
class Names:
    """What one thing is called today and what it was called before, the usual name first.

    `capitals` are those among them that are ordinary words unless written in capitals.
    """

    now: tuple[str, ...]
    before: tuple[str, ...] = ()
    capitals: frozenset[str] = frozenset()

    @property
    def every(self) -> tuple[str, ...]:
        """Today's names, then the older ones."""
        return (*self.now, *self.before)


def _in_capitals(*names: str) -> frozenset[str]:
    return frozenset(names)


LEGACY: tuple[Names, ...] = (
    # Working Together 2018 put partnerships in the place of boards.
    Names(
        ("safeguarding children partnership", "SCP", "LSCP"),
        ("local safeguarding children board", "LSCB", "safeguarding children board", "SCB"),
    ),
    # Health and Care Act 2022.
    Names(("integrated care board", "ICB"), ("clinical commissioning group", "CCG", "primary care trust", "PCT")),
    # Children and Social Work Act 2017.
    Names(
        ("local child safeguarding practice review", "LCSPR", "CSPR", "child safeguarding practice review"),
        ("serious case review", "SCR"),
    ),
    Names(("domestic abuse related death review", "DARDR"), ("domestic homicide review", "DHR")),
    Names(("safeguarding adults review", "SAR"), ("serious case review", "SCR")),
    Names(("subject access request", "SAR")),
    Names(("early help assessment", "EHA", "EHAF"), ("common assessment framework", "CAF")),
    Names(("family help",), ("early help",)),
    Names(
        ("children looked after", "CLA", "children in care", "child in care", "CiC"),
        ("looked after children", "looked after child", "LAC"),
    ),
    Names(("multi-agency safeguarding arrangements", "MASA", "published arrangements")),
    Names(("lead safeguarding partner", "LSP")),
    Names(("delegated safeguarding partner", "DSP")),
    Names(("safeguarding adults board", "SAB")),
    Names(("multi-agency child protection team", "MACPT")),
    Names(("multi-agency safeguarding hub", "MASH")),
    Names(("multi-agency child exploitation", "MACE"), capitals=_in_capitals("MACE")),
    Names(("multi-agency risk assessment conference", "MARAC")),
    Names(("multi-agency public protection arrangements", "MAPPA")),
    Names(("child sexual exploitation", "CSE")),
    Names(("child criminal exploitation", "CCE")),
    Names(("child death overview panel", "CDOP")),
    Names(("child death review", "CDR")),
    Names(("children missing education", "CME")),
    Names(("child in need", "children in need", "CIN")),
    Names(("designated safeguarding lead", "DSL")),
    Names(("elective home education", "EHE")),
    Names(("female genital mutilation", "FGM")),
    Names(("harmful sexual behaviour", "HSB")),
    Names(("health and wellbeing board", "HWB")),
    Names(("independent reviewing officer", "IRO")),
    Names(("initial child protection conference", "ICPC")),
    Names(("joint targeted area inspection", "JTAI")),
    Names(("keeping children safe in education", "KCSIE")),
    Names(("local authority designated officer", "LADO")),
    Names(("making safeguarding personal", "MSP")),
    Names(("mental capacity act", "MCA")),
    Names(("national referral mechanism", "NRM")),
    Names(("person in position of trust", "PiPoT")),
    Names(("return home interview", "RHI")),
    Names(("risks outside the home", "ROTH", "harm outside the home")),
    Names(("rapid review",)),
    Names(("serious incident notification", "SIN"), capitals=_in_capitals("SIN")),
    Names(("signs of safety", "SoS"), capitals=_in_capitals("SoS")),
    Names(("special educational needs and disabilities", "SEND"), capitals=_in_capitals("SEND")),
    Names(("training needs analysis", "TNA")),
    Names(("unaccompanied asylum seeking children", "UASC")),
    Names(("voluntary, community and social enterprise", "VCSE")),
    Names(("violence reduction unit", "VRU")),
    Names(("business management group", "BMG")),
    Names(("youth justice board", "YJB")),
)


def _by_name() -> Mapping[str, tuple[Names, ...]]:
    found: dict[str, tuple[Names, ...]] = {}
    for row in LEGACY:
        for name in row.every:
            key = name if name in row.capitals else name.lower()
            found[key] = (*found.get(key, ()), row)
    return found


_BY_NAME = _by_name()
# The most words in any name.
LONGEST = max(len(name.split()) for name in _BY_NAME)


@rule("threads.other_names", "Domain guide 2.1, E.2 and E.3: what replaced what, and what letters stand for")
def equivalents(words: str) -> tuple[str, ...]:
    """The other names of what is called `words`, today's first; empty where it is no such name.

    Capitals do not matter, but for names that are ordinary words otherwise (SEND, SIN).
    """
    rows = (*_BY_NAME.get(words, ()), *(_BY_NAME.get(words.lower(), ()) if words != words.lower() else ()))
    every = [name for row in rows for name in row.every if name.lower() != words.lower()]
    return tuple(dict.fromkeys(every))
