"""Names of old and names of today, and what is understood of what somebody types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.threads.rules import LEGACY, Part, Term, equivalents, marked, understood
from goldenthread.threads.rules.words import CLOSES, MOST_LETTERS, MOST_WORDS, OPENS


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("LSCB", "safeguarding children partnership"),
        ("lscb", "SCP"),
        ("CCG", "integrated care board"),
        ("ICB", "clinical commissioning group"),
        ("SCR", "local child safeguarding practice review"),
        ("practice review", None),
        ("child safeguarding practice review", "serious case review"),
        ("DHR", "domestic abuse related death review"),
        ("SAR", "subject access request"),
        ("looked after children", "children in care"),
        ("SEND", "special educational needs and disabilities"),
        ("send", None),
        ("sin", None),
    ],
)
def test_other_names_are_found_both_ways(typed: str, found: str | None) -> None:
    """threads.other_names"""
    assert (found in equivalents(typed)) if found else equivalents(typed) == ()


def test_every_name_leads_to_every_other_of_its_row() -> None:
    for row in LEGACY:
        for name in row.every:
            others = {other.lower() for other in row.every} - {name.lower()}
            assert others <= {other.lower() for other in equivalents(name)}


def test_quotes_or_and_minus_are_understood() -> None:
    """threads.understood"""
    sought = understood('neglect "early help" OR hoarding -training -"by post"')
    assert sought.clauses == (
        (Term("neglect"), Term("early help", is_phrase=True)),
        (Term("hoarding"), Term("training", is_excluded=True), Term("by post", is_phrase=True, is_excluded=True)),
    )
    assert sought.also == ()


def test_words_that_together_are_a_name_bring_its_other_names() -> None:
    sought = understood("clinical commissioning group neglect")
    [(name, word)] = sought.clauses
    assert (name.text, word.text) == ("clinical commissioning group", "neglect")
    assert "ICB" in sought.also
    assert understood("neglect -CCG").also == ()


def test_any_of_the_words_is_offered_where_all_were_asked_for() -> None:
    assert understood("early help neglect").as_any == "early help OR neglect"
    assert understood("neglect").as_any == ""
    assert understood("neglect OR hoarding").as_any == ""


@given(st.text(max_size=400))
def test_whatever_is_typed_is_understood_somehow(typed: str) -> None:
    sought = understood(typed)
    terms = [term for clause in sought.clauses for term in clause]
    assert len(terms) <= MOST_WORDS
    assert all(clause for clause in sought.clauses)
    assert all(any(one.isalnum() for one in term.text) for term in terms)
    assert sum(len(term.text) for term in terms) <= MOST_LETTERS + MOST_WORDS
    assert understood(sought.as_any).as_any in ("", sought.as_any)


pieces = st.lists(st.tuples(st.text(st.characters(exclude_characters=OPENS + CLOSES)), st.booleans()))


@given(pieces)
def test_marks_cut_a_text_where_they_stand(cut: list[tuple[str, bool]]) -> None:
    """threads.marked"""
    text = "".join(f"{OPENS}{words}{CLOSES}" if hit else words for words, hit in cut)
    parts = marked(text)
    assert "".join(part.text for part in parts) == "".join(words for words, _ in cut)
    assert [part.text for part in parts if part.is_hit] == [words for words, hit in cut if hit and words]


@given(st.text(st.sampled_from(["a", "<", OPENS, CLOSES])))
def test_marks_out_of_order_leave_no_trace(text: str) -> None:
    parts = marked(text)
    assert "".join(part.text for part in parts) == text.replace(OPENS, "").replace(CLOSES, "")
    assert Part("", is_hit=True) not in parts
