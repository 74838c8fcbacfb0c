"""Classes and markings, names, lives and evidence."""

import unicodedata
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.documents import rules
from goldenthread.kernel.outcomes import Denied


def reason(verdict: object) -> str:
    assert isinstance(verdict, Denied), "allowed"
    return verdict.reason


@pytest.mark.parametrize("one", rules.CLASSES.values(), ids=lambda one: one.letter)
def test_every_class_of_the_guide_is_described_and_marked(one: rules.InformationClass) -> None:
    assert one.marking in rules.MARKINGS
    assert one.holds.endswith(".")
    assert one.readers.endswith(".")
    assert rules.default_marking(one.letter) == one.marking


@pytest.mark.parametrize(
    ("letter", "marking", "allowed"),
    [
        ("P", "Public", True),
        ("P", "OFFICIAL", False),
        ("G", "OFFICIAL", True),
        ("G", "Public", False),
        ("G", "OFFICIAL-SENSITIVE", True),
        ("R", "OFFICIAL-SENSITIVE", True),
        ("R", "OFFICIAL", False),
        ("X", "OFFICIAL-SENSITIVE", False),
        ("G", "SECRET", False),
        ("", "", False),
    ],
)
def test_a_marking_fits_its_class(letter: str, marking: str, allowed: bool) -> None:
    """documents.marking"""
    assert bool(rules.may_mark(letter, marking)) is allowed


def test_a_restricted_paper_is_read_by_class_by_named_group_and_by_its_owner() -> None:
    """documents.may_be_read"""
    group, owner, other = uuid4(), uuid4(), uuid4()
    assert rules.may_be_read("R", {"P", "G", "R"})
    assert rules.may_be_read("R", {"P", "G"}, group_id=group, group_ids={group})
    assert rules.may_be_read("R", {"P", "G"}, owner_id=owner, user_id=owner)
    assert not rules.may_be_read("R", {"P", "G"}, group_id=group, group_ids={other}, owner_id=owner, user_id=other)
    assert not rules.may_be_read("R", {"P"}, group_id=group, group_ids={group}), (
        "who reads no governance reads no part B"
    )
    assert not rules.may_be_read("R", {"P", "G"}, owner_id=None, user_id=None)
    assert not rules.may_be_read("X", {"P", "G", "R"}, owner_id=owner, user_id=owner)
    assert "business unit" in reason(rules.may_be_read("G", {"P"}))


@given(st.text(alphabet=st.characters(), max_size=400))
def test_a_clean_name_is_always_safe(name: str) -> None:
    """documents.clean_name"""
    clean = rules.clean_name(name)
    assert 1 <= len(clean) <= 150
    assert not set(clean) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp") for one in clean)
    assert clean == clean.strip(". ")
    assert rules.clean_name(clean) == clean


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\minutes.pdf", "minutes.pdf"),
        ("minutes\r\nSet-Cookie: a=b.pdf", "minutes Set-Cookie a=b.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("zero\u200bwidth\ufeff.docx", "zerowidth.docx"),
        ("nul\x00l.pdf", "null.pdf"),
        ("invoice.pdf.exe", "invoice.pdf.exe"),
        ("Cafe\u0301.txt", "Café.txt"),
        ("", "document"),
        ("...", "document"),
        ("a/", "document"),
        (".htaccess", "htaccess"),
        ("minutes.pdf. . .", "minutes.pdf"),
        ("m" * 300 + ".pdf", "m" * 146 + ".pdf"),
        ("é" * 300 + ".docx", "é" * 145 + ".docx"),
    ],
)
def test_hostile_names_are_made_plain(name: str, clean: str) -> None:
    """documents.clean_name"""
    assert rules.clean_name(name) == clean


@pytest.mark.parametrize(
    ("name", "ending"), [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("pdf", ""), (".pdf", ""), ("a.", ""), ("", "")]
)
def test_the_ending_is_the_last_part(name: str, ending: str) -> None:
    assert rules.extension_of(name) == ending


def test_only_owner_and_unit_change_and_nobody_after_withdrawal() -> None:
    """documents.may_change"""
    assert rules.may_change(True, False, False)
    assert rules.may_change(False, True, False)
    assert "business unit" in reason(rules.may_change(False, False, False))
    assert "withdrawn" in reason(rules.may_change(True, True, True))


def test_only_the_newest_version_is_replaced() -> None:
    """documents.may_replace"""
    assert rules.may_replace(True, False, False, False)
    assert "newer version" in reason(rules.may_replace(True, True, False, True))


def test_a_hold_keeps_a_document_from_being_withdrawn() -> None:
    """documents.may_withdraw"""
    assert rules.may_withdraw(True, False, False, False, "Holds a name")
    assert "legal hold" in reason(rules.may_withdraw(True, True, False, True, "Holds a name"))
    assert "Say why" in reason(rules.may_withdraw(True, True, False, False, "  "))
    assert not rules.may_withdraw(True, True, True, False, "Again")
    assert not rules.may_withdraw(False, False, False, False, "Not mine")


def test_a_hold_is_put_and_lifted_once_with_a_reason() -> None:
    """documents.may_hold documents.may_release"""
    assert rules.may_hold(False, False, "Inquiry")
    assert not rules.may_hold(False, False, "")
    assert not rules.may_hold(False, True, "Inquiry")
    assert not rules.may_hold(True, False, "Inquiry")
    assert rules.may_release(True, "Inquiry closed")
    assert not rules.may_release(True, " ")
    assert not rules.may_release(False, "Inquiry closed")


def test_only_the_unit_opens_what_was_withdrawn() -> None:
    """documents.may_open"""
    assert rules.may_open(False, False)
    assert rules.may_open(True, True)
    assert not rules.may_open(True, False)


@pytest.mark.parametrize(
    ("kind", "has_document", "url", "statement", "allowed"),
    [
        ("document", True, "", "", True),
        ("document", False, "", "", False),
        ("document", True, "https://example.org", "", False),
        ("link", False, "https://example.org/report", "", True),
        ("link", False, "javascript:alert(1)", "", False),
        ("link", False, "https://user:pass@example.org/", "", False),
        ("link", False, "ftp://example.org/", "", False),
        ("link", False, "https://", "", False),
        ("link", False, "https://[::1", "", False),
        ("link", False, "https://example.org/a b", "", False),
        ("link", False, "https://example.org/" + "a" * 1000, "", False),
        ("statement", False, "", "Heard at the meeting", True),
        ("statement", False, "", "  ", False),
        ("rumour", False, "", "Heard", False),
    ],
)
def test_evidence_rests_on_one_thing_that_can_be_looked_at(
    kind: str, has_document: bool, url: str, statement: str, allowed: bool
) -> None:
    """documents.rests_on"""
    assert bool(rules.rests_on(kind, has_document=has_document, url=url, statement=statement)) is allowed


@given(st.text(), st.text(), st.booleans())
def test_whatever_is_typed_as_an_address_is_judged(kind: str, url: str, has_document: bool) -> None:
    """documents.rests_on"""
    for one in (kind, "link"):
        verdict = rules.rests_on(one, has_document=has_document, url=url, statement="")
        assert verdict or verdict.reason.endswith(".")


def test_evidence_is_dated_and_not_ahead_of_time() -> None:
    """documents.evidence_date"""
    today = date(2026, 11, 3)
    assert rules.may_date(today, today)
    assert not rules.may_date(None, today)
    assert not rules.may_date(date(2026, 11, 4), today)


@pytest.mark.parametrize("words", [*rules.QUADRANTS.values(), *rules.STRENGTHS.values(), *rules.RESTS_ON.values()])
def test_every_choice_about_evidence_is_described(words: rules.Described) -> None:
    assert words.word
    assert words.sentence.endswith(".")
