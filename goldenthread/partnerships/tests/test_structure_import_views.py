"""The pages on which a structure is brought in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.models import Group, StructureImport
from goldenthread.partnerships.permissions import Role
from goldenthread.partnerships.tests.browsing import text
from goldenthread.partnerships.tests.factories import a_group, found, person_with

pytestmark = pytest.mark.django_db
TABLE = b"Group,Kind,Reports to,Seat,Agency\nBoard,board,,,\nChoir,,Board,,\nBoard,,,Nurse,\n"


def send(client: Client, content: bytes = TABLE, name: str = "structure.csv"):
    return client.post("/heronsea/structure/import/", {"file": SimpleUploadedFile(name, content)})


def test_from_the_file_to_the_structure_and_back(unit: Actor, manager: Client) -> None:
    sent = send(manager)
    row = StructureImport.objects.get()
    at = f"/heronsea/structure/import/{row.pk}/"
    assert sent.url == at
    said = text(manager.get(at))
    assert "We read 2 groups and 1 seat." in said
    assert "1 line must be answered first." in said
    assert "What kind of group is it? The file does not say." in said
    # Until it is answered there is nothing to press, and whoever presses all the same is told why.
    assert ">Apply</a>" not in said
    refused = manager.post(f"{at}apply/")
    assert refused.status_code == 422
    assert "Answer 1 line first" in text(refused)
    manager.post(f"{at}line/group-2/", {"name": "Choir", "kind": "forum", "parent": "Board", "match": ""})
    assert ">Apply</a>" in text(manager.get(at))
    assert "2 groups added, 1 seat added" in text(manager.get(f"{at}apply/"))
    manager.post(f"{at}apply/")
    assert sorted(group.name for group in Group.objects.all()) == ["Board", "Choir"]
    assert "Undo it" in text(manager.get(at))
    manager.post(f"{at}undo/")
    assert not Group.objects.exists()


def test_a_file_that_cannot_be_read_says_so_beside_the_field(unit: Actor, manager: Client) -> None:
    refused = send(manager, b"%PDF-1.7", "structure.docx")
    assert refused.status_code == 422
    assert "PDF" in text(refused)
    assert not StructureImport.objects.exists()


def test_a_line_keeps_what_was_typed_when_it_is_declined(unit: Actor, manager: Client) -> None:
    send(manager)
    at = f"/heronsea/structure/import/{StructureImport.objects.get().pk}/line/group-2/"
    refused = manager.post(at, {"name": "", "cadence": "Every full moon", "kind": "", "parent": "", "match": ""})
    assert refused.status_code == 422
    assert "Every full moon" in text(refused)
    assert manager.get(at.replace("group-2", "group-9")).status_code == 404


@pytest.mark.parametrize("page", ["", "line/group-1/", "apply/", "undo/", "put-aside/"])
def test_others_are_refused_and_strangers_find_nothing(unit: Actor, manager: Client, page: str) -> None:
    send(manager)
    row = StructureImport.objects.get()
    client = Client()
    client.force_login(person_with(unit, Role.ANALYST))
    assert client.get(f"/heronsea/structure/import/{row.pk}/{page}").status_code == 403
    elsewhere = found("larkshire")
    client.force_login(person_with(elsewhere, Role.BUSINESS_MANAGER))
    assert client.get(f"/larkshire/structure/import/{row.pk}/{page}").status_code == 404


def test_pages_cost_the_same_however_long_the_file(unit: Actor, manager: Client) -> None:
    counts = []
    for rows in (1, 40):
        table = TABLE + b"".join(b"Panel %d,panel,Board,Nurse,\n" % at for at in range(rows))
        at = send(manager, table).url
        for page in ("", "line/group-2/", "apply/"):
            with CaptureQueriesContext(connection) as asked:
                assert manager.get(at + page).status_code == 200
            counts.append(len([one for one in asked if "SAVEPOINT" not in one["sql"] and "session" not in one["sql"]]))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 15


def test_what_a_file_does_not_say_of_a_group_that_is_here_stays_as_it_is(unit: Actor, manager: Client) -> None:
    board = a_group(unit, "Board", kind="board")
    a_group(unit, "Choir", kind="forum", parent_id=board.pk)
    send(manager, b"Group,Meets\nChoir,Every week\n")
    at = f"/heronsea/structure/import/{StructureImport.objects.get().pk}/"
    form = text(manager.get(f"{at}line/group-1/"))
    assert "As it is now" in form
    assert "it stands at the top" not in form
    answers = {"name": "Choir", "kind": "", "parent": "", "match": "", "cadence": "Every week"}
    assert manager.post(f"{at}line/group-1/", answers).status_code == 302
    manager.post(f"{at}apply/")
    choir = Group.objects.get(name="Choir")
    assert (choir.parent_id, choir.kind, choir.cadence) == (board.pk, "forum", "Every week")
    said = text(manager.get(at))
    assert "What it does" not in said
