"""Bringing in a plan on the web, as the business manager does it, and as nobody else may."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests.factories import a_group, acting, found, person_with
from goldenthread.plans import queries

pytestmark = pytest.mark.django_db

PLAN = """Priority,Objective,Action,Lead,By when,Evidence
Neglect,Find it early,Publish the toolkit,Voice group,June 2027,Report to BMG
Neglect,Find it early,Staff can name the signs,Somebody else,TBC,Survey
"""


@pytest.fixture
def unit():
    unit = found(slug="ambershire-test")
    a_group(unit, "Business management group", aliases=["BMG"], kind="business_management")
    a_group(unit, "Voice group")
    return unit


@pytest.fixture
def manager(unit, client):
    person = person_with(unit, Role.BUSINESS_MANAGER)
    client.force_login(person)
    return client


def at(name, **kwargs):
    return reverse(f"plans:{name}", kwargs={"partnership": "ambershire-test", **kwargs})


def upload(manager, content=PLAN.encode(), name="plan.csv"):
    return manager.post(at("import_plan"), {"file": SimpleUploadedFile(name, content)})


def only_import(unit):
    (row,) = queries.list_imports(unit)
    return queries.show_import(unit, row.pk)


def test_from_upload_to_draft_plan(manager, unit):
    sent = upload(manager)
    row = only_import(unit)
    assert sent.url == at("check_import", import_id=row.pk)
    page = manager.get(sent.url).content.decode()
    assert "Publish the toolkit" in page
    assert "nobody here is called" in page
    assert "In the file" in page or "row" in page.lower()

    corrected = manager.post(
        at("correct_line", import_id=row.pk, uid="a2"),
        {
            "version": row.version, "kind": "success_measures", "parent": "o1", "text": "Staff can name the signs",
            "leads": "Somebody else", "due": "TBC", "evidence": "Survey",
        },
    )  # fmt: skip
    assert corrected.status_code == 302
    row = only_import(unit)
    chosen = manager.post(
        at("decide_import", import_id=row.pk),
        {
            "version": row.version, "title": "Neglect plan", "kind": "improvement", "group": "",
            "fallback": f"group:{_group(unit, 'Voice group')}",
        },
    )  # fmt: skip
    assert chosen.status_code == 302
    assert queries.list_plans(unit) == []

    asked = manager.get(at("apply_import", import_id=row.pk)).content.decode()
    assert "A draft plan is made with" in asked
    done = manager.post(at("apply_import", import_id=row.pk))
    (line,) = queries.list_plans(unit)
    assert done.url == at("show_plan", plan_id=line.plan.pk)
    assert (line.plan.title, line.plan.kind, line.plan.state) == ("Neglect plan", "improvement", "draft")
    again = manager.post(at("apply_import", import_id=row.pk))
    assert again.status_code == 422
    assert len(queries.list_plans(unit)) == 1


def _group(unit, name):
    from django.utils import timezone

    from goldenthread.partnerships import queries as partnerships

    return next(group.pk for group in partnerships.list_groups(unit, timezone.localdate()) if group.name == name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.docx", b""),
        ("plan.docx", b"not a document"),
        ("plan.xlsx", b"PK\x03\x04broken"),
        ("plan.exe", b"MZ" * 50),
    ],
)
def test_a_bad_file_gets_one_sentence_and_leaves_nothing(manager, unit, name, content):
    page = upload(manager, content, name)
    assert page.status_code == 422
    assert "There is a problem" in page.content.decode()
    assert queries.list_imports(unit) == []


def test_a_file_that_is_too_large_is_refused_before_it_is_read(manager, unit, settings):
    settings.DOCUMENT_BYTES = 2**20
    page = upload(manager, b"x" * (2**20 + 1))
    assert page.status_code == 422
    assert "larger than 1 MB" in page.content.decode()
    assert queries.list_imports(unit) == []


def test_a_table_with_unknown_headings_asks_for_its_columns(manager, unit):
    book = Workbook()
    for row in (
        ["Alpha", "Beta", "Gamma"],
        ["1", "Publish the toolkit", "The voice group"],
        ["2", "Ask children", "x"],
    ):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    sent = upload(manager, out.getvalue(), "plan.xlsx")
    row = only_import(unit)
    assert sent.url == at("map_columns", import_id=row.pk)
    assert "Publish the toolkit" in manager.get(sent.url).content.decode()
    mapped = manager.post(sent.url, {"column_0": "reference", "column_1": "action", "column_2": "lead"})
    assert mapped.status_code == 302
    assert "Publish the toolkit" in manager.get(at("check_import", import_id=row.pk)).content.decode()


def test_two_people_correcting_the_same_file_are_told_of_one_another(manager, unit):
    upload(manager)
    row = only_import(unit)
    typed = {
        "version": row.version,
        "kind": "action",
        "parent": "o1",
        "text": "Publish it widely",
        "leads": "Voice group",
    }
    assert manager.post(at("correct_line", import_id=row.pk, uid="a1"), typed).status_code == 302
    late = manager.post(at("correct_line", import_id=row.pk, uid="a1"), typed | {"text": "Publish it quietly"})
    assert late.status_code == 422
    assert "Somebody else corrected this plan" in late.content.decode()
    assert "Publish it quietly" in late.content.decode()


def test_a_file_put_aside_changes_nothing_and_is_not_offered_again(manager, unit):
    upload(manager)
    row = only_import(unit)
    manager.post(at("abandon_import", import_id=row.pk))
    assert manager.post(at("apply_import", import_id=row.pk)).status_code == 422
    assert queries.list_plans(unit) == []


@pytest.mark.parametrize("role", [Role.GROUP_MEMBER, Role.INDEPENDENT_SCRUTINEER, Role.AGENCY_LEAD])
def test_others_may_not_bring_in_plans(client, unit, role):
    client.force_login(person_with(unit, role))
    assert client.get(at("import_plan")).status_code == 403


def test_another_partnerships_file_does_not_exist(manager, unit, client):
    upload(manager)
    row = only_import(unit)
    other = found(slug="elsewhere")
    stranger = person_with(other, Role.BUSINESS_MANAGER)
    assert acting(other, stranger).partnership_slug == "elsewhere"
    client.force_login(stranger)
    for name in ("check_import", "apply_import", "decide_import", "abandon_import"):
        assert client.get(at(name, import_id=row.pk)).status_code == 404
        path = reverse(f"plans:{name}", kwargs={"partnership": "elsewhere", "import_id": row.pk})
        assert client.get(path).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_plan(manager, unit):
    upload(manager)
    small = only_import(unit)
    rows = "".join(f"Neglect,Aim {n},Action {n},Voice group,June 2027,Report to BMG\n" for n in range(60))
    upload(manager, (PLAN + rows).encode(), "large.csv")
    large = next(row for row in queries.list_imports(unit) if row.file_name == "large.csv")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for row in (small, large):
        with CaptureQueriesContext(connection) as caught:
            manager.get(at("check_import", import_id=row.pk))
        counts.append(len(caught))
    assert counts[0] == counts[1]
