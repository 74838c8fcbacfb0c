"""The children in need census of every year, whole or broken, tidy or not."""

from __future__ import annotations

from datetime import date

import pytest

from goldenthread.kernel.working_days import nth_working_day_after
from goldenthread.measures.problems import Unreadable
from goldenthread.measures.readers import read
from goldenthread.measures.tests.extracts import REFERENCE, census, child, element, kinds

YEARS = range(2021, 2027)


def episode(year, *inner, **more):
    fields = {"CINreferralDate": f"{year - 1}-06-03", "ReferralSource": "1A", "PrimaryNeedCode": "N1"} | more
    return element("CINdetails", *inner, **fields)


def full(year):
    """An episode with every module that the census of the year has."""
    inner = [
        element(
            "Assessments",
            AssessmentActualStartDate=f"{year - 1}-06-04",
            AssessmentAuthorisationDate=f"{year - 1}-07-01",
        ),
        element(
            "Section47",
            S47ActualStartDate=f"{year - 1}-06-10",
            InitialCPCtarget=nth_working_day_after(date(year - 1, 6, 10), 15).isoformat(),
            DateOfInitialCPC=f"{year - 1}-06-25",
            ICPCnotRequired="false",
        ),
        element(
            "ChildProtectionPlans",
            element("Reviews", element("CPPreviewDate").replace("></", f">{year - 1}-09-20</"))
            + element("Reviews", element("CPPreviewDate").replace("></", f">{year}-02-20</")),
            CPPstartDate=f"{year - 1}-06-25",
            InitialCategoryOfAbuse="NEG",
            LatestCategoryOfAbuse="EMO",
            NumberOfPreviousCPP="1",
        ),
    ]
    if year >= 2022:
        inner.append(element("CINPlanDates", CINPlanStartDate=f"{year - 1}-06-20", CINPlanEndDate=f"{year - 1}-06-25"))
    if year >= 2026:
        inner.append(element("PreProceedingsandFGDM", PPStartDate=f"{year - 1}-08-01", FGDMMeetingOffer="true"))
    return episode(year, *inner, ReferralNFA="0" if year % 2 else "false")


@pytest.mark.parametrize("year", YEARS)
def test_every_module_of_every_year(tmp_path, year):
    extract = read(census(tmp_path / "anything.txt", year, child("A1", year, full(year))))
    rows = {name: table.to_pylist() for name, table in extract.tables.items()}
    assert kinds(extract) == {}
    assert extract.covers == (date(year - 1, 4, 1), date(year, 3, 31))
    assert {name: len(table) for name, table in rows.items()} == {
        "children": 1,
        "referrals": 1,
        "assessments": 1,
        "s47_enquiries": 1,
        "conferences": 1,
        "plans": 1,
        "reviews": 2,
    }
    assert (rows["children"][0]["sex"], rows["children"][0]["ethnicity"]) == ("M", "WBRI")
    assert rows["referrals"][0]["nfa"] is False
    assert rows["assessments"][0]["referral_id"] == rows["referrals"][0]["referral_id"]
    assert rows["s47_enquiries"][0]["referral_id"] == rows["referrals"][0]["referral_id"]
    assert rows["s47_enquiries"][0]["icpc_not_required"] is False
    assert rows["conferences"][0]["s47_start_date"] == date(year - 1, 6, 10)
    assert rows["conferences"][0]["resulted_in_plan"] is True
    assert {row["plan_id"] for row in rows["reviews"]} == {rows["plans"][0]["plan_id"]}
    assert rows["plans"][0]["previous_plans"] == 1


@pytest.mark.parametrize(
    ("written", "meant"), [("0", False), ("1", True), ("true", True), ("false", False), ("", None)]
)
def test_booleans_as_numbers_and_as_words(tmp_path, written, meant):
    extract = read(census(tmp_path / "c.xml", 2024, child("1", 2024, episode(2024, ReferralNFA=written))))
    assert extract.tables["referrals"]["nfa"].to_pylist() == [meant]


@pytest.mark.parametrize(
    ("fields", "meant"),
    [
        ({"GenderCurrent": "2"}, "F"),
        ({"GenderCurrent": "0"}, "U"),
        ({"GenderCurrent": "9"}, "U"),
        ({"GenderCurrent": None, "Sex": "F"}, "F"),
        ({"GenderCurrent": None, "Sex": "U"}, "U"),
        ({"GenderCurrent": None, "Sex": "1"}, "M"),
    ],
)
def test_sex_as_each_year_writes_it(tmp_path, fields, meant):
    extract = read(census(tmp_path / "c.xml", 2024, child("1", 2024, episode(2024), **fields)))
    assert extract.tables["children"]["sex"].to_pylist() == [meant]


def test_a_child_not_yet_born_has_no_date_of_birth(tmp_path):
    unborn = child("1", 2024, episode(2024), PersonBirthDate=None, ExpectedPersonBirthDate="2024-08-01")
    extract = read(census(tmp_path / "c.xml", 2024, unborn))
    assert extract.tables["children"]["date_of_birth"].to_pylist() == [None]
    assert kinds(extract) == {}


@pytest.mark.parametrize(
    ("listed", "meant"), [(["NONE"], False), (["MOB", "HEAR"], True), (["NONE", "LD"], True), ([], None)]
)
def test_disability_is_yes_no_or_unknown(tmp_path, listed, meant):
    inner = element("Disabilities", *(f"<Disability>{code}</Disability>" for code in listed))
    extract = read(census(tmp_path / "c.xml", 2024, child("1", 2024, inner, episode(2024))))
    assert extract.tables["children"]["disability"].to_pylist() == [meant]


def test_a_conference_at_both_levels_is_one_and_is_told(tmp_path):
    enquiry = element("Section47", S47ActualStartDate="2023-06-10", DateOfInitialCPC="2023-06-25")
    both = child("1", 2024, episode(2024, enquiry, DateOfInitialCPC="2023-06-25"))
    alone = child("2", 2024, episode(2024, DateOfInitialCPC="2023-07-05"))
    extract = read(census(tmp_path / "c.xml", 2024, both, alone))
    assert [row["s47_start_date"] for row in extract.tables["conferences"].to_pylist()] == [date(2023, 6, 10), None]
    assert kinds(extract)["check_2884"] == 1


def cp_plan(*reviews, **fields):
    inner = (f"<Reviews><CPPreviewDate>{day}</CPPreviewDate></Reviews>" for day in reviews)
    return element("ChildProtectionPlans", *inner, CPPstartDate="2023-07-03", **fields)


CIN_PLAN = element("CINPlanDates", CINPlanStartDate="2023-06-20")
CIN_PLAN_LATER = element("CINPlanDates", CINPlanStartDate="2023-08-01", CINPlanEndDate="2023-09-01")


@pytest.mark.parametrize(
    ("code", "inner", "fields"),
    [
        ("4000", [CIN_PLAN], {"ReferralNFA": "1"}),
        ("8832", [cp_plan()], {"ReferralNFA": "1"}),
        ("8831", [], {"ReferralNFA": "1", "DateOfInitialCPC": "2023-07-03"}),
        ("4001", [CIN_PLAN, cp_plan()], {}),
        ("4003", [CIN_PLAN_LATER, cp_plan("2023-08-15")], {}),
        ("4016", [CIN_PLAN_LATER, cp_plan()], {}),
        ("4017", [CIN_PLAN, cp_plan()], {}),
        ("8565", [cp_plan(CPPendDate="2023-12-02")], {"CINclosureDate": "2023-12-01"}),
        ("8565", [CIN_PLAN_LATER], {"CINclosureDate": "2023-08-20"}),
        ("2990", [cp_plan()], {"CINclosureDate": "2023-12-01", "ReasonForClosure": "RC8"}),
        ("2990", [CIN_PLAN], {"CINclosureDate": "2023-12-01", "ReasonForClosure": "RC9"}),
        ("2990", [], {"DateOfInitialCPC": "2023-07-03", "ReasonForClosure": "RC8"}),
        ("8870Q", [element("Section47", S47ActualStartDate="2023-06-10", InitialCPCtarget="2023-07-01")], {}),
    ],
)
def test_checks_that_only_a_census_can_answer(tmp_path, code, inner, fields):
    extract = read(census(tmp_path / "c.xml", 2024, child("1", 2024, episode(2024, *inner, **fields))))
    assert kinds(extract)[f"check_{code}"] == 1


def test_a_plan_that_begins_on_the_day_the_other_ends_and_a_review_that_ends_one_are_sound(tmp_path):
    inner = [
        element("CINPlanDates", CINPlanStartDate="2023-06-20", CINPlanEndDate="2023-07-03"),
        cp_plan("2023-09-20", "2023-11-01", CPPendDate="2023-11-01"),
        element("CINPlanDates", CINPlanStartDate="2023-11-01"),
    ]
    assert kinds(read(census(tmp_path / "c.xml", 2024, child("1", 2024, episode(2024, *inner))))) == {}


def test_several_episodes_of_a_child_in_any_order_of_elements_with_a_namespace(tmp_path):
    first = element("CINdetails", element("Section47", S47ActualStartDate="2023-06-10"), CINreferralDate="2023-06-01")
    second = element("CINdetails", element("Wrapper", element("Assessments", AssessmentActualStartDate="2023-10-10")))
    second = second.replace("</CINdetails>", "<CINreferralDate>2023-10-01</CINreferralDate></CINdetails>")
    path = census(tmp_path / "c.xml", 2024, child("1", 2024, second, first), root='<Message xmlns="urn:example:cin">')
    extract = read(path)
    referrals = {row["referral_date"]: row["referral_id"] for row in extract.tables["referrals"].to_pylist()}
    assert extract.tables["s47_enquiries"]["referral_id"].to_pylist() == [referrals[date(2023, 6, 1)]]
    assert extract.tables["assessments"]["referral_id"].to_pylist() == [referrals[date(2023, 10, 1)]]
    assert kinds(extract)["unknown_element"] == 1


def test_stray_text_and_unknown_elements_are_told_once_a_kind_and_break_nothing(tmp_path):
    untidy = [child(str(n), 2024, "PersonBirthDate", "<Shoe>5</Shoe>", episode(2024)) for n in range(5)]
    extract = read(census(tmp_path / "c.xml", 2024, *untidy))
    assert len(extract.tables["referrals"]) == 5
    assert (kinds(extract)["stray_text"], kinds(extract)["unknown_element"]) == (5, 5)
    listed = [one.place.part for one in extract.problems.listed if one.kind in ("stray_text", "unknown_element")]
    assert sorted(listed) == ["Child", "Shoe"]


def test_days_that_a_system_writes_day_first_are_settled_by_the_whole_file(tmp_path):
    day_first = episode(2024, CINreferralDate="03/04/2023", CINclosureDate="05/06/2023")
    extract = read(census(tmp_path / "c.xml", 2024, child("1", 2024, day_first, PersonBirthDate="25/12/2014")))
    assert extract.tables["referrals"]["referral_date"].to_pylist() == [date(2023, 4, 3)]


def test_a_row_without_child_or_day_is_refused_and_what_stands_under_it_is_kept(tmp_path):
    assessed = element("Assessments", AssessmentActualStartDate="2023-06-10")
    nobody = child(None, 2024, episode(2024))
    undated = child("2", 2024, episode(2024, assessed, CINreferralDate="2023-02-30"))
    extract = read(census(tmp_path / "c.xml", 2024, nobody, undated))
    assert len(extract.tables["referrals"]) == 0
    assert extract.tables["assessments"]["referral_id"].to_pylist() == [None]
    assert (kinds(extract)["missing_value"], kinds(extract)["unreadable_date"]) == (2, 1)


def test_a_review_of_a_plan_that_is_refused_is_refused_with_it(tmp_path):
    plan = element("ChildProtectionPlans", "<Reviews><CPPreviewDate>2023-09-01</CPPreviewDate></Reviews>")
    extract = read(census(tmp_path / "c.xml", 2024, child("1", 2024, episode(2024, plan))))
    assert kinds(extract)["review_without_plan"] == 1
    assert len(extract.tables["reviews"]) == 0


def test_a_child_who_stands_twice_is_told_and_all_episodes_have_their_own_identifier(tmp_path):
    extract = read(census(tmp_path / "c.xml", 2024, *[child("1", 2024, episode(2024))] * 2))
    assert len(extract.tables["children"]) == 1
    assert len(set(extract.tables["referrals"]["referral_id"].to_pylist())) == 2
    assert kinds(extract)["repeated_child"] == 2


def test_a_reference_date_that_is_not_the_year_s_is_told_and_counts(tmp_path):
    path = census(tmp_path / "c.xml", 2023, child("1", 2024, episode(2024)), reference="2024-03-31")
    extract = read(path)
    assert extract.covers == (date(2023, 4, 1), date(2024, 3, 31))
    assert kinds(extract)["reference_date"] == 1


def test_a_file_that_breaks_off_is_refused_with_the_line(tmp_path):
    path = census(tmp_path / "c.xml", 2024, *[child(str(n), 2024, episode(2024)) + "\n" for n in range(9)])
    path.write_text(path.read_text()[: len(path.read_text()) // 2])
    with pytest.raises(Unreadable, match=r"c\.xml is not whole .* from line \d+ on"):
        read(path)


def test_nothing_outside_the_file_is_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("1B")
    path = census(tmp_path / "c.xml", 2024, child("1", 2024, episode(2024, ReferralSource="SECRET")))
    doctype = f"<!DOCTYPE Message [<!ENTITY e SYSTEM '{secret.as_uri()}'>]>"
    path.write_text(path.read_text().replace("<Message>", doctype + "<Message>").replace("SECRET", "&e;"))
    with pytest.raises(Unreadable, match="document type"):
        read(path)


def test_a_module_that_no_child_of_a_whole_year_has_is_absent_and_not_nought(tmp_path):
    def tables(children):
        path = census(tmp_path / "c.xml", 2024, *[child(str(n), 2024, episode(2024)) for n in range(children)])
        return read(path).tables

    assert tables(100).keys() == {"children", "referrals", "conferences"}
    assert len(tables(99)["assessments"]) == 0


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("fake_CIN_data.xml", {"children": 332, "referrals": 402, "conferences": 350}),
        (
            "CIN_Census_2024.xml",
            {
                "children": 2,
                "referrals": 2,
                "assessments": 2,
                "s47_enquiries": 1,
                "conferences": 2,
                "plans": 1,
                "reviews": 1,
            },
        ),
    ],
)
@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference data are not beside this project")
def test_the_samples_are_read_whole(name, counts):
    extract = read(REFERENCE / name)
    assert {name: len(table) for name, table in extract.tables.items()} == counts
    assert extract.problems.refused == 0
