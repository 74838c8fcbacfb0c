"""Which addresses belong to one person."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.outcomes import Denied
from goldenthread.people.rules import _FUNCTIONS, is_shared_inbox, may_sign_in_with

FUNCTIONS = st.sampled_from(sorted(_FUNCTIONS))
HOSTS = st.sampled_from(["council.example", "nhs.example", "school.example"])
FIRST = st.sampled_from(["amina", "jo", "priya", "thomas", "wei", "olu"])
LAST = st.sampled_from(["okafor", "hill", "bishop", "fielding", "o-neill", "baker", "park"])


@pytest.mark.parametrize(
    "local",
    [
        "info", "admin", "enquiries", "safeguarding", "office", "mash", "duty", "team", "reception", "head", "noreply",
        "no-reply", "NO.REPLY", "donotreply", "safeguarding.team", "mash-duty",
        "safeguarding+alerts", "info2", "the.head", "schooloffice", "headteacher", "business.unit",
        "childrens.services", "ambershire.safeguarding", "admissions-enquiries", "front.door", "practice.manager",
    ],
)  # fmt: skip
def test_an_inbox_of_a_function_is_shared(local):
    """people.shared_inbox"""
    assert is_shared_inbox(f"{local}@council.example")


@pytest.mark.parametrize(
    "local",
    ["d.office", "j-duty", "amina.okafor", "okafor", "a.head", "mark.mash", "jo.duty", "headley", "adminova",
     "infante", "teamer", "o.reception", "m.safeguarding", "x", ""],
)  # fmt: skip
def test_a_persons_name_is_not(local):
    """people.shared_inbox"""
    assert not is_shared_inbox(f"{local}@council.example")


@given(FUNCTIONS, FUNCTIONS, HOSTS, st.sampled_from(["", ".", "-", "_"]), st.integers(0, 99), st.booleans())
def test_functions_are_shared_however_they_are_written(one, other, host, joint, number, shouted):
    address = f"{one}{joint}{other}{number or ''}+anything@{host}"
    assert is_shared_inbox(address.upper() if shouted else address)


@given(FUNCTIONS, HOSTS, st.sampled_from(string.ascii_lowercase), st.sampled_from([".", "-", "_"]))
def test_an_initial_makes_any_word_a_name(word, host, initial, joint):
    assert not is_shared_inbox(f"{initial}{joint}{word}@{host}")
    assert not is_shared_inbox(f"{word}{joint}{initial}@{host}")


@given(FIRST, LAST, HOSTS, st.sampled_from(["", ".", "-"]))
def test_names_are_never_refused(first, last, host, joint):
    assert may_sign_in_with(f"{first}{joint}{last}@{host}")


@given(st.text(max_size=60))
def test_any_text_at_all_gets_an_answer(text):
    assert is_shared_inbox(text) in (True, False)


def test_the_refusal_says_why_and_what_to_give_instead():
    refused = may_sign_in_with("duty@council.example")
    assert isinstance(refused, Denied)
    assert "who did what" in refused.reason
    assert "own work address" in refused.reason
