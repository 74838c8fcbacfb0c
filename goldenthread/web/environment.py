"""The Jinja2 environment: our templates read strictly, GOV.UK's leniently, and the words both may use."""

import logging
from typing import Any, cast

import jinja2
from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, get_urlconf, reverse

from goldenthread.kernel.rag import WORDS
from goldenthread.web import filters

GOVUK = "govuk_frontend_jinja"

# Outside the tests a forgotten name is written to the log and prints nothing, so that nobody loses a page over it.
Forgiving = jinja2.make_logging_undefined(logging.getLogger("goldenthread.web.templates"), base=jinja2.Undefined)

# Route names that were found to need the partnership, and those found not to, by urlconf.
_needs_partnership: dict[tuple[str, str], bool] = {}


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
        **options,
    )  # fmt: skip
    env.filters.update(filters.FILTERS)
    env.globals.update(url=url, static=static, delivery_words=WORDS)
    # An overlay shares filters, globals and loader with the environment it lies over, but neither its strictness nor
    # its white space.
    env.govuk = cast(Environment, env.overlay(undefined=jinja2.Undefined, trim_blocks=False, lstrip_blocks=False))
    env.govuk.govuk = None
    return env


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
    around = {part: kwargs.pop(part) for part in ("query", "fragment") if part in kwargs}
    if not partnership or "partnership" in kwargs:
        return reverse(name, kwargs=kwargs, **around)
    within = {**kwargs, "partnership": partnership}
    key = (str(get_urlconf() or settings.ROOT_URLCONF), name)
    known = _needs_partnership.get(key)
    if known is not None:
        return reverse(name, kwargs=within if known else kwargs, **around)
    try:
        found, known = reverse(name, kwargs=within, **around), True
    except NoReverseMatch:
        found, known = reverse(name, kwargs=kwargs, **around), False
    _needs_partnership[key] = known
    return found
