"""How the sign-ins are told, and that nowhere and nothing in the demonstration is real."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from goldenthread.demo import services as demo
from goldenthread.demo.services.world import DATA

SHARED = Path(settings.BASE_DIR).parent / "shared" / "plans"
REAL = "somerset nottingham northumberland essex bristol hampshire shropshire telford kent sussex leeds warrington"


def words_of_the_demo() -> str:
    return "\n".join(path.read_text() for path in sorted(DATA.rglob("*.toml")))


def test_the_sign_ins_are_told_in_words() -> None:
    said = demo.sign_ins_in_words("http://localhost:8000")
    assert "http://localhost:8000" in said
    assert demo.PASSWORD in said
    assert all(one.email in said and one.role in said and one.look in said for one in demo.sign_ins())
    assert all(len(line) <= 160 for line in said.splitlines())


def test_no_real_place_is_named() -> None:
    found = set(re.findall(r"[a-z]+", words_of_the_demo().lower())) & set(REAL.split())
    assert not found


def test_no_sentence_of_a_real_plan_is_used() -> None:
    if not SHARED.is_dir():
        pytest.skip("The reference plans are not beside this checkout.")
    ours = " ".join(words_of_the_demo().lower().split())
    used = [text for path in SHARED.glob("*.json") for text in _texts(json.loads(path.read_text())) if text in ours]
    assert not used


def _texts(value: object) -> list[str]:
    """Every text of more than five words, with its white space collapsed."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    text = " ".join(str(value).lower().split())
    return [text] if len(text.split()) > 5 else []
