"""`goldenthread indicators`: the library, what each counts and where its rule comes from."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any

from goldenthread.measures.commands import say
from goldenthread.measures.indicators.catalogue import catalogue, named
from goldenthread.measures.indicators.definition import Indicator, Polarity

SENTENCE = "List the indicators of the library: what each counts, its clock, and where its rule comes from."
GOOD = {Polarity.HIGH: "high is good", Polarity.LOW: "low is good", Polarity.NONE: "neither high nor low is good"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be asked for."""
    parser.add_argument("code", nargs="*", help="only these, in full")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the library, or the indicators of the codes given in full. 0; raises `Unreadable` for an unknown one."""
    found = named(arguments.code) if arguments.code else list(catalogue().values())
    if arguments.json:
        say(json.dumps([as_dict(one) for one in found], ensure_ascii=False, indent=1, default=str))
    elif arguments.code:
        for one in found:
            say("\n".join(in_full(one)) + "\n")
    else:
        for one in found:
            say(f"{one.code:6} {one.name}" + ("" if one.counted else "  (sent or typed)"))
    return 0


def as_dict(indicator: Indicator) -> dict[str, Any]:
    """The definition as what JSON holds, without its expressions."""
    words = asdict(indicator)
    del words["rows"], words["overdue"]
    return words | {"counted": indicator.counted}


def in_full(indicator: Indicator) -> list[str]:
    """The definition in lines of words."""
    told = {
        "Counts": indicator.numerator,
        "Out of": indicator.denominator,
        "Counting": indicator.unit,
        "Includes": indicator.includes,
        "In a period by": indicator.placed_by,
        "Clock": indicator.clock + (f" ({indicator.limit})" if indicator.limit and indicator.clock else ""),
        "Good": GOOD[indicator.polarity],
        "Looks back": f"{indicator.looks_back_months} months" if indicator.looks_back_months else "",
        "Owner": indicator.owner,
        "Basis": indicator.basis,
        "Source": indicator.source,
        "Valid from": f"{indicator.valid_from:%d/%m/%Y}",
        "Needs": ", ".join(indicator.needs),
    }
    lines = [f"{indicator.code} {indicator.name} (version {indicator.version})"]
    return lines + [f"  {key + ':':16}{value}" for key, value in told.items() if value]
