"""Pages hang together: addresses, error pages, escaping, and names that nobody set."""

import stat
from types import SimpleNamespace

import jinja2
import pytest
from django.template import engines
from django.urls import NoReverseMatch

from goldenthread.kernel.rag import Delivery
from goldenthread.web.environment import address, environment

pytestmark = pytest.mark.urls("goldenthread.web.tests.urls")


def render(source: str, **context: object) -> str:
    return engines["jinja2"].env.from_string(source).render(context)


def acting(slug: str) -> SimpleNamespace:
    return SimpleNamespace(actor=SimpleNamespace(partnership_slug=slug))


def test_each_template_is_compiled_once_whatever_their_number(monkeypatch):
    env = engines["jinja2"].env
    ours = [name for name in env.list_templates() if not name.startswith("govuk_frontend_jinja/")]
    assert len(ours) > 400, "more than Jinja keeps of its own accord"
    for name in ours:
        env.get_template(name)
    monkeypatch.setattr(jinja2.Environment, "compile", lambda *_, **__: pytest.fail("compiled again"))
    for name in ours:
        env.get_template(name)


def test_what_was_compiled_serves_the_next_process_and_nobody_else_writes_there(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path / "data"
    loader = jinja2.DictLoader({"a.html": "one {{ 1 }}", "b.html": "two"})
    assert environment(loader=loader).get_template("a.html").render() == "one 1"
    folder = settings.DATA_DIR / "templates"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(list(folder.iterdir())) == 1
    monkeypatch.setattr(jinja2.Environment, "compile", lambda *_, **__: pytest.fail("compiled again"))
    assert environment(loader=loader).get_template("a.html").render() == "one 1"
    monkeypatch.undo()
    # A changed text is compiled, and so is everything where nothing can be kept.
    assert environment(loader=jinja2.DictLoader({"a.html": "three"})).get_template("a.html").render() == "three"
    settings.DATA_DIR = tmp_path / "a file"
    settings.DATA_DIR.touch()
    assert environment(loader=loader).get_template("b.html").render() == "two"


def test_an_address_gets_the_partnership_only_where_the_page_belongs_to_one():
    source = "{{ url('partnership_sink') }} {{ url('sink') }} {{ url('sink', query={'a': 'b c'}, fragment='x') }}"
    for _ in range(2):
        assert render(source, request=acting("riverside")) == "/riverside/sink/ /sink/ /sink/?a=b+c#x"
    assert render("{{ url('sink') }}") == "/sink/"


def test_an_address_may_be_asked_for_another_partnership():
    assert address("partnership_sink", "dale") == "/dale/sink/"
    assert address("partnership_sink", "dale", partnership="vale") == "/vale/sink/"


def test_a_page_that_does_not_exist_has_no_address():
    with pytest.raises(NoReverseMatch):
        render("{{ url('nowhere') }}", request=acting("riverside"))


def test_a_misspelt_name_is_an_error_in_our_templates_but_not_in_those_of_govuk():
    with pytest.raises(jinja2.UndefinedError):
        render("{{ tiitle }}")
    with pytest.raises(jinja2.UndefinedError):
        render("{{ row.tiitle }}", row={})
    button = '{% from "govuk_frontend_jinja/components/button/macro.html" import govukButton %}'
    source = button + '{{ govukButton({"text": t}) }}'
    assert "&lt;i&gt;" in render(source, t="<i>")


@pytest.mark.parametrize("state", list(Delivery))
def test_every_rating_has_its_word_and_its_shape(state: Delivery):
    source = '{% from "web/components/rag_tag.html" import rag_tag %}{{ rag_tag(state) }}'
    html = render(source, state=state)
    assert f"gt-tag--{state.value.replace('_', '-')}" in html
    assert 'aria-hidden="true"' in html
    assert render(source, state=state) == render(source, state=state.value)


def test_a_partnership_may_say_a_rating_in_its_own_word():
    html = render('{% from "web/components/rag_tag.html" import rag_tag %}{{ rag_tag("off_track", "Red <b>") }}')
    assert "Red &lt;b&gt;" in html
    assert "■" in html


def test_the_page_of_all_components_is_whole(client):
    html = client.get("/sink/").content.decode()
    assert html.count("<h1") == 1
    assert "<title>Agree the neglect pathway – Golden Thread</title>" in html
    assert 'href="#main-content"' in html
    assert "style=" not in html


def test_a_script_runs_only_with_the_nonce_of_the_page(client):
    response = client.get("/sink/")
    nonce = response["Content-Security-Policy"].partition("'nonce-")[2].partition("'")[0]
    assert response.content.decode().count(f'nonce="{nonce}"') == response.content.decode().count("<script")


def test_an_error_is_in_the_title_of_the_page(client):
    assert b"<title>Error: Raise an action" in client.post("/form/", {}).content


@pytest.mark.parametrize("name", ["400", "403", "404", "413", "500"])
def test_every_error_page_can_be_drawn_with_nothing_at_hand(name: str):
    html = render(f'{{% include "web/{name}.html" %}}')
    assert html.count("<h1") == 1
    assert "</html>" in html


def test_a_refusal_shows_its_reason():
    html = render('{% include "web/403.html" %}', reason="Your role here does not let you apply <b>an import.")
    assert "apply &lt;b&gt;an import." in html
    assert "business unit" in html
