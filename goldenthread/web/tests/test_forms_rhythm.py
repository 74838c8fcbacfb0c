"""What a person picks becomes the rhythm they mean, and a rhythm that stands fills the fields again."""

import pytest

from goldenthread.kernel.rhythm import Beat, Rhythm, Shift
from goldenthread.web.forms import RhythmFields, rhythm_initial

RHYTHMS = [
    Rhythm(Beat.WEEKS, every=8, skips_august=True),
    Rhythm(Beat.MONTHS, weekday=2, nth=-1, shift=Shift.EARLIER),
    Rhythm(Beat.NAMED_MONTHS, months=(6, 10, 2)),
    Rhythm(Beat.ONCE, shift=Shift.LEFT_OUT),
    Rhythm(Beat.MONTHS, working_day=10),
]


@pytest.mark.parametrize("rhythm", RHYTHMS, ids=lambda one: one.words)
def test_a_rhythm_goes_through_the_form_unchanged(rhythm: Rhythm):
    told = {key: value for key, value in rhythm_initial(rhythm).items() if value is not False}
    form = RhythmFields(told)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["rhythm"] == rhythm


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"beat": "named_months"}, "months"),
        ({"beat": "months", "nth": "2"}, "weekday"),
        ({"beat": "weeks", "every": "0"}, "every"),
        ({}, "beat"),
    ],
)
def test_what_gives_no_days_is_said_beside_its_field(told: dict[str, str], field: str):
    form = RhythmFields({"shift": "later", **told})
    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_a_weekday_that_is_chosen_takes_the_place_of_a_working_day():
    told = rhythm_initial(Rhythm(Beat.MONTHS, working_day=10)) | {"weekday": "2", "nth": "1", "skips_august": ""}
    form = RhythmFields(told)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["rhythm"] == Rhythm(Beat.MONTHS, weekday=2, nth=1)
