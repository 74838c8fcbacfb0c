"""The Jinja2 environment: our templates read strictly, GOV.UK's leniently, and the words both may use."""

import logging
import os
from collections.abc import Mapping, Sequence
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID, uuid4

import jinja2
from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.http import urlencode

from goldenthread.kernel.rag import WORDS
from goldenthread.web import filters

GOVUK = "govuk_frontend_jinja"

# Outside the tests a forgotten name is written to the log and prints nothing, so that nobody loses a page over it.
Forgiving = jinja2.make_logging_undefined(logging.getLogger("goldenthread.web.templates"), base=jinja2.Undefined)

# The addresses of pages with their variable parts left open, by urlconf, prefix, name and what is put in.
_patterns: dict[tuple[Any, ...], str] = {}


class Environment(jinja2.Environment):
    """Reads GOV.UK's templates with an environment of their own, because they rely on names that are not there."""

    govuk: jinja2.Environment | None = None

    def get_template(
        self, name: str | jinja2.Template, parent: str | None = None, globals: Any = None
    ) -> jinja2.Template:
        """The template called `name`. Raises `jinja2.TemplateNotFound`."""
        if self.govuk is not None and isinstance(name, str) and name.startswith(f"{GOVUK}/"):
            return self.govuk.get_template(name, parent, globals)
        return super().get_template(name, parent, globals)


def environment(**options: Any) -> jinja2.Environment:
    """The environment that the template engine of the settings asks for, with our filters and globals."""
    own = options.pop("loader")
    govuk = jinja2.PrefixLoader({GOVUK: jinja2.PackageLoader(GOVUK)})
    options["undefined"] = jinja2.StrictUndefined if settings.TESTING else Forgiving
    env = Environment(
        loader=jinja2.ChoiceLoader([own, govuk]), extensions=["jinja2.ext.do"], trim_blocks=True, lstrip_blocks=True,
        # There are more templates than the 400 that are kept unasked; those let go are compiled again, 20 ms each.
        cache_size=-1, bytecode_cache=_compiled(), **options,
    )  # fmt: skip
    env.filters.update(filters.FILTERS)
    env.globals.update(url=url, static=static, delivery_words=WORDS)
    # An overlay shares filters, globals and loader with the environment it lies over, but neither its strictness nor
    # its white space.
    env.govuk = cast(Environment, env.overlay(undefined=jinja2.Undefined, trim_blocks=False, lstrip_blocks=False))
    env.govuk.govuk = None
    return env


def _compiled() -> jinja2.BytecodeCache | None:
    """Where templates are kept as they were compiled, for the processes that start after this one.

    Known by the text of each, so that a changed template is compiled again. Only we may read or write there; where
    that cannot be, each process compiles for itself.
    """
    folder = settings.DATA_DIR / "templates"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return jinja2.FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None


@jinja2.pass_context
def url(context: jinja2.runtime.Context, name: str, /, **kwargs: Any) -> str:
    """The address of a named page, with the current partnership put in where the page belongs to one.

    `query` (a mapping) and `fragment` are added to the address; every other word is part of the path. Raises
    `NoReverseMatch` for a name or parts that no page has.
    """
    actor = getattr(context.get("request"), "actor", None)
    slug = getattr(actor, "partnership_slug", "")
    return address(name, slug, **kwargs)


def address(name: str, partnership: str = "", /, **kwargs: Any) -> str:
    """The address of a named page as `url` gives it, for a partnership's slug instead of the current one."""
    around = {part: more for part in ("query", "fragment") if (more := kwargs.pop(part, None))}
    slug = kwargs.pop("partnership", partnership)
    if all(isinstance(value, UUID) for value in kwargs.values()):
        key = (str(get_urlconf() or settings.ROOT_URLCONF), get_script_prefix(), name, bool(slug), *kwargs)
        pattern = _patterns.get(key) or _patterns.setdefault(key, _pattern(name, bool(slug), tuple(kwargs)))
        found = pattern.format(slug, *kwargs.values())
        return found + _around(**around) if around else found
    return _reversed(name, slug, kwargs) + _around(**around)


def _reversed(name: str, slug: str, kwargs: dict[str, Any]) -> str:
    """The address, with the partnership in it where the page belongs to one."""
    if not slug:
        return reverse(name, kwargs=kwargs)
    try:
        return reverse(name, kwargs={**kwargs, "partnership": slug})
    except NoReverseMatch:
        return reverse(name, kwargs=kwargs)


def _pattern(name: str, has_slug: bool, parts: Sequence[str]) -> str:
    """The address with {0} for the partnership and {1} on for the ids: a page of many links reverses each sort once."""
    ids = {part: uuid4() for part in parts}
    slug = f"slug-{uuid4().hex}" if has_slug else ""
    pattern = _reversed(name, slug, ids).replace("{", "{{").replace("}", "}}")
    for place, text in enumerate((slug, *map(str, ids.values()))):
        pattern = pattern.replace(text, f"{{{place}}}") if text else pattern
    return pattern


def _around(query: Mapping[str, Any] | None = None, fragment: str = "") -> str:
    """What stands after a path, as `reverse` writes it."""
    sought = urlencode(query, doseq=True) if query else ""
    return (f"?{sought}" if sought else "") + (f"#{quote(fragment)}" if fragment else "")
