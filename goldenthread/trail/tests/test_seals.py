"""Seals: what waits is sealed, and whatever is done to sealed events behind the program's back is found."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.actor import Actor
from goldenthread.partnerships.tests.factories import NOW, a_group, found
from goldenthread.trail import rules, services
from goldenthread.trail.models import Event, Seal
from goldenthread.trail.queries import check_seals

TODAY = NOW.date()


@pytest.fixture
def unit(db) -> Actor:
    return found("heronsea")


@pytest.fixture
def sealed(unit: Actor) -> Iterator[Actor]:
    """A partnership with two seals, each over several events."""
    for names in (("Neglect", "Learning"), ("Voice", "Quality")):
        for name in names:
            a_group(unit, f"{name} subgroup")
        assert services.seal_events(NOW)
    return unit


def as_superuser(sql: str, *values: object) -> None:
    """What somebody with every right to the database can do to it, triggers or not."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


class TestSealing:
    def test_everything_is_sealed_once(self, sealed: Actor) -> None:
        checked = check_seals(sealed.partnership_id)
        own = Event.objects.filter(partnership_id=sealed.partnership_id).count()
        assert (checked.seals, checked.events, checked.unsealed, checked.faults) == (2, own, 0, [])
        assert services.seal_events(NOW) == []

    def test_partnerships_have_chains_of_their_own(self, sealed: Actor) -> None:
        other = found("ottermouth")
        a_group(other, "Neglect subgroup")
        [seal] = [one for one in services.seal_events(NOW) if one.partnership_id == other.partnership_id]
        assert (seal.number, seal.previous) == (1, rules.GENESIS)
        assert check_seals(other.partnership_id).faults == []
        assert check_seals(sealed.partnership_id).seals == 2

    def test_the_timer_waits_until_it_is_worth_it(self, unit: Actor) -> None:
        a_group(unit, "Neglect subgroup")
        assert services.seal_when_due(NOW + timedelta(minutes=14), TODAY) == ""
        assert services.seal_when_due(NOW + timedelta(minutes=15), TODAY).startswith("sealed ")
        assert services.seal_when_due(NOW + timedelta(minutes=30), TODAY) == ""

    def test_an_event_that_is_still_being_written_is_left_for_the_next_round(self, unit: Actor, monkeypatch) -> None:
        a_group(unit, "Neglect subgroup")
        monkeypatch.setattr(services.sealing, "TRIES", 2)
        with other_connection() as other:
            other.execute(
                "INSERT INTO trail_event (name, kind, thing_id, title, before, after, reason, actor_name, channel, at) "
                "VALUES ('x', 'x', gen_random_uuid(), '', '{}', '{}', '', 'Somebody', 'web', now())"
            )
            assert services.seal_events(NOW) == []
            other.rollback()
        assert services.seal_events(NOW)

    def test_two_processes_do_not_seal_at_once(self, unit: Actor) -> None:
        a_group(unit, "Neglect subgroup")
        with other_connection() as other:
            other.execute("SELECT pg_advisory_xact_lock(%s)", [services.sealing.LOCK])
            assert services.seal_events(NOW) == []
        assert services.seal_events(NOW)

    @pytest.mark.parametrize(
        "sql", ["UPDATE trail_seal SET count = 0", "DELETE FROM trail_seal", "TRUNCATE trail_seal"]
    )
    def test_the_database_refuses_to_change_a_seal(self, sealed: Actor, sql: str) -> None:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


class TestPlantedChanges:
    """Rules trail.seal_holds: what a superuser does with raw SQL is found, and named by its place."""

    @pytest.mark.parametrize(
        ("sql", "said"),
        [
            ("UPDATE trail_event SET actor_name = 'Nobody' WHERE number = %s", "something was changed"),
            ('UPDATE trail_event SET after = \'{"name": "Other"}\' WHERE number = %s', "something was changed"),
            ("UPDATE trail_event SET at = at + interval '1 microsecond' WHERE number = %s", "something was changed"),
            ("DELETE FROM trail_event WHERE number = %s", "when they were sealed, and now there are"),
        ],
    )
    def test_a_changed_or_removed_event(self, sealed: Actor, sql: str, said: str) -> None:
        first = Event.objects.filter(partnership_id=sealed.partnership_id).order_by("number").first()
        as_superuser(sql, first.number)
        [fault] = check_seals(sealed.partnership_id).faults
        assert said in fault

    def test_an_event_moved_to_another_partnership_breaks_both(self, sealed: Actor) -> None:
        other = found("ottermouth")
        services.seal_events(NOW)
        number = Event.objects.filter(partnership_id=sealed.partnership_id).order_by("number").first().number
        as_superuser("UPDATE trail_event SET partnership_id = %s WHERE number = %s", other.partnership_id, number)
        assert check_seals(sealed.partnership_id).faults
        assert check_seals(other.partnership_id).faults

    def test_an_event_put_in_later(self, sealed: Actor) -> None:
        number = Event.objects.filter(partnership_id=sealed.partnership_id).order_by("-number").first().number
        columns = "partnership_id, name, kind, thing_id, title, before, after, reason, actor_name, channel, at"
        # A number that was used and rolled back, so that nothing stands there.
        as_superuser("UPDATE trail_event SET number = number + 1000000 WHERE number = %s", number)
        as_superuser(
            f"INSERT INTO trail_event (number, {columns}) OVERRIDING SYSTEM VALUE SELECT %s, {columns} "
            "FROM trail_event WHERE number = %s", number, number + 1000000,
        )  # fmt: skip
        as_superuser("UPDATE trail_event SET reason = 'Nobody said so' WHERE number = %s", number)
        checked = check_seals(sealed.partnership_id)
        assert len(checked.faults) == 1
        assert checked.unsealed == 1

    def test_an_event_put_in_where_only_others_were_sealed_since(self, sealed: Actor) -> None:
        with connection.cursor() as cursor:
            # A number that was used and rolled back, so that nothing stands there.
            cursor.execute("SELECT nextval(pg_get_serial_sequence('trail_event', 'number'))")
            [unused] = cursor.fetchone()
        a_group(found("ottermouth"), "Neglect subgroup")
        services.seal_events(NOW)
        a_group(sealed, "Young people’s group")
        assert check_seals(sealed.partnership_id).faults == []
        columns = "partnership_id, name, kind, thing_id, title, before, after, reason, actor_name, channel, at"
        as_superuser(
            f"INSERT INTO trail_event (number, {columns}) OVERRIDING SYSTEM VALUE SELECT %s, {columns} FROM trail_event"
            " WHERE partnership_id = %s ORDER BY number LIMIT 1", unused, sealed.partnership_id,
        )  # fmt: skip
        [fault] = check_seals(sealed.partnership_id).faults
        assert fault.startswith(f"Event {unused:,} was put in")
        services.seal_events(NOW)
        assert check_seals(sealed.partnership_id).faults

    def test_a_seal_taken_away_or_made_again(self, sealed: Actor) -> None:
        as_superuser("DELETE FROM trail_seal WHERE number = 1 AND partnership_id = %s", sealed.partnership_id)
        assert "Seal 1 is missing" in check_seals(sealed.partnership_id).faults[0]

    def test_a_change_with_its_own_seal_made_again_breaks_the_next(self, sealed: Actor) -> None:
        as_superuser("UPDATE trail_seal SET digest = %s WHERE number = 1 AND partnership_id = %s", "f" * 64,
                     sealed.partnership_id)  # fmt: skip
        faults = check_seals(sealed.partnership_id).faults
        assert len(faults) == 2
        assert "does not rest on the one before it" in faults[1]

    def test_the_command_finds_it_and_fails(self, sealed: Actor, capsys) -> None:
        call_command("verify_trail", "--partnership", "heronsea")
        assert "heronsea: 2 seals over" in capsys.readouterr().out
        as_superuser("UPDATE trail_event SET title = 'Other' WHERE partnership_id = %s", sealed.partnership_id)
        with pytest.raises(CommandError, match="2 faults were found"):
            call_command("verify_trail")
        assert "heronsea: Between events" in capsys.readouterr().err

    def test_receipts_find_a_chain_that_was_made_anew(self, sealed: Actor, tmp_path, capsys) -> None:
        receipts = str(tmp_path / "receipts.csv")
        call_command("verify_trail", "--receipts", receipts)
        call_command("verify_trail", "--receipts", receipts)
        assert len((tmp_path / "receipts.csv").read_text().splitlines()) == len(
            {s.partnership_id for s in Seal.objects.all()}
        )
        as_superuser("UPDATE trail_event SET title = 'Other' WHERE partnership_id = %s", sealed.partnership_id)
        as_superuser("DELETE FROM trail_seal")
        call_command("verify_trail", "--seal-first")
        with pytest.raises(CommandError):
            call_command("verify_trail", "--receipts", receipts)
        assert "whose digest was written down earlier" in capsys.readouterr().err

    def test_receipts_find_a_partnership_that_goes_by_another_name(self, sealed: Actor, tmp_path, capsys) -> None:
        receipts = str(tmp_path / "receipts.csv")
        call_command("verify_trail", "--receipts", receipts)
        as_superuser("UPDATE trail_event SET title = 'Other' WHERE partnership_id = %s", sealed.partnership_id)
        as_superuser("DELETE FROM trail_seal")
        as_superuser("UPDATE partnerships_partnership SET slug = 'heronsea-2'")
        services.seal_events(NOW)
        with pytest.raises(CommandError):
            call_command("verify_trail", "--receipts", receipts)
        assert "heronsea: Receipts were kept of it" in capsys.readouterr().err

    def test_a_file_that_holds_no_receipts_is_refused(self, sealed: Actor, tmp_path) -> None:
        (tmp_path / "other.csv").write_text("not,a receipt\n")
        with pytest.raises(CommandError, match="does not hold receipts"):
            call_command("verify_trail", "--receipts", str(tmp_path / "other.csv"))

    def test_a_partnership_nobody_knows_is_refused(self, sealed: Actor) -> None:
        with pytest.raises(CommandError, match="no partnership “nowhere”"):
            call_command("verify_trail", "--partnership", "nowhere")


@given(st.integers(0, 2_000), st.timedeltas(timedelta(0), timedelta(hours=2)))
def test_a_seal_is_due_by_number_or_by_age(waiting: int, age: timedelta) -> None:
    """Rule trail.seal_due."""
    oldest = NOW - age if waiting else None
    assert rules.is_due(waiting, oldest, NOW) == (waiting >= 1_000 or (waiting > 0 and age >= timedelta(minutes=15)))


def other_connection() -> psycopg.Connection:
    """A second connection to the same database, as another process would have."""
    settings = connection.settings_dict
    host = connection.get_connection_params()["host"]
    return psycopg.connect(dbname=settings["NAME"], user="postgres", host=host)
