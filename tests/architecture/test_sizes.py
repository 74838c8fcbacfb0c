"""Nothing grows past the size at which nobody reads it."""

import re
from collections import Counter

from tests.architecture.source import PROGRAM, ROOT, functions, modules, templates, where


def test_modules_stay_under_500_lines_and_test_modules_under_600():
    too_long = [where(p) for p in modules() if len(p.read_text().splitlines()) > 500]
    too_long += [where(p) for p in modules(tests=True) if len(p.read_text().splitlines()) > 600]
    too_long += [where(p) for p in (ROOT / "tests").rglob("*.py") if len(p.read_text().splitlines()) > 600]
    assert not too_long


def test_functions_stay_under_60_lines():
    too_long = [
        where(path, node.lineno)
        for path in modules()
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno + 1 > 60
    ]
    assert not too_long


def test_templates_stay_under_200_lines():
    assert not [where(path) for path in templates() if len(path.read_text().splitlines()) > 200]


def test_commands_stay_under_40_lines_of_code():
    too_long = []
    for path in PROGRAM.rglob("management/commands/*.py"):
        bodies = sum((node.end_lineno or 0) - node.lineno + 1 for node in functions(path))
        if bodies > 40:
            too_long.append(where(path))
    assert not too_long


def test_every_module_begins_with_a_docstring_of_one_line_at_least():
    silent = [where(p) for p in modules() if p.read_text().strip() and not p.read_text().lstrip().startswith('"""')]
    assert not silent


def test_no_two_decisions_share_a_number():
    numbers = Counter(path.name[:4] for path in (ROOT / "docs" / "adr").glob("*.md"))
    assert not [number for number, count in numbers.items() if count > 1]
    assert all(re.fullmatch(r"\d{4}", number) for number in numbers)


def test_there_is_no_drawer_for_odds_and_ends():
    forbidden = {"core", "common", "utils", "helpers"}
    assert not [where(path) for path in PROGRAM.rglob("*") if path.stem in forbidden]
