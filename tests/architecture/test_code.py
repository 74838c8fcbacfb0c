"""What the import contracts cannot see: clocks, services, queries, privacy, relations, rules."""

import ast

from django.apps import apps

from goldenthread.config.reference import load_rules
from goldenthread.kernel.rules import catalogue
from tests.architecture.source import DOMAIN, ORDER, PROGRAM, ROOT, functions, layer, modules, offered, tree, where

# Tables that belong to no one partnership: the tenant itself, what several partnerships share, people, the trail.
SHARED = {
    "partnerships.partnership",
    "partnerships.agency",
    "partnerships.agencyname",
    "people.user",
    "people.usedlink",
    "people.signin",
    "trail.event",
    "trail.seal",
    # One digest tells of several partnerships, and an address or a rhythm is a person's; of a message, what one
    # partnership may see is its `notify.part`.
    "notify.message",
    "notify.bounce",
    "notify.rhythm",
    "notify.round",
}
# The system clock is read where a request or a command begins, and nowhere else.
CLOCK_READERS = {"views", "commands", "middleware", "settings", "navigation", "adapter"}
# Questions asked before anybody acts for a partnership, or by the command line for all of them.
ASKED_BEFORE_ACTING = {
    "partnership_by_slug",
    "partnerships_of",
    "actor_for",
    "actors_of",
    "actors_of_people",
    "any_partnership",
    "all_partnerships",
    "unit_actor",
    "system_actor",
    "name_on",
    "called_on",
    "count_demonstration_accounts",
    "person_by_email",
    "people_by_id",
    # Seals are made and checked by the program, over every partnership at once.
    "waiting_events",
    "events_between",
    "heads_of_chains",
    "link_was_used",
    # A digest is made for many people at once; each gets what their own actors are asked for.
    "asks_of_people",
    "approval_asks",
    "paper_asks",
    "minute_asks",
    "escalation_asks",
    "review_asks",
    "answer_asks",
    "work_asks",
    "closing_report_asks",
    "absence_asks",
    "closing_reports_owed",
    "my_work_count",
    "work_everywhere",
    "work_on",
    # How people sign in is the same in every partnership; who may ask is decided above.
    "people_with_second_step",
    "uses_app",
    "sessions_of",
    # Somebody at the door, who acts for nobody yet; and work that the timer does for everybody.
    "invitation_by_token",
    "invited_actor",
    "token_hash",
    "access_reviews_owed",
    # A calendar program knows a secret address; whose it is, and so who acts, is what it asks.
    "read_feed",
    # Somebody without an account, who has shown only that they have the link to one agenda item.
    "paper_link_by_token",
    "contributing_actor",
}
# These look at what another query of the same actor has already found.
LOOK_AT_WHAT_WAS_FOUND = {
    "line_of",
    "ref_of",
    "tally",
    "missing_for_completion",
    "title_in_a_line",
    "document_of",
    "as_decided",
}
LOOK_AT_WHAT_WAS_FOUND |= {"questions_of", "answered_of", "period_of", "shown_round", "obligation_line", "find_part"}
LOOK_AT_WHAT_WAS_FOUND |= {"as_rule", "as_scheme", "state_of_link", "as_indicator", "asked_of", "as_asked"}
# These ask nothing: they say which columns of an app's own rows the thread and the search read.
NAME_COLUMNS = {"columns", "spaced", "respondent_name", "reporter_gone", "newest_event"}
# Founding takes the actor that `founding_actor` makes; the trail is what others record on; nobody acts in sealing it.
NOT_WRITES = {"founding_actor", "kind_of", "snapshot", "record", "record_many", "sentence"}
NOT_WRITES |= {"in_names", "save_or_refuse", "seal_events", "seal_when_due", "inspect_file", "keep_file", "mark_of"}


def test_the_clock_is_read_only_where_a_request_or_command_begins():
    read = []
    for path in modules():
        if CLOCK_READERS & set(path.relative_to(PROGRAM).with_suffix("").parts):
            continue
        for node in ast.walk(tree(path)):
            # With an argument, `timezone.localdate` turns a moment into a day and reads no clock.
            if (
                isinstance(node, ast.Call)
                and not node.args
                and ast.unparse(node.func)
                in {
                    "date.today",
                    "datetime.now",
                    "datetime.today",
                    "timezone.now",
                    "timezone.localdate",
                    "timezone.localtime",
                }
            ):
                read.append(where(path, node.lineno))
    assert not read


def test_every_public_service_takes_an_actor_and_leaves_a_trace():
    careless = []
    for app in DOMAIN:
        paths = layer(app, "services")
        bodies = {node.name: ast.unparse(node) for path in paths for node in functions(path)}
        for path, node in offered(app, "services"):
            if node.name in NOT_WRITES:
                continue
            if "actor" not in [argument.arg for argument in node.args.args[:1]]:
                careless.append(f"{where(path, node.lineno)} {node.name} takes no actor")
            elif not _reaches_trail(node.name, bodies, set()):
                careless.append(f"{where(path, node.lineno)} {node.name} records nothing")
    assert not careless


def _reaches_trail(name: str, bodies: dict[str, str], seen: set[str]) -> bool:
    body = bodies.get(name, "")
    if "trail.record" in body or "trail.record_many" in body or "threads.tie" in body:
        return True
    called = {
        ast.unparse(node.func).rpartition(".")[2] for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Call)
    }
    return any(_reaches_trail(other, bodies, seen | {name}) for other in called - seen - {name} if other in bodies)


def test_every_public_query_is_asked_within_a_partnership():
    loose = []
    elsewhere = ASKED_BEFORE_ACTING | LOOK_AT_WHAT_WAS_FOUND | NAME_COLUMNS
    for app in [*DOMAIN, "people"]:
        for path, node in offered(app, "queries"):
            names = {argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]}
            if node.name not in elsewhere and not names & {"actor", "actors", "partnership"}:
                loose.append(f"{where(path, node.lineno)} {node.name}")
    assert not loose


def our_models():
    return [model for model in apps.get_models() if model.__module__.startswith("goldenthread.")]


def test_every_table_of_a_partnership_is_a_record():
    from goldenthread.partnerships.models import Record

    loose = [m._meta.label for m in our_models() if m._meta.label_lower not in SHARED and not issubclass(m, Record)]
    assert not loose


def test_every_field_says_how_private_it_is():
    base = {"id", "partnership", "version", "created_at", "starts_on", "ends_on"}
    unsaid = []
    for model in our_models():
        classes = getattr(model, "privacy", {})
        assert set(classes) <= {"ordinary", "personal", "special"}, model
        named = [name for names in classes.values() for name in names.split()]
        assert len(named) == len(set(named)), f"{model._meta.label} classes a field twice"
        own = {field.name for field in model._meta.get_fields() if field.concrete and not field.many_to_many}
        own |= {field.name for field in model._meta.many_to_many}
        unsaid += [f"{model._meta.label}.{name}" for name in sorted(own - set(named) - base)]
        unsaid += [f"{model._meta.label}.{name} is no field" for name in sorted(set(named) - own)]
    assert not unsaid


def test_relations_point_downwards():
    upwards = []
    for model in our_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model:
                target = field.related_model._meta.app_label
                if target in ORDER and ORDER.index(target) > ORDER.index(model._meta.app_label):
                    upwards.append(f"{model._meta.label}.{field.name}")
    assert not upwards


def test_every_rule_has_a_test_that_names_it():
    load_rules()
    tests = "\n".join(path.read_text() for path in modules(tests=True))
    tests += "\n".join(path.read_text() for path in (ROOT / "tests").rglob("*.py"))
    assert not [rule.id for rule in catalogue() if rule.id not in tests]


def test_the_reference_is_as_the_code_says():
    from goldenthread.config.reference import pages

    stale = [name for name, text in pages().items() if (ROOT / "docs" / "reference" / name).read_text() != text]
    assert not stale, "Run `.venv/bin/goldenthread write_reference`."
