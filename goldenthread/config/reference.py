"""The reference pages that are written from the code itself, so that they cannot say anything else."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import walk_packages

from django.apps import apps
from django.core.management import get_commands, load_command_class

from goldenthread.config.measures_reference import extract_tables_page, indicators_page, verbs_section
from goldenthread.config.variables import SECTIONS
from goldenthread.kernel.actor import declared_permissions
from goldenthread.kernel.rules import catalogue
from goldenthread.partnerships.permissions import SENTENCES, Role

NOTE = "<!-- Written by `goldenthread write_reference`; a test keeps it as the code says. -->\n"


def load_rules() -> None:
    """Import every module that may hold rules or permissions, so that the catalogues are whole."""
    for name in ["kernel.rag", "kernel.working_days", "kernel.periods", "kernel.due_dates"]:
        import_module(f"goldenthread.{name}")
    measures = import_module("goldenthread.measures")
    for part in walk_packages(measures.__path__, "goldenthread.measures."):
        if ".tests" not in part.name:
            import_module(part.name)
    for app in apps.get_app_configs():
        for layer in ("rules", "permissions"):
            if app.name.startswith("goldenthread.") and find_spec(f"{app.name}.{layer}"):
                found = import_module(f"{app.name}.{layer}")
                for part in walk_packages(getattr(found, "__path__", []), f"{found.__name__}."):
                    import_module(part.name)


def rules_page() -> str:
    """Every rule: its id, what it decides, where it comes from, where it is written."""
    load_rules()
    rows = [f"| `{r.id}` | {r.sentence} | {r.source} | `{r.module}.{r.function}` |" for r in catalogue()]
    return "\n".join(
        [
            "# Rules",
            "",
            NOTE,
            "| Rule | What it decides | Source | Written in |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def roles_page() -> str:
    """Every role with its sentence, and every permission with the roles that hold it."""
    load_rules()
    lines = ["# Roles and permissions", "", NOTE, "| Role | What it is |", "| --- | --- |"]
    lines += [f"| {role.replace('_', ' ').capitalize()} | {SENTENCES[role]} |" for role in Role]
    lines += ["", "| Permission | Lets a person | Held by |", "| --- | --- | --- |"]
    for name, permission in declared_permissions().items():
        holders = ", ".join(role.replace("_", " ") for role in Role if role in permission.roles)
        lines.append(f"| `{name}` | {permission.sentence} | {holders} |")
    return "\n".join([*lines, ""])


def commands_page() -> str:
    """Every command of our own with its sentence."""
    lines = ["# Commands", "", NOTE, "Each is run as `.venv/bin/goldenthread NAME`; `--help` lists its options.", ""]
    lines += ["| Command | What it does |", "| --- | --- |"]
    for name, app in sorted(get_commands().items()):
        if str(app).startswith("goldenthread."):
            lines.append(f"| `{name}` | {load_command_class(app, name).help} |")
    return "\n".join([*lines, "", *verbs_section()])


def data_page() -> str:
    """Every table of our own with its fields and how private each is."""
    lines = ["# Data dictionary", "", NOTE]
    for model in sorted(apps.get_models(), key=lambda m: m._meta.label_lower):
        if not model.__module__.startswith("goldenthread."):
            continue
        classes = {name: level for level, names in getattr(model, "privacy", {}).items() for name in names.split()}
        lines += [f"## {model._meta.label}", "", (model.__doc__ or "").strip(), "", "| Field | Kind | Privacy |"]
        lines += ["| --- | --- | --- |"]
        for field in model._meta.concrete_fields:
            kind = type(field).__name__.removesuffix("Field")
            lines.append(f"| `{field.name}` | {kind} | {classes.get(field.name, 'ordinary')} |")
        lines.append("")
    return "\n".join(lines)


def settings_page() -> str:
    """Every environment variable with what it does and what holds without it."""
    lines = ["# Settings", "", NOTE, "Every setting is an environment variable. Without any, a new machine works.", ""]
    for title, section in SECTIONS.items():
        lines += [f"## {title}", "", "| Variable | What it does | Without it |", "| --- | --- | --- |"]
        lines += [f"| `{one.name}` | {one.sentence} | {one.unset} |" for one in section]
        lines.append("")
    return "\n".join(lines)


def pages() -> dict[str, str]:
    """Every generated page by file name."""
    return {
        "rules.md": rules_page(),
        "roles.md": roles_page(),
        "commands.md": commands_page(),
        "data.md": data_page(),
        "settings.md": settings_page(),
        "indicators.md": indicators_page(NOTE),
        "extract-tables.md": extract_tables_page(NOTE),
    }
