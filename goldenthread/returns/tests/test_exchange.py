"""Question sets as files: what is taken out reads back as itself, and a bad file is said in one clear sentence."""

import io
import json
import string
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from goldenthread.kernel.actor import Actor
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.partnerships.tests import factories
from goldenthread.partnerships.tests.factories import NOW, TODAY
from goldenthread.people.models import User
from goldenthread.returns import exchange, queries, rules, services
from goldenthread.returns.models import Question, QuestionSet, RatingScheme
from goldenthread.returns.rules import QuestionDocument, SectionDocument, SetDocument
from goldenthread.returns.tests.factories import House, a_set
from goldenthread.trail.models import Event

KINDS = [key for key, _ in queries.KINDS]
# Text as people type it, what Excel may take for something else, and other scripts.
LETTERS = string.ascii_letters + string.digits + "=+-@'\"<>&_#%{}éüß“–…中文😀"
WORDS = st.text(LETTERS + " ", min_size=1, max_size=40).map(lambda text: " ".join(text.split())).filter(bool)
LINES = st.lists(WORDS, max_size=3).map("\n".join)
KEY = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
DAY = st.dates(date(2020, 1, 1), date(2040, 1, 1))
LEVELS = st.lists(st.tuples(KEY, WORDS), min_size=2, max_size=4, unique_by=(lambda one: one[0], lambda one: one[1]))


def numbers(whole: int, parts: int) -> st.SearchStrategy[Decimal]:
    return st.integers(-(10**whole) + 1, 10**whole - 1).map(lambda one: Decimal(one).scaleb(-parts))


@st.composite
def schemes(draw: Any) -> rules.Scheme:
    levels = [
        rules.Level(key, word, draw(st.sampled_from(["", "green"])), abs(draw(numbers(4, 2))), draw(LINES))
        for key, word in draw(LEVELS)
    ]
    return rules.Scheme(draw(WORDS), tuple(levels), draw(st.booleans()), draw(st.booleans()))


@st.composite
def columns(draw: Any, key: str) -> tuple[tuple[str, Any], ...]:
    named = (("key", key), ("label", draw(WORDS)))
    if draw(st.booleans()):
        return (*named, ("asks", "number"))
    return (*named, ("asks", "choice"), ("options", tuple(draw(st.lists(WORDS, min_size=1, max_size=3)))))


@st.composite
def questions(draw: Any, key: str, known: list[rules.Scheme]) -> QuestionDocument:
    asks = draw(st.sampled_from(list(rules.Asks)))
    more: dict[str, Any] = {}
    if asks in (rules.Asks.CHOICE, rules.Asks.SEVERAL):
        more["options"] = tuple(draw(st.lists(WORDS, min_size=2, max_size=4)))
    if asks == rules.Asks.RATING:
        scheme = draw(st.sampled_from(known))
        told = draw(
            st.dictionaries(st.sampled_from([one.key for one in scheme.levels]), LINES.filter(bool), max_size=2)
        )
        more |= {"scheme": scheme.name, "descriptors": tuple(sorted(told.items()))}
    if asks == rules.Asks.NUMBER:
        ends = sorted(draw(st.lists(numbers(8, 4), min_size=2, max_size=2)))
        more |= {
            "unit": draw(WORDS)[:40].strip(),
            "smallest": ends[0],
            "largest": draw(st.sampled_from([None, ends[1]])),
        }
    if asks == rules.Asks.TABLE:
        keys = draw(st.lists(KEY, min_size=1, max_size=3, unique=True))
        more["columns"] = tuple(draw(columns(one)) for one in keys)
    return QuestionDocument(
        key, draw(WORDS), asks, hint=draw(LINES), is_required=draw(st.booleans()), weight=abs(draw(numbers(4, 2))),
        fills_from=draw(st.sampled_from(["", *rules.fillers()])), **more,
    )  # fmt: skip


@st.composite
def documents(draw: Any) -> SetDocument:
    known = draw(st.lists(schemes(), min_size=1, max_size=2, unique_by=lambda one: one.name))
    keys = draw(st.lists(KEY, min_size=1, max_size=5, unique=True))
    first = draw(st.integers(0, len(keys)))
    days = sorted(draw(st.lists(DAY, min_size=2, max_size=2)))
    return SetDocument(
        draw(WORDS), draw(st.sampled_from(KINDS)), draw(LINES), draw(LINES),
        draw(st.sampled_from([None, days[0]])), draw(st.sampled_from([None, days[1]])), tuple(known),
        tuple(
            SectionDocument(draw(WORDS), draw(LINES), tuple(draw(questions(key, known)) for key in part))
            for part in (keys[:first], keys[first:])
        ),
    )  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), st.sampled_from(["", "OFFICIAL-SENSITIVE"]))
def test_what_is_taken_out_reads_back_as_itself(document: SetDocument, marking: str):
    """Rules returns.document_problems."""
    for content in (
        exchange.write_workbook(document, queries.KINDS, marking),
        json.dumps(rules.as_raw(document)).encode(),
    ):
        again, problems = exchange.read_question_set(content, "set")
        assert problems == []
        assert again == document
    assert rules.document_problems(document, KINDS, rules.fillers()) == []


@settings(max_examples=150, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                        st.sampled_from(["what", "format", "title", "sections", "questions", "schemes", "levels",
                                         "columns", "asks", "key", "descriptors", "weight", "starts_on", "options"]),
                        inner, max_size=4), max_leaves=12))  # fmt: skip
def test_whatever_a_file_holds_is_said_and_never_breaks_the_reader(value: Any):
    raw = {"title": "T", **value, "what": rules.WHAT, "format": 1} if isinstance(value, dict) else value
    document, problems = rules.from_raw(raw)
    assert isinstance(document, SetDocument)
    assert problems or rules.document_problems(document, KINDS, rules.fillers()) or document.questions


def book(change: Callable[[Any], None]) -> bytes:
    """The template with something done to it."""
    opened = load_workbook(io.BytesIO(exchange.template(queries.KINDS)))
    change(opened)
    made = io.BytesIO()
    opened.save(made)
    return made.getvalue()


def put(sheet: str, cell: str, value: Any) -> Callable[[Any], None]:
    def change(opened: Any) -> None:
        opened[sheet][cell] = value

    return change


def test_the_template_can_be_brought_in_as_it_is():
    document, problems = exchange.read_question_set(exchange.template(queries.KINDS), "template.xlsx")
    assert problems == []
    assert rules.document_problems(document, KINDS, rules.fillers()) == []
    assert [one.key for one in document.questions] == ["how", "often", "standard", "teams"]


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        (put("Questions", "D3", "essay"), "Questions, row 3", "“essay” is no sort of answer; use one of: text,"),
        (put("Questions", "B2", "=1+1"), "Questions, row 2", "“Question” holds a formula"),
        (put("Questions", "C3", "how"), "Questions, row 3", "The key “how” is used already, at Questions, row 2"),
        (put("Questions", "C3", "How often"), "Questions, row 3", "small letters and digits"),
        (put("Questions", "A4", 7), "Questions, row 4", "There is no section 7"),
        (put("Questions", "B4", None), "Questions, row 4", "Give the question its words."),
        (put("Questions", "G3", "Every month"), "Questions, row 3", "at least two answers"),
        (put("Questions", "H4", "Another"), "Questions, row 4", "There is no rating scheme “Another” in this file."),
        (put("Questions", "I2", "much"), "Questions, row 2", "“much” should be a number"),
        (put("Questions", "E2", "perhaps"), "Questions, row 2", "“perhaps” should be Yes or No."),
        (put("Questions", "M2", "the weather"), "Questions, row 2", "The records cannot say “the weather”"),
        (put("Questions", "B1", "Frage"), "Questions, row 1", "There is no column called “Question”"),
        (put("Rating schemes", "D3", None), "Rating schemes, row 3", "Give each level a word."),
        (put("Sections", "A2", None), "Sections, row 2", "Give each section a number"),
        (put("Descriptors", "B2", "gold"), "Questions, row 4", "“gold” is no level of its rating scheme"),
        (put("Columns", "A2", "nothing"), "Columns, row 2", "There is no question with the key “nothing”."),
        (put("Set", "B3", "party"), "Set", "“party” is no sort of return"),
        (put("Set", "B6", "soon"), "Set", "“soon” should be a date"),
    ],
)
def test_each_problem_is_named_with_its_sheet_and_row(change: Any, place: str, said: str):
    document, problems = exchange.read_question_set(book(change), "set.xlsx")
    problems = problems or rules.document_problems(document, KINDS, rules.fillers())
    assert any(one.place == place and said in one.said for one in problems), problems


def test_all_problems_are_said_at_once():
    def change(opened: Any) -> None:
        opened["Questions"]["D3"], opened["Questions"]["E4"], opened["Set"]["B2"] = "essay", "perhaps", None

    _, problems = exchange.read_question_set(book(change), "set.xlsx")
    assert [one.place for one in problems] == ["Set", "Questions, row 3", "Questions, row 4"]


def package(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return made.getvalue()


def plain_book() -> bytes:
    made = io.BytesIO()
    Workbook().save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7", "is not a question set; send an Excel workbook"),
        (b"Question,Asks\n", "is not a question set"),
        (b"x" * (5 * 2**20 + 1), "is larger than 5 MB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "is locked with a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old sort of Excel"),
        (b"PK\x03\x04 and then nothing", "is damaged"),
        (package(word__document_xml=b"<w/>"), "is not a question set"),
        (package(xl__workbook_xml=b"<!DOCTYPE x><x/>"), "declarations that could do harm"),
        (package(xl__workbook_xml=b"<x/>", xl__vbaProject_bin=b"x"), "carries a program"),
        (package(xl__workbook_xml=b"<x/>", xl__big_bin=b"\0" * (51 * 2**20)), "unpacks to far more"),
        (package(xl__workbook_xml=b"<x/>"), "is damaged"),
        (plain_book(), "has no sheet called “Set”"),
        (b'{"what": ', "is not whole"),
        (b'{"some": "thing"}', "This is not a question set that was taken out of here."),
        (json.dumps({"what": rules.WHAT, "format": 2}).encode(), "made by a newer version"),
        (b'{"a":' * 100_000, "is not whole"),
    ],
)  # fmt: skip
def test_a_bad_file_gets_one_clear_sentence(content: bytes, said: str):
    with pytest.raises(Refused) as refused:
        exchange.read_question_set(content, "set.xlsx")
    assert said in refused.value.reason
    assert refused.value.reason.startswith("set.xlsx")


# What is made of it.

SCHEME = {"name": "How far", "levels": [{"word": "Not met"}, {"word": "Met", "descriptor": "Everywhere."}]}


@pytest.fixture
def asked(house: House, db: None) -> QuestionSet:
    """A question set of many sorts that is in use."""
    scheme = services.keep_scheme(house.unit, NOW, **SCHEME)
    return a_set(
        house,
        {"key": "goes", "text": "How does it go?", "asks": "long_text", "hint": "In short.\r\n\r\nNo names."},
        {"key": "met", "text": "It is met", "asks": "rating", "scheme_id": scheme.pk,
         "descriptors": {"met": "Always."}},
        {"key": "many", "text": "How many?", "asks": "number", "smallest": Decimal("0.5000"), "unit": "%"},
        {"key": "rows", "text": "Which?", "asks": "table", "columns": [{"key": "c0", "label": "A", "asks": "text"}]},
        title="How supervision goes",
    )  # fmt: skip


def shown(house: House, made: QuestionSet) -> SetDocument:
    return exchange.document_of(queries.show_question_set(house.unit, made.pk))


@pytest.mark.parametrize("format", ["xlsx", "json"])
def test_a_version_comes_back_as_the_next_one(house: House, asked: QuestionSet, format: str):
    whole = queries.show_question_set(house.unit, asked.pk)
    name, content, _ = exchange.question_set_file(house.manager, whole, format)
    assert name == f"how-supervision-goes-version-1-OFFICIAL.{format}"
    looked = exchange.look_at(house.manager, TODAY, content, name)
    assert (looked.problems, looked.new_schemes) == ([], [])
    assert QuestionSet.objects.count() == 1, "looking writes nothing"
    made = exchange.bring_in(house.manager, NOW, TODAY, looked.kept, asked.pk)
    assert (made.series, made.edition, made.state) == (asked.series, 2, QuestionSet.State.DRAFT)
    assert shown(house, made) == replace(shown(house, asked), starts_on=shown(house, made).starts_on)
    assert RatingScheme.objects.count() == 1
    assert Event.objects.filter(name="returns.questionset.brought_in").count() == 1
    services.publish_question_set(house.unit, NOW, TODAY, made.pk)
    services.new_edition(house.unit, NOW, made.pk)
    with pytest.raises(Refused, match="already a draft"):
        exchange.bring_in(house.manager, NOW, TODAY, looked.kept, asked.pk)


def test_another_partnership_gets_it_with_its_scheme(house: House, asked: QuestionSet):
    content = exchange.question_set_file(house.manager, queries.show_question_set(house.unit, asked.pk), "xlsx")[1]
    other = factories.found()
    looked = exchange.look_at(other, TODAY, content, "set.xlsx")
    assert looked.new_schemes == ["How far"]
    made = exchange.bring_in(other, NOW, TODAY, looked.kept, None)
    assert made.series != asked.series
    assert exchange.document_of(queries.show_question_set(other, made.pk)) == shown(house, asked)
    with pytest.raises(Refused, match="no such question set"):
        exchange.bring_in(other, NOW, TODAY, looked.kept, asked.pk)


def test_a_scheme_that_rates_otherwise_is_a_problem_and_nothing_is_kept(house: House, asked: QuestionSet):
    raw = rules.as_raw(shown(house, asked))
    raw["schemes"][0]["levels"][0]["word"] = "Nowhere"
    looked = exchange.look_at(house.manager, TODAY, json.dumps(raw).encode(), "set.json")
    assert "that rates otherwise" in looked.problems[0].said
    with pytest.raises(Refused, match="rates otherwise"):
        exchange.bring_in(house.manager, NOW, TODAY, looked.kept, None)
    assert (QuestionSet.objects.count(), Question.objects.count()) == (1, 4)


def test_dates_that_are_over_are_left_out_and_others_kept():
    """Rule returns.dates_brought_in."""
    over = SetDocument("T", "other", starts_on=TODAY - timedelta(days=9), ends_on=TODAY - timedelta(days=1))
    begun = SetDocument("T", "other", starts_on=TODAY - timedelta(days=9), ends_on=TODAY)
    ahead = SetDocument("T", "other", starts_on=TODAY, ends_on=TODAY + timedelta(days=9))
    assert rules.dates_brought_in(over, TODAY) == (None, None)
    assert rules.dates_brought_in(begun, TODAY) == (None, TODAY)
    assert rules.dates_brought_in(ahead, TODAY) == (TODAY, TODAY + timedelta(days=9))


def test_two_schemes_are_the_same_whatever_their_numbers_look_like():
    """Rule returns.same_scheme."""
    one = rules.Scheme("A", (rules.Level("x", "X", weight=Decimal("1.0")), rules.Level("y", "Y")))
    assert rules.is_same_scheme(
        one, rules.Scheme("B", (rules.Level("x", "X", weight=Decimal(1)), rules.Level("y", "Y")))
    )
    assert not rules.is_same_scheme(one, rules.Scheme("A", one.levels, counts_not_applicable=True))


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def test_a_file_is_looked_at_and_brought_in_on_the_pages(house: House, asked: QuestionSet):
    client, here = browser(house.manager), f"/{house.unit.partnership_slug}/question-sets/"
    page = client.get(f"{here}{asked.pk}/").content.decode()
    assert f"{here}{asked.pk}/file/xlsx/" in page
    content = client.get(f"{here}{asked.pk}/file/xlsx/").content
    response = client.post(f"{here}bring-in/", {"file": SimpleUploadedFile("set.xlsx", content)})
    page = response.content.decode()
    assert response.status_code == 200
    assert "4 questions in 1 section" in page
    form = response.context_data["form"]
    assert form["next_of"].value() == str(asked.pk), "the set of the same title is offered first"
    typed = {"kept": form["kept"].value(), "next_of": str(asked.pk)}
    assert client.post(f"{here}bring-in/keep/", typed).status_code == 302
    assert QuestionSet.objects.get(edition=2).state == "draft"
    response = client.post(f"{here}bring-in/keep/", typed)
    assert response.status_code == 422
    response = client.post(f"{here}bring-in/keep/", {"kept": "{}"})
    assert response.status_code == 422
    bad = book(put("Questions", "D3", "essay"))
    page = client.post(f"{here}bring-in/", {"file": SimpleUploadedFile("set.xlsx", bad)}).content.decode()
    assert "1 problem in this file" in page
    assert "Questions, row 3" in page
    response = client.post(f"{here}bring-in/", {"file": SimpleUploadedFile("set.pdf", b"%PDF-1.7")})
    assert response.status_code == 422
    assert "is not a question set" in response.content.decode()
    assert client.get(f"{here}template/").content[:2] == b"PK"
    assert client.get(f"{here}{asked.pk}/file/docx/").status_code == 404


def test_who_does_not_write_questions_brings_none_in(house: House, asked: QuestionSet):
    document = shown(house, asked)
    with pytest.raises(NotPermitted):
        services.bring_in_question_set(house.health_lead, NOW, TODAY, document)
    client, here = browser(house.health_lead), f"/{house.unit.partnership_slug}/question-sets/"
    for address in ("bring-in/", "template/", f"{asked.pk}/file/xlsx/"):
        assert client.get(f"{here}{address}").status_code == 403
    assert client.post(f"{here}bring-in/keep/", {"kept": json.dumps(rules.as_raw(document))}).status_code == 403
    assert QuestionSet.objects.count() == 1
