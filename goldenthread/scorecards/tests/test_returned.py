"""A data return: what keeps it from being sent, what asks for a look, and what accepting it brings."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goldenthread.documents import rules as documents
from goldenthread.documents.models import Document
from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.measures.cells import NOT_APPLICABLE, SUPPRESSED
from goldenthread.measures.results.files import read
from goldenthread.partnerships.permissions import Role
from goldenthread.returns import services as returns
from goldenthread.returns.models import Answer, QuestionSet
from goldenthread.returns.services import Given
from goldenthread.scorecards import queries, services
from goldenthread.scorecards.exchange import templates
from goldenthread.scorecards.exchange.returned import look_at_return
from goldenthread.scorecards.models import Observation
from goldenthread.scorecards.tests.asked import OCTOBER, OUT, a_file, asked, good
from goldenthread.scorecards.tests.factories import NOW, RULE_SET, counted, month, months, percent, sent


@pytest.fixture
def data(here):
    return asked(here)


def refused(data) -> str:
    with pytest.raises(Refused) as said:
        data.send()
    assert not Observation.objects.exists()
    return said.value.reason


def standing(place, code):
    return queries.show_indicator(place.manager, place.indicators[code]).figures


def test_a_file_that_is_accepted_becomes_validated_figures_of_that_return(here, data):
    data.upload(good())
    data.send()
    assert not Observation.objects.exists()
    data.accept()
    rows = Observation.objects.order_by("indicator__code")
    assert [(one.indicator.code, one.status, one.of_return_id, one.agency_id) for one in rows] == [
        (code, "validated", data.owed.pk, here.agency_id) for code in ("CP05", "CP09", "CP15")
    ]
    assert [one.value for one in rows] == [rows[0].value, 75, 120]
    assert standing(here, "CP05")[0].value.number == Decimal("22.2")


def test_figures_that_are_typed_become_the_same(here, data):
    data.save(CP05_numerator="20", CP05_denominator="90", CP09_numerator="c", CP09_denominator="24")
    data.save(CP15_numerator="1,120")
    data.send()
    data.accept()
    assert standing(here, "CP05")[0].value.number == Decimal("22.2")
    hidden = standing(here, "CP09")[0]
    assert (hidden.numerator, hidden.value, hidden.denominator.number) == (SUPPRESSED, SUPPRESSED, 24)
    assert standing(here, "CP15")[0].value.number == 1120


def test_what_does_not_apply_or_is_not_there_needs_one_letter_and_is_never_nought(here, data):
    data.save(CP05_numerator="z", CP09_numerator="x", CP15_numerator="0")
    data.send()
    data.accept()
    states = [standing(here, code)[0].value.state for code in ("CP05", "CP09", "CP15")]
    assert states == ["not_applicable", "not_available", "number"]
    assert standing(here, "CP05")[0].value == NOT_APPLICABLE


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"CP05_numerator": "about 20"}, "CP05, October 2026: Its numerator says “about 20”"),
        ({"CP05_denominator": ""}, "CP05, October 2026: Its denominator is missing"),
        ({"CP09_numerator": "30"}, "CP09, October 2026: 30 of 24 cannot be"),
        ({"CP09_numerator": "3"}, "CP09, October 2026: A number from 1 to 5 is shown"),
        ({"CP09_numerator": "22"}, "CP09, October 2026: The numerator leaves 1 to 5 of the denominator"),
        ({"CP15_numerator": " "}, "CP15, October 2026: Nothing came for it"),
    ],
)
def test_what_is_typed_wrongly_is_refused_in_one_sentence(data, typed, says):
    right = {"CP05_numerator": "20", "CP05_denominator": "90", "CP09_numerator": "18", "CP09_denominator": "24",
             "CP15_numerator": "120"}  # fmt: skip
    data.save(**{**right, **typed})
    assert refused(data).startswith(says)


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ([percent("CP09", OCTOBER, 3, 24)], "CP09, October 2026: A number from 1 to 5 is shown"),
        ([percent("CP05", month(2026, 9), 20, 90)], "CP05, September 2026: This return is for October 2026"),
        ([percent("CP20", OCTOBER, 20, 90)], "CP20, October 2026: CP20 was not asked for here"),
        ([counted("CP15", OCTOBER, 60, by="sex", of="F")], "CP15, October 2026: Figures by sex were not asked for"),
        ([], "CP05, October 2026: Nothing came for it"),
    ],
)
def test_a_file_that_will_not_do_is_refused_in_one_sentence(data, figures, says):
    codes = {one.code for one in figures if one.period == OCTOBER and not one.by}
    rest = [one for one in good() if one.code not in codes] if figures else []
    data.upload([*figures, *rest])
    assert refused(data).startswith(says)


def test_a_file_hidden_by_other_rules_or_not_at_all_is_refused(data):
    for used in ("internal", "health"):
        data.upload(good(), rule_set=used)
        assert refused(data).startswith(
            f"The file, October 2026: Small numbers were hidden by “{used}”; count it again with --suppress {RULE_SET}"
        )


def test_a_json_file_passes_the_same_checks_and_becomes_the_same_figures(here, data):
    small = [percent("CP09", OCTOBER, 3, 24), *[one for one in good() if one.code != "CP09"]]
    data.upload(small, name="figures.json")
    assert refused(data).startswith("CP09, October 2026: A number from 1 to 5 is shown")
    data.upload(good(), name="figures.json", rule_set="internal")
    assert "Small numbers were hidden by “internal”" in refused(data)
    data.upload(good(), name="Figures.JSON")
    data.send()
    data.accept()
    answer = Answer.objects.get(question__key="results-file")
    assert (answer.file_name, answer.file_type) == ("Figures.JSON", "application/json")
    assert standing(here, "CP05")[0].value.number == Decimal("22.2")
    assert not Document.objects.exists()


def as_json() -> bytes:
    return a_file(good(), name="figures.json").read()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (lambda: as_json()[:-20], "is not whole; send the file as `goldenthread measure` wrote it."),
        (lambda: b'{"name": "Aled", "born": "2012-03-04"}', "is no results file of this version; send the file as"),
        (lambda: b'{"format": "another", "figures": []}', "is no results file of this version; send the file as"),
        (lambda: b'{"deeper and deeper": ' * 200_000, "is not whole; send the file as"),
        (lambda: b'{"figures": [' + b"[]," * 200_000 + b"0]}", "is no results file; send the file as"),
        (lambda: a_file(good()).read(), "holds no JSON; send the file as"),
        (lambda: as_json().decode().encode("utf-16"), "holds no JSON; send the file as"),
        (lambda: b"{" + b" " * 20 * 1024 * 1024, "The file is larger than 20 MB."),
        (lambda: b'{"a": "<script>alert(1)</script>"}', "holds a web page"),
        (lambda: b"", "The file is empty."),
    ],
)
def test_json_that_is_no_results_file_is_refused_before_anything_is_kept(data, content, says):
    upload = SimpleUploadedFile("figures.json", content())
    given = {"results-file": Given(upload=upload), "notes": Given("A word.")}
    with pytest.raises(Refused, match=re.escape(says)) as said:
        returns.save_answers(data.lead, NOW, OUT, data.owed.pk, given)
    assert (said.value.field, "\n" in said.value.reason) == ("file-results-file", False)
    assert not Answer.objects.exists()
    kept = returns.keep_draft(data.lead, NOW, OUT, data.owed.pk, given)
    assert says in kept.wrong["results-file"]
    assert [one.question.key for one in Answer.objects.all()] == ["notes"]


def test_a_json_file_is_taken_nowhere_but_in_a_data_return(here, data):
    upload = a_file(good(), name="figures.json")
    with pytest.raises(Refused, match=r"A file ending in \.json cannot be kept"):
        returns.save_answers(data.lead, NOW, OUT, data.owed.pk, {"notes": Given(upload=upload)})
    QuestionSet.objects.update(kind=QuestionSet.Kind.OTHER)
    with pytest.raises(Refused, match=r"A file ending in \.json cannot be kept"):
        returns.save_answers(data.lead, NOW, OUT, data.owed.pk, {"results-file": Given(upload=upload)})
    assert "json" not in documents.ALLOWED


def test_a_file_that_cannot_be_read_is_refused(data):
    broken = a_file(good())
    broken.seek(0)
    broken.file.write(b"\nnot a results file")
    returns.save_answers(data.lead, NOW, OUT, data.owed.pk, {"results-file": Given(upload=broken)})
    assert "The file, October 2026: figures.csv is not whole" in refused(data)


def test_the_same_figure_typed_and_in_the_file_must_agree(here, data):
    data.upload(good())
    data.save(CP15_numerator="121")
    assert refused(data).startswith("CP15, October 2026: What was typed differs from the file")
    data.save(CP15_numerator="120")
    data.send()
    data.accept()
    assert len(standing(here, "CP15")) == 1


def test_what_asks_for_a_look_is_shown_and_does_not_keep_it_back(here, data):
    sent(here, [percent("CP05", period, 20, 90) for period in months((2026, 1), 9)])
    figures = [percent("CP05", OCTOBER, 80, 90), *good()[1:]]
    data.upload([replace(one, too_recent=True) for one in figures])
    looked = look_at_return(data.lead, data.owed.pk)
    assert looked.stops == []
    said = [(one.code, one.said) for one in looked.asks]
    assert ("CP05", "88.9 is much higher than any of the last 9 figures; is it right?") in said
    assert [code for code, words in said if "had their time" in words] == ["CP05", "CP09", "CP15"]
    data.send()
    data.accept()


def test_a_second_sending_revises_with_the_words_of_the_return_and_loses_nothing(here, data):
    data.upload(good())
    data.send()
    data.accept()
    returns.return_for_more(here.manager, NOW, data.owed.pk, reason="Two were entered late.", due_on=date(2027, 1, 4))
    data.upload([percent("CP05", OCTOBER, 22, 90), *good()[1:]])
    data.save(notes="Two plans were entered after the month’s end.")
    asks = look_at_return(data.lead, data.owed.pk).asks
    assert [(one.code, one.said) for one in asks] == [
        ("CP05", "The figure takes the place of one that was sent before.")
    ]
    data.send()
    data.accept()
    rows = Observation.objects.filter(indicator__code="CP05").order_by("revision")
    assert [(one.numerator, one.current, one.status, one.reason) for one in rows] == [
        (20, False, "validated", ""),
        (22, True, "revised", "Two plans were entered after the month’s end."),
    ]
    assert Observation.objects.filter(current=True).count() == 3


def test_a_chair_who_brings_nothing_in_may_accept_and_nobody_takes_figures_over_otherwise(here, data):
    data.upload(good())
    data.send()
    chair = here.role(Role.PARTNERSHIP_CHAIR)
    with pytest.raises(NotPermitted):
        services.bring_in(chair, NOW, OUT, good(), rule_set=RULE_SET)
    for actor, refusal in ((chair, Refused), (data.lead, NotPermitted)):
        with pytest.raises(refusal):
            services.accept_figures(actor, NOW, OUT, data.owed.pk, good(), rule_set=RULE_SET, reason="")
    assert not Observation.objects.exists()
    data.accept(chair)
    assert {one.received_by for one in Observation.objects.all()} == {chair.name}


def test_nobody_accepts_the_figures_of_their_own_agency(here, data):
    data.upload(good())
    data.send()
    own = replace(here.manager, agency_ids=frozenset({here.agency_id}))
    with pytest.raises(Refused, match="own agency"):
        data.accept(own)
    assert not Observation.objects.exists()


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_template_reads_back_when_it_is_filled_in(data, format):
    held = queries.held(data.lead, data.owed.pk)
    blank = read(templates.template("October", RULE_SET, held.asked, held.period, format), f"template.{format}")
    assert blank.rule_set == RULE_SET
    assert [(one.code, one.period) for one in blank.figures] == [(code, OCTOBER) for code in ("CP05", "CP09", "CP15")]
    filled = {one.code: one for one in good()}
    cells = [
        replace(one, numerator=filled[one.code].numerator, denominator=filled[one.code].denominator)
        for one in blank.figures
    ]
    data.upload(cells)
    looked = look_at_return(data.lead, data.owed.pk)
    assert looked.findings == []
    assert [one.value for one in looked.figures] == [filled[one.code].value for one in looked.figures]


def test_a_blank_template_is_not_returned_and_never_nought(data):
    held = queries.held(data.lead, data.owed.pk)
    data.upload(read(templates.template("October", RULE_SET, held.asked, held.period, "csv"), "t.csv").figures)
    assert refused(data).startswith("CP05, October 2026: Nothing came for it")


def test_last_times_figures_are_never_taken_over(data):
    with pytest.raises(Refused, match="one period only"):
        returns.carry_answers(data.lead, NOW, OUT, data.owed.pk)
