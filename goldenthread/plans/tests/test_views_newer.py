"""A newer file and its undoing on the web, as the business manager does it, and as nobody else may."""

from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldenthread.actions import services as actions
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests.factories import found, person_with
from goldenthread.plans import queries
from goldenthread.plans.tests.newer_files import (
    ROWS,
    a_file,
    a_unit,
    beside,
    brought_in,
    changed,
    differences,
    lines_of,
    without,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return a_unit("vale")


@pytest.fixture
def first(unit):
    return brought_in(unit)


@pytest.fixture
def manager(unit, client):
    client.force_login(person_with(unit, Role.BUSINESS_MANAGER))
    return client


def at(name, slug="vale", **kwargs):
    return reverse(f"plans:{name}", kwargs={"partnership": slug, **kwargs})


def upload(browser, plan_id, content, name="newer.csv"):
    sent = browser.post(at("bring_in_newer_file", plan_id=plan_id), {"file": SimpleUploadedFile(name, content)})
    assert sent.status_code == 302, sent.content.decode()
    return sent.url


def only_newer(unit):
    return next(queries.show_import(unit, row.pk) for row in queries.list_imports(unit) if row.onto_id)


def sent(unit, row, then="stay", **typed):
    """A form of the page as a browser would send it, nothing changed but what is typed."""
    row = queries.show_import(unit, row.pk)
    data = {"version": row.version, "then": then}
    for one in differences(row):
        if one.sort == "added":
            data[f"take-{one.of_file}"] = "yes"
        for change in one.changes if one.sort == "changed" else []:
            if change.take:
                data[f"take-{one.live}-{change.field}"] = "yes"
        if one.sort == "gone":
            data[f"fate-{one.live}"] = "keep"
    return {key: value for key, value in {**data, **typed}.items() if value is not None}


def test_from_the_plans_page_to_applied_and_undone(manager, unit, first):
    page = manager.get(at("show_plan", plan_id=first.plan_id)).content.decode()
    assert at("bring_in_newer_file", plan_id=first.plan_id) in page
    rows = [row for row in changed("1.1", due="September 2030") if row[1] != "1.3"]
    rows.append(("Exploitation", "2.2", "Disrupt it", "Write to every hotel", "BMG", "April 2030", "", "", ""))
    url = upload(manager, first.plan_id, a_file(rows))
    row = only_newer(unit)
    assert url == at("compare_import", import_id=row.pk)
    page = manager.get(url).content.decode()
    for words in ("1 line is not in the file, 1 is changed and 1 is new", "September", "Write to every hotel"):
        assert words in page
    gone = next(one for one in differences(row) if one.sort == "gone")
    refused = manager.post(url, sent(unit, row, **{f"fate-{gone.live}": "close"}))
    assert refused.status_code == 422
    assert "Say why: close it without completion" in refused.content.decode()
    choice = {f"fate-{gone.live}": "close", f"why-{gone.live}": "The board dropped it."}
    kept = manager.post(url, sent(unit, row, then="apply", **choice))
    assert kept.url == at("apply_newer_file", import_id=row.pk)
    assert lines_of(unit, first.plan_id)["1.1"].due_words == "June 2027"

    asked = manager.get(kept.url).content.decode()
    assert "1 line is added." in asked
    assert "from “June 2027” to “September 2030”" in asked
    done = manager.post(kept.url, follow=True)
    text = done.content.decode()
    assert "The newer file was applied: 1 added, 1 changed, 1 ended." in text
    undo = at("undo_import", import_id=row.pk)
    assert undo in text
    lines = lines_of(unit, first.plan_id)
    assert (lines["1.1"].due_words, lines["1.3"].state) == ("September 2030", "closed_without_completion")

    preview = manager.get(undo).content.decode()
    for words in ("1 action is withdrawn", "1 action is given back its date", "1 action is opened again"):
        assert words in preview
    manager.post(undo, {"reason": ""})
    lines = lines_of(unit, first.plan_id)
    assert set(lines) == {row[1] for row in ROWS}
    assert (lines["1.1"].due_words, lines["1.3"].state) == ("June 2027", "open")
    listed = manager.get(at("import_plan")).content.decode()
    assert "Undone" in listed
    assert "nothing to undo" in manager.get(undo).content.decode()


def test_an_unticked_change_stays_left_and_a_page_of_choices_touches_only_its_own_lines(manager, unit, first):
    url = upload(manager, first.plan_id, a_file(changed("1.1", due="September 2030", lead="BMG")))
    row = only_newer(unit)
    (one,) = differences(row)
    manager.post(url, sent(unit, row, **{f"take-{one.live}-due": None}))
    manager.post(f"{url}?show=added", sent(unit, row))
    manager.post(at("apply_newer_file", import_id=row.pk))
    line = lines_of(unit, first.plan_id)["1.1"]
    assert (line.due_words, line.lead_name) == ("June 2027", "Business management group")


def test_a_doubt_is_asked_first_and_answered(manager, unit, first):
    rows = changed("1.2", number="", action="Train every duty worker to name and record neglect")
    url = upload(manager, first.plan_id, a_file(rows))
    row = only_newer(unit)
    page = manager.get(url).content.decode()
    assert "Is this the same action, reworded, or a new one?" in page
    assert "Train the duty team in naming neglect" in page.replace('<del class="gt-del">', "").replace("</del>", "")
    blocked = manager.post(at("apply_newer_file", import_id=row.pk))
    assert blocked.status_code == 422
    (doubt,) = differences(row)
    manager.post(url, sent(unit, row, **{f"same-{doubt.of_file}": "same"}))
    assert [one.sort for one in differences(queries.show_import(unit, row.pk))] == ["changed"]


def test_a_plan_changed_meanwhile_is_said_and_asked_again(manager, unit, first):
    url = upload(manager, first.plan_id, a_file(changed("1.1", due="September 2030")))
    row = only_newer(unit)
    line = lines_of(unit, first.plan_id)["1.1"]
    actions.change_due(unit, timezone.now(), timezone.localdate(), line.id, due=["May 2029"], reason="Printer.")
    assert "1 line of the plan has changed since the file was compared" in manager.get(url).content.decode()
    back = manager.post(at("apply_newer_file", import_id=row.pk), follow=True)
    assert "1 line of the plan has changed since you looked" in back.content.decode()
    assert lines_of(unit, first.plan_id)["1.1"].due_words == "May 2029"
    manager.post(url, {"then": "again"})
    manager.post(at("apply_newer_file", import_id=row.pk))
    assert lines_of(unit, first.plan_id)["1.1"].due_words == "September 2030"


def test_two_people_are_told_of_each_other_and_the_late_one_keeps_what_was_ticked(manager, unit, first):
    url = upload(manager, first.plan_id, a_file(changed("1.1", due="September 2030")))
    row = only_newer(unit)
    late = sent(unit, row)
    manager.post(url, sent(unit, row))
    answer = manager.post(url, late)
    assert answer.status_code == 422
    assert "Somebody else corrected this plan" in answer.content.decode()


def test_the_wizard_asks_whose_newer_file_it_is_and_either_answer_works(manager, unit, first):
    put = manager.post(at("import_plan"), {"file": SimpleUploadedFile("again.csv", a_file(without("1.3")))})
    row = next(row for row in queries.list_imports(unit) if row.file_name == "again.csv")
    assert put.url == at("choose_onto", import_id=row.pk)
    page = manager.get(put.url).content.decode()
    assert "A newer file of “Neglect plan”" in page
    assert manager.post(put.url, {}).status_code == 422
    assert manager.post(put.url, {"onto": "new"}).url == at("check_import", import_id=row.pk)
    assert manager.post(put.url, {"onto": str(first.plan_id)}).url == at("compare_import", import_id=row.pk)
    assert [one.sort for one in differences(queries.show_import(unit, row.pk))] == ["gone"]
    assert manager.get(at("apply_import", import_id=row.pk)).url == at("compare_import", import_id=row.pk)


def test_a_file_like_nothing_here_is_not_asked_about(manager, unit, first):
    rows = [("Roads", "1", "Lamps", "Mend the lamps", "BMG", "May 2030", "", "", "")]
    put = manager.post(at("import_plan"), {"file": SimpleUploadedFile("roads.csv", a_file(rows))})
    row = next(row for row in queries.list_imports(unit) if row.file_name == "roads.csv")
    assert put.url == at("check_import", import_id=row.pk)


def test_a_line_corrected_on_the_checking_page_is_compared_afresh(manager, unit, first):
    upload(manager, first.plan_id, a_file(changed("1.1", due="September 2030")))
    row = only_newer(unit)
    typed = {"version": row.version, "kind": "action", "parent": "o1", "text": "Publish the toolkit",
             "due": "June 2027", "leads": "Voice group", "evidence": "Report to BMG"}  # fmt: skip
    assert manager.post(at("correct_line", import_id=row.pk, uid="a1"), typed).status_code == 302
    assert differences(queries.show_import(unit, row.pk)) == []


def test_withdrawing_nevertheless_needs_a_reason(manager, unit, first):
    line = lines_of(unit, first.plan_id)["1.1"]
    actions.give_update(unit, timezone.now(), timezone.localdate(), line.id, text="Begun.")
    undo = at("undo_import", import_id=first.pk)
    assert "Since then somebody gave an update." in manager.get(undo).content.decode()
    answer = manager.post(undo, {"nevertheless": [str(line.id)], "reason": ""})
    assert answer.status_code == 422
    assert "Say why actions are withdrawn" in answer.content.decode()
    gone = manager.post(undo, {"nevertheless": [str(line.id)], "reason": "It was another plan."})
    assert gone.url == at("import_plan")
    assert queries.list_plans(unit) == []


@pytest.mark.parametrize("role", [Role.GROUP_MEMBER, Role.INDEPENDENT_SCRUTINEER, Role.AGENCY_LEAD])
def test_others_may_neither_bring_in_nor_undo(client, unit, first, role):
    row = beside(unit, first.plan_id, a_file())
    client.force_login(person_with(unit, role))
    for name in ("compare_import", "apply_newer_file", "choose_onto", "undo_import"):
        assert client.get(at(name, import_id=row.pk)).status_code == 403
        assert client.post(at(name, import_id=row.pk)).status_code == 403


def test_another_partnership_finds_nothing_and_cannot_lay_its_file_onto_this_plan(client, unit, first):
    row = beside(unit, first.plan_id, a_file())
    other = found("elsewhere")
    client.force_login(person_with(other, Role.BUSINESS_MANAGER))
    for name in ("compare_import", "apply_newer_file", "choose_onto", "undo_import"):
        assert client.post(at(name, slug="elsewhere", import_id=row.pk)).status_code == 404
    path = at("bring_in_newer_file", slug="elsewhere", plan_id=first.plan_id)
    assert client.post(path, {"file": SimpleUploadedFile("a.csv", a_file())}).status_code == 404


def many(number, due):
    return [
        ("Neglect", f"{at}", f"Aim {at % 7}", f"Action numbered {at}", "BMG", due, "", "", "") for at in range(number)
    ]


def test_the_pages_cost_fifteen_queries_at_most_however_many_lines(manager, unit):
    counts = {}
    for number in (4, 80):
        first = brought_in(unit, a_file(many(number, "May 2027")), name=f"{number}.csv", title=f"Plan of {number}")
        row = beside(unit, first.plan_id, a_file(many(number, "June 2030")))
        for name, pk in (("compare_import", row.pk), ("apply_newer_file", row.pk), ("choose_onto", row.pk),
                         ("undo_import", first.pk)):  # fmt: skip
            with CaptureQueriesContext(connection) as caught:
                assert manager.get(at(name, import_id=pk)).status_code == 200
            asked = [
                one["sql"] for one in caught if "SAVEPOINT" not in one["sql"] and "django_session" not in one["sql"]
            ]
            counts.setdefault(name, []).append(len(asked))
    assert all(small == large for small, large in counts.values()), counts
    assert all(large <= 15 for _, large in counts.values()), counts


def test_a_long_comparison_is_shown_page_by_page(manager, unit):
    first = brought_in(unit, a_file(many(60, "May 2027")))
    row = beside(unit, first.plan_id, a_file(many(60, "June 2030")))
    first_page = manager.get(at("compare_import", import_id=row.pk)).content.decode()
    assert first_page.count('class="gt-newer"') == 25
    last = manager.get(at("compare_import", import_id=row.pk) + "?show=changed&page=3").content.decode()
    assert last.count('class="gt-newer"') == 10


def command(path, *more):
    out = StringIO()
    call_command("import_plan", str(path), "--partnership", "vale", *more, stdout=out)
    return out.getvalue()


def test_the_command_says_the_differences_and_writes_only_when_told(unit, first, tmp_path):
    path = tmp_path / "newer.csv"
    path.write_bytes(a_file(changed("1.1", due="September 2030")))
    said = command(path, "--onto", "Neglect plan", "--apply", "--dry-run")
    assert "Changed: Action “Publish the toolkit”: by when from “June 2027” to “September 2030”." in said
    assert "Nothing was changed" in said
    assert [row.onto_id for row in queries.list_imports(unit)] == [None]
    assert "Applied: 0 added, 1 changed" in command(path, "--onto", str(first.plan_id), "--apply")
    assert lines_of(unit, first.plan_id)["1.1"].due_words == "September 2030"


def test_the_command_refuses_in_one_sentence_what_it_cannot_tell(unit, first, tmp_path):
    path = tmp_path / "newer.csv"
    path.write_bytes(a_file(changed("1.2", number="", action="Train every duty worker to name and record neglect")))
    with pytest.raises(CommandError, match="No open plan is called “Nothing”; there are: “Neglect plan”"):
        command(path, "--onto", "Nothing")
    with pytest.raises(CommandError, match="1 in question, so nothing was changed"):
        command(path, "--onto", "Neglect plan", "--apply")
    brought_in(unit)
    with pytest.raises(CommandError, match="2 open plans are called"):
        command(path, "--onto", "Neglect plan")
