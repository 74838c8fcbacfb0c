"""Templates escape what people typed, hold no style or script of their own, and say dates in London time."""

import re

from tests.architecture.source import PROGRAM, templates, where

FORBIDDEN = {
    r"\|\s*safe\b": "uses `safe`",
    r"autoescape\s+false": "switches escaping off",
    r"<style\b": "holds style of its own",
    r"\sstyle\s*=": "holds inline style",
    r"<script\b(?![^>]*\bsrc=)": "holds script of its own",
    r"\son[a-z]+\s*=\s*[\"']": "holds an inline handler",
    r"javascript:": "holds a script address",
    r"\.strftime\(": "writes a date by hand",
    r"\.isoformat\(": "writes a date by hand",
}
# A variable that holds a date or a time by its name must pass through one of our filters.
RAW_DATE = re.compile(r"\{\{[^}|]*\b\w+_(?:on|at)\s*\}\}")
HTML_PARAMETER = re.compile(r"[\"']?\bhtml[\"']?\s*[:=](?!=)\s*(?P<value>[^,}\n]+)")


def test_templates_hold_nothing_that_could_run_or_restyle():
    found = []
    for path in templates():
        text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
        for pattern, words in FORBIDDEN.items():
            found += [
                f"{where(path, text[: m.start()].count(chr(10)) + 1)} {words}" for m in re.finditer(pattern, text)
            ]
    assert not found


def test_dates_go_through_the_london_filters():
    raw = []
    for path in templates():
        text = path.read_text()
        raw += [f"{where(path)} {match.group()}" for match in RAW_DATE.finditer(text)]
    assert not raw


def test_no_text_of_a_person_is_passed_to_a_macro_as_html():
    """`html` parameters take only what a `{% set %}…{% endset %}` block or a macro call made, which is escaped."""
    found = []
    for path in templates():
        text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
        made = set(re.findall(r"\{%-?\s*set\s+(\w+)\s*-?%\}", text)) | set(re.findall(r"macro\s+(\w+)\(", text))
        made |= set(re.findall(r"import\s+([^%]+?)\s*-?%\}", text) and _imported(text))
        for match in HTML_PARAMETER.finditer(text):
            value = match.group("value").strip()
            first = re.match(r"[\w.]+", value)
            if (
                first
                and first.group().partition("(")[0] not in made
                and not value.startswith(("caller(", "csrf_input"))
            ):
                found.append(f"{where(path, text[: match.start()].count(chr(10)) + 1)} html: {value}")
    assert not found


def _imported(text: str) -> set[str]:
    names: set[str] = set()
    for group in re.findall(r"import\s+([^%]+?)\s*(?:with context\s*)?-?%\}", text):
        names |= {part.strip().split(" as ")[-1].strip() for part in group.split(",")}
    return names


def test_each_class_of_ours_is_begun_in_one_style_sheet():
    """Two sheets that give one name each its own meaning would restyle each other's pages; paper is apart."""
    begun: dict[str, set[str]] = {}
    for path in sorted((PROGRAM / "web" / "scss").glob("*.scss")):
        if path.name != "_print.scss":
            for name in re.findall(r"^\.(gt-[a-z0-9-]+) \{", path.read_text(), re.MULTILINE):
                begun.setdefault(name, set()).add(path.name)
    assert begun
    assert {name: sheets for name, sheets in begun.items() if len(sheets) > 1} == {}
