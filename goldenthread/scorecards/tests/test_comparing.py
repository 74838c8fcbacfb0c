"""Published statistics brought in: what was recognised, what feeds what, and how many neighbours counted."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goldenthread.kernel.outcomes import NotPermitted, Refused
from goldenthread.measures.tests.reference import NEIGHBOURS, REREFERRALS, plain_rows, reference_file
from goldenthread.scorecards import exchange, presenters, queries, services
from goldenthread.scorecards.models import Comparator
from goldenthread.scorecards.tests.factories import NOW, TODAY, months, percent, sent

HEAD = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,"
    "new_la_code,la_name,rereferral_percent"
)
NATION = "E92000001,England"
LINES = [
    f"2025,Reporting year,National,{NATION},,,,,,22.6",
    f"2025,Reporting year,Regional,{NATION},E12000007,London,,,,19",
    f"2025,Reporting year,Local authority,{NATION},E12000007,London,301,E09000002,Barking and Dagenham,18",
    f"2025,Reporting year,Local authority,{NATION},E12000007,London,302,E09000003,Barnet,20",
    f"2025,Reporting year,Local authority,{NATION},E12000007,London,303,E09000004,Bexley,c",
    f"2025,Reporting year,Local authority,{NATION},E12000007,London,304,E09000005,Brent,31",
    f"2024,Reporting year,National,{NATION},,,,,,22.1",
]
PUBLISHED = "\n".join([HEAD, *LINES]).encode()
NEIGHBOURING = (
    b"old_la_code,la_name,SN_1,SN_1P,SN_2,SN_2P,SN_3,SN_3P\n301,Barking and Dagenham,302,Close,303,Close,304,Close\n"
)
SOURCE = "DfE, Children in need 2025, table C1"


def looked(neighbours=NEIGHBOURING):
    beside = (neighbours, "neighbours.csv") if neighbours else None
    return exchange.look_at_published(PUBLISHED, "c1.csv", beside, 2025)


def keep(place, actor=None, kept=None, **more):
    told = {"indicator_id": place.indicators["CP05"].pk, "measure": "rereferral_percent", "area": "301",
            "source": SOURCE} | more  # fmt: skip
    return exchange.keep_published(actor or place.manager, NOW, TODAY, kept or looked().kept, **told)


def test_what_was_recognised_is_said_before_anything_is_kept(here):
    found = looked()
    assert found.measures == [("rereferral_percent", "rereferral percent")]
    assert ("301", "Barking and Dagenham") in found.areas
    assert found.states == ["Numbers: 6", "Suppressed: 1"]
    assert not Comparator.objects.exists()


def test_england_region_and_neighbours_are_kept_with_how_many_counted(here):
    assert keep(here) == (8, 0)
    rows = {(one.area, one.ends_on.year): one for one in Comparator.objects.all()}
    assert rows["england", 2025].value == Decimal("22.6")
    assert rows["region", 2025].value == Decimal(19)
    mean = rows["neighbours", 2025]
    assert (mean.value, mean.counted, mean.out_of) == (Decimal("25.5"), 2, 3)
    assert "Bexley (suppressed)" in mean.note
    assert rows["neighbours_median", 2025].value == Decimal("25.5")
    assert rows["neighbours", 2024].value is None
    assert (mean.starts_on, mean.ends_on, mean.source) == (date(2024, 4, 1), date(2025, 3, 31), SOURCE)


def test_the_same_file_again_changes_nothing_and_a_newer_one_takes_its_place(here):
    keep(here)
    assert keep(here) == (0, 0)
    newer = exchange.look_at_published(PUBLISHED.replace(b"22.6", b"22.7"), "c1.csv", None, 2025)
    assert keep(here, kept=newer.kept) == (0, 1)
    assert Comparator.objects.get(area="england", ends_on__year=2025).value == Decimal("22.7")


def test_without_neighbours_england_and_the_region_stand_alone(here):
    keep(here, kept=looked(None).kept)
    assert set(Comparator.objects.values_list("area", flat=True)) == {"england", "region"}


def test_both_pages_show_it_and_the_year_before(here, client_of):
    sent(here, [percent("CP05", one, 20 + place, 100) for place, one in enumerate(months((2025, 4), 14))])
    keep(here)
    line = queries.show_indicator(here.manager, here.indicators["CP05"])
    (row,) = presenters.rows([line], None)
    assert ("Statistical neighbours, mean", "25.5%", "Reporting year 2025, 2 of 3 counted") in row.comparators
    assert row.year_before == "21% (May 2025)"
    board = services.make_scorecard(here.manager, NOW, title="Board", indicator_ids=[here.indicators["CP05"].pk])
    client = client_of(here.manager)
    for page in (f"{board.pk}/", f"indicators/{here.indicators['CP05'].pk}/"):
        shown = client.get(f"/{here.slug}/scorecards/{page}").content.decode()
        assert "2 of 3 counted" in shown
        assert "Bexley (suppressed)" in shown or page.startswith(str(board.pk))
        assert "21% (May 2025)" in shown


@pytest.mark.parametrize(
    ("told", "field"), [({"measure": "other"}, "measure"), ({"area": "999"}, "area"), ({"source": " "}, "source")]
)
def test_what_is_not_in_the_file_is_refused(here, told, field):
    with pytest.raises(Refused) as refused:
        keep(here, **told)
    assert refused.value.field == field
    assert not Comparator.objects.exists()


def test_what_did_not_come_back_whole_and_what_is_no_table_is_refused(here):
    with pytest.raises(Refused, match="did not come back whole"):
        keep(here, kept=looked().kept + "x")
    with pytest.raises(Refused):
        exchange.look_at_published(b"\x00\x01", "c1.csv", None, 2025)


def test_others_bring_nothing_in(here, there):
    with pytest.raises(NotPermitted):
        keep(here, here.role("agency_lead", here.agency_id))
    with pytest.raises(Refused, match="indicator of this partnership"):
        keep(here, there.manager)


def test_the_pages_go_from_the_file_to_the_indicator(here, client_of):
    client = client_of(here.manager)
    address = f"/{here.slug}/scorecards/published/"
    files = {"file": SimpleUploadedFile("c1.csv", PUBLISHED), "year": "2025",
             "neighbours": SimpleUploadedFile("sn.csv", NEIGHBOURING)}  # fmt: skip
    page = client.post(address, files)
    assert "Which measure feeds which indicator?" in page.content.decode()
    told = {"kept": looked().kept, "measure": "rereferral_percent", "indicator_id": str(here.indicators["CP05"].pk),
            "area": "301", "source": ""}  # fmt: skip
    assert client.post(f"{address}keep/", told).status_code == 422
    assert client.post(f"{address}keep/", {**told, "source": SOURCE}).status_code == 302
    assert Comparator.objects.count() == 8
    assert client.post(f"{address}keep/", {"kept": "nonsense"}).status_code == 200


def test_neighbours_without_their_year_are_asked_for_it_and_no_year_is_made_up(here, client_of):
    files = {"file": SimpleUploadedFile("c1.csv", PUBLISHED), "neighbours": SimpleUploadedFile("sn.csv", NEIGHBOURING)}
    answer = client_of(here.manager).post(f"/{here.slug}/scorecards/published/", {**files, "year": ""})
    assert answer.status_code == 422
    assert answer.context_data["form"].errors["year"] == ["Say of which year the neighbours are: their file does not."]
    alone = {"file": SimpleUploadedFile("c1.csv", PUBLISHED), "year": ""}
    page = client_of(here.manager).post(f"/{here.slug}/scorecards/published/", alone).content.decode()
    assert "2024 (Reporting year) to 2025 (Reporting year)" in page


def test_the_published_file_itself_gives_its_own_numbers(here):
    content = reference_file(REREFERRALS).read_bytes()
    found = exchange.look_at_published(
        content, REREFERRALS, (reference_file(NEIGHBOURS).read_bytes(), NEIGHBOURS), 2025
    )
    keep(here, kept=found.kept, breakdown=found.breakdowns[0][0] if found.breakdowns else "")
    rows = plain_rows(REREFERRALS)
    england = next(r for r in rows if r["geographic_level"] == "National" and r["time_period"] == "2025")
    assert Comparator.objects.get(area="england", ends_on__year=2025).value == Decimal(england["rereferral_percent"])
    mean = Comparator.objects.get(area="neighbours", ends_on__year=2025)
    (model,) = [r for r in plain_rows(NEIGHBOURS) if r["old_la_code"] == "301"]
    codes = {model[f"SN_{n}"] for n in range(1, 11)}
    values = [
        Decimal(r["rereferral_percent"])
        for r in rows
        if r["old_la_code"] in codes and r["time_period"] == "2025" and r["rereferral_percent"][:1].isdigit()
    ]
    assert (mean.counted, mean.out_of) == (len(values), 10)
    assert abs(mean.value - sum(values) / len(values)) <= Decimal("0.05")
