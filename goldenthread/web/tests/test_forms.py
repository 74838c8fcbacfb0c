"""Fields draw themselves, keep what was typed, and never let a label or an answer become HTML."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from goldenthread.kernel.outcomes import Refused
from goldenthread.web import forms
from goldenthread.web.tests.sink import Everything

HOSTILE = "\"><script>alert(1)</script><b title='"
KINDS = [
    forms.Text,
    forms.LongText,
    forms.EmailField,
    forms.Number,
    forms.Password,
    forms.FileField,
    forms.Tick,
    forms.DateField,
    forms.Select,
    forms.Radios,
    forms.Checkboxes,
    forms.Pick,
]
CHOOSING = (forms.Select, forms.Radios, forms.Checkboxes, forms.Pick)


def form_of(field: forms.Text, data: dict | None = None, **kwargs) -> forms.Form:
    made = type("Made", (forms.Form,), {"answer": field})
    return made(data=data, **kwargs)


@pytest.mark.parametrize("kind", KINDS)
def test_labels_hints_choices_and_errors_are_escaped(kind: type):
    extra = {"choices": [(HOSTILE, HOSTILE), ("b", "B")]} if kind in CHOOSING else {}
    html = str(form_of(kind(HOSTILE, hint=HOSTILE, missing=HOSTILE, required=True, **extra), data={}))
    assert "<script>" not in html
    assert "<b title" not in html
    assert html.count("&lt;script&gt;") >= 2


@pytest.mark.parametrize("kind", [forms.Text, forms.LongText, forms.EmailField, forms.Number, forms.Hidden])
def test_what_was_typed_is_kept_and_escaped(kind: type):
    html = str(form_of(kind(), data={"answer": HOSTILE}))
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("kind", KINDS)
def test_every_control_has_a_label_and_its_error_is_tied_to_it(kind: type):
    extra = {"choices": [("a", "A")]} if kind in CHOOSING else {}
    form = form_of(kind("Answer", required=True, **extra), data={})
    html, target = str(form), form.error_summary()[0]["href"].lstrip("#")
    assert f'id="{target}"' in html
    assert f'for="{target}"' in html
    assert 'id="id_answer-error"' in html
    assert "id_answer-error" in html.split("aria-describedby=")[1][:60]


def test_a_password_is_never_written_back():
    assert "secret words" not in str(form_of(forms.Password(), data={"answer": "secret words"}))


def test_an_empty_post_is_validated():
    request = RequestFactory().post("/", {})
    form = Everything.of(request)
    assert form.is_bound
    assert not form.is_valid()
    assert {"text": "Enter a title", "href": "#id_title"} in form.error_summary()


def test_a_get_is_not_validated():
    form = Everything.of(RequestFactory().get("/"))
    assert not form.is_bound
    assert form.error_summary() == []


def test_a_whole_form_is_read():
    request = RequestFactory().post(
        "/",
        {
            "title": " Agree the pathway ",
            "what": "One\r\ntwo",
            "lead": "icb",
            "strand": "children",
            "delivery": "at_risk",
            "cohorts": ["1", "13"],
            "due_on-day": "27",
            "due_on-month": "mar",
            "due_on-year": "2027",
            "cost": "1,200",
            "email": "lead@riverside.example",
            "sure": "yes",
            "seen": "3",
            "evidence": SimpleUploadedFile("audit.pdf", b"%PDF"),
        },
    )
    form = Everything.of(request)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["title"] == "Agree the pathway"
    assert form.cleaned_data["what"] == "One\ntwo"
    assert form.cleaned_data["due_on"] == dt.date(2027, 3, 27)
    assert form.cleaned_data["cohorts"] == ["1", "13"]
    assert form.cleaned_data["cost"] == 1200
    assert form.cleaned_data["sure"] is True
    assert form.cleaned_data["evidence"].name == "audit.pdf"


def test_chosen_answers_stay_chosen():
    data = {"delivery": "at_risk", "lead": "icb", "strand": "adults", "cohorts": ["2"], "sure": "yes"}
    html = str(Everything(data=data))
    assert html.count(" checked") == 3
    assert html.count(" selected") == 2
    assert '<option value="icb" selected>' in html


def test_values_to_begin_with_are_shown():
    html = str(
        Everything(
            initial={"title": "Pathway", "due_on": dt.date(2027, 3, 27), "delivery": "on_track", "cohorts": ["4"]}
        )
    )
    assert 'value="Pathway"' in html
    assert 'value="27"' in html
    assert 'value="2027"' in html
    assert html.count(" checked") == 2


def test_an_answer_that_was_not_offered_is_refused_in_plain_words():
    form = form_of(forms.Radios("Rating", choices=[("a", "A")]), data={"answer": "z"})
    assert form.error_summary()[0]["text"] == "Choose one of the answers on the page"


def test_long_text_is_counted_as_the_page_counts_it():
    field = forms.LongText("Why", max_length=3)
    assert form_of(field, data={"answer": "a\r\nb"}).is_valid()
    form = form_of(forms.LongText("Why", max_length=3), data={"answer": "abcd"})
    assert form.error_summary()[0]["text"] == "This must be 3 characters or fewer; you have typed 4"


def test_a_first_empty_line_survives_the_page():
    assert "\n\nSecond</textarea>" in str(form_of(forms.LongText("Why"), initial={"answer": "\nSecond"}))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("12x", "Enter a whole number"), ("1.5", "Enter a whole number"), ("-1", "greater than or equal to 0")],
)
def test_a_number_that_is_none_is_refused(typed: str, sentence: str):
    assert sentence in form_of(forms.Number("Cost", smallest=0), data={"answer": typed}).error_summary()[0]["text"]


def test_numbers_may_have_decimals_and_may_be_left_out():
    assert form_of(forms.Number("Share", decimals=True), data={"answer": "1,000.5"}).fields["answer"].clean(
        "2.5"
    ) == Decimal("2.5")
    assert form_of(forms.Number("Share", required=False), data={}).is_valid()


def test_a_refusal_stands_beside_its_field_or_above_the_form():
    form = Everything(data={})
    form.refuse(Refused("Somebody else leads it already.", "lead"))
    form.refuse(Refused("The plan is closed."))
    summary = form.error_summary()
    assert summary[0] == {"text": "The plan is closed."}
    assert {"text": "Somebody else leads it already.", "href": "#id_lead"} in summary


def test_the_label_may_be_the_heading_of_the_page():
    assert "<h1" in str(form_of(forms.Radios("Which strand?", choices=[("a", "A")], heading=True, size="l")))
    assert "<h1" in str(form_of(forms.Text("What is it called?", heading=True, size="l")))


def test_sentences_for_empty_answers_are_made_from_labels():
    said = {
        forms.Text("E-mail of the lead"): "Enter e-mail of the lead",
        forms.Text("NHS number"): "Enter NHS number",
        forms.Text("What is it called?"): "Answer the question “What is it called?”",
        forms.DateField("When?", subject="The due date"): "Enter the due date",
    }
    for field, sentence in said.items():
        assert form_of(field, data={}).error_summary()[0]["text"] == sentence


def test_a_value_may_be_put_into_what_was_sent():
    form = Everything.of(RequestFactory().post("/", {"title": "Mine", "seen": "3"}))
    assert not form.is_valid()
    form.put(seen="4")
    html = str(form)
    assert 'name="seen" value="4"' in html
    assert 'value="Mine"' in html
