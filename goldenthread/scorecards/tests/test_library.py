"""The library: adopting, whose an indicator is, targets, retiring."""

from datetime import date
from decimal import Decimal

import pytest

from goldenthread.kernel.outcomes import NotPermitted, Refused, Superseded
from goldenthread.measures.indicators.catalogue import catalogue
from goldenthread.scorecards import queries, services
from goldenthread.scorecards.models import Indicator
from goldenthread.scorecards.tests.factories import NOW, TODAY, target


def test_adopting_takes_the_words_and_the_version_of_the_library(here):
    (made,) = services.adopt_indicators(here.manager, NOW, ["CP22"], agency_id=here.agency_id, grain="quarter")
    defined = catalogue()["CP22"]
    found = queries.find_indicator(here.manager, made.pk)
    assert (found.name, found.polarity, found.measure, found.grain) == (defined.name, "low", "percent", "quarter")
    (definition,) = found.definitions.all()
    assert (definition.edition, definition.numerator, definition.limit) == (1, defined.numerator, 729)
    assert definition.starts_on == defined.valid_from


def test_adopting_again_leaves_what_is_there(here):
    before = here.indicators["CP05"].pk
    made = services.adopt_indicators(here.manager, NOW, ["CP05", "CP22"], grain="quarter")
    assert [one.code for one in made] == ["CP05", "CP22"]
    assert made[0].pk == before
    assert Indicator.objects.get(pk=before).grain == "month"


def test_what_is_not_yet_adopted(here, there):
    codes = {one.code for one in queries.not_yet_adopted(here.manager)}
    assert "CP05" not in codes
    assert "CP22" in codes
    services.adopt_indicators(there.manager, NOW, ["CP22"])
    assert "CP22" in {one.code for one in queries.not_yet_adopted(here.manager)}


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"codes": ["ZZ1"]}, "There is no indicator ZZ1"),
        ({"codes": ["CP22"], "grain": "week"}, "how often"),
    ],
)
def test_what_cannot_be_adopted_is_refused(here, asked, says):
    with pytest.raises(Refused, match=says):
        services.adopt_indicators(here.manager, NOW, **asked)


def test_an_agency_of_another_partnership_sends_nothing_here(here, there):
    with pytest.raises(Refused, match="takes part in this partnership"):
        services.adopt_indicators(here.manager, NOW, ["CP22"], agency_id=there.agency_id)
    with pytest.raises(Refused, match="takes part in this partnership"):
        services.change_indicator(
            here.manager, NOW, here.indicators["CP05"].pk, agency_id=there.agency_id, grain="month"
        )


def test_two_who_change_one_indicator_both_see_both(here):
    found = here.indicators["CP05"]
    services.change_indicator(here.manager, NOW, found.pk, agency_id=None, grain="quarter", version=1)
    with pytest.raises(Superseded):
        services.change_indicator(here.manager, NOW, found.pk, agency_id=None, grain="year", version=1)


def test_a_target_ends_the_one_before_it(here):
    first = target(here, "CP05", "20")
    second = target(here, "CP05", "18", starts_on=date(2025, 4, 1), tolerance=Decimal(2))
    first.refresh_from_db()
    assert (first.ends_on, second.ends_on) == (date(2025, 3, 31), None)
    line = queries.show_indicator(here.manager, here.indicators["CP05"])
    assert [one.value for one in line.targets] == [20, 18]


@pytest.mark.parametrize(
    ("code", "value", "more", "says"),
    [
        ("CP03", "20", {}, "Neither high nor low"),
        ("CP05", "120", {}, "between 0 and 100"),
        ("CP05", "-1", {}, "between 0 and 100"),
        ("CP05", "20", {"reason": " "}, "Say why"),
        ("CP05", "20", {"tolerance": Decimal(-1)}, "nought or more"),
        ("CP05", "20", {"ends_on": date(2024, 3, 1)}, "before the first"),
    ],
)
def test_a_target_that_will_not_do_is_refused(here, code, value, more, says):
    with pytest.raises(Refused, match=says):
        target(here, code, value, **more)


def test_targets_do_not_overlap(here):
    target(here, "CP05", "18", starts_on=date(2025, 4, 1))
    with pytest.raises(Refused, match="from that day already"):
        target(here, "CP05", "17", starts_on=date(2025, 4, 1))
    with pytest.raises(Refused, match="The next target begins on 01/04/2025"):
        target(here, "CP05", "22")
    target(here, "CP05", "22", ends_on=date(2025, 3, 31))


def test_an_indicator_is_retired_with_a_reason_and_once(here):
    found = here.indicators["CP05"]
    with pytest.raises(Refused, match="Say why"):
        services.retire_indicator(here.manager, NOW, TODAY, found.pk, reason=" ")
    services.retire_indicator(here.manager, NOW, TODAY, found.pk, reason="Replaced by CP05C.")
    assert "CP05" not in [one.code for one in queries.list_indicators(here.manager)]
    assert [one.code for one in queries.list_indicators(here.manager, retired=True)] == ["CP05"]
    with pytest.raises(Refused, match="already"):
        services.retire_indicator(here.manager, NOW, TODAY, found.pk, reason="Again.")


@pytest.mark.parametrize("role", ["agency_lead", "partnership_chair", "independent_scrutineer"])
def test_the_library_is_kept_by_the_unit_and_the_analyst(here, role):
    with pytest.raises(NotPermitted):
        services.adopt_indicators(here.role(role), NOW, ["CP22"])
    services.adopt_indicators(here.role("analyst"), NOW, ["CP22"])


def test_another_partnerships_indicator_does_not_exist(here, there):
    with pytest.raises(Refused, match="no such indicator"):
        services.retire_indicator(there.manager, NOW, TODAY, here.indicators["CP05"].pk, reason="Mine now.")


def test_the_list_is_filtered(here):
    assert [one.code for one in queries.list_indicators(here.manager, words="conferences")] == ["CP09"]
    assert len(queries.list_indicators(here.manager, subject="Child protection")) == 5
    assert not queries.list_indicators(here.manager, subject="Missing and exploitation")
    assert len(queries.list_indicators(here.manager, agency_id=str(here.agency_id))) == 5
    assert queries.list_subjects(here.manager) == ["Child protection"]
