"""A date typed in three boxes is read, or refused in a sentence that says what is wrong with which box."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.web import forms
from goldenthread.web.forms.dates import split


class Due(forms.Form):
    """One date."""

    due = forms.DateField("When is it due?", subject="The due date", latest=dt.date(2030, 12, 31))


def typed(day: str, month: str, year: str) -> Due:
    return Due(data={"due-day": day, "due-month": month, "due-year": year})


@pytest.mark.parametrize("month", ["3", "03", "mar", "March", "MARCH", "Mar."])
def test_a_month_may_be_a_number_or_a_word(month: str):
    form = typed(" 4", month, "2027 ")
    assert form.is_valid()
    assert form.cleaned_data["due"] == dt.date(2027, 3, 4)


def test_september_may_be_sept():
    assert typed("1", "Sept", "2027").is_valid()


@pytest.mark.parametrize(
    ("boxes", "sentence", "target"),
    [
        (("", "", ""), "Enter the due date", "day"),
        (("4", "3", ""), "The due date must include a year", "year"),
        (("4", "", ""), "The due date must include a month and a year", "month"),
        (("", "3", "2027"), "The due date must include a day", "day"),
        (("4", "3", "27"), "The due date must have a year of 4 numbers", "year"),
        (("31", "2", "2027"), "The due date must be a real date", "day"),
        (("4", "ma", "2027"), "The due date must be a real date", "day"),
        (("1_0", "3", "2027"), "The due date must be a real date", "day"),
        (("4", "3", "2031"), "The due date must be 31 December 2030 or earlier", "day"),
    ],
)
def test_each_mistake_has_its_sentence_and_its_box(boxes: tuple[str, str, str], sentence: str, target: str):
    assert typed(*boxes).error_summary() == [{"text": sentence, "href": f"#id_due-{target}"}]


def test_only_the_boxes_in_error_are_marked_and_all_keep_what_was_typed():
    html = str(typed("4", "3", ""))
    assert html.count("govuk-input--error") == 1
    assert 'value="4"' in html
    assert 'value="3"' in html


@given(st.dates(max_value=dt.date(2030, 12, 31), min_value=dt.date(1000, 1, 1)))
def test_a_date_shown_and_sent_back_is_the_same_date(day: dt.date):
    form = typed(*split(day))
    assert form.is_valid()
    assert form.cleaned_data["due"] == day
    assert not form.fields["due"].has_changed(day, split(day))


@given(st.text(max_size=6), st.text(max_size=12), st.text(max_size=6))
def test_nothing_that_can_be_typed_breaks_it(day: str, month: str, year: str):
    form = typed(day, month, year)
    said = [error["text"] for error in form.error_summary()]
    assert said or isinstance(form.cleaned_data["due"], dt.date)
    assert all(sentence.startswith(("The due date must", "Enter the due date")) for sentence in said)
