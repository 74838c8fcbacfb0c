"""In the demonstration, every page that names something restricted says so on paper."""

import html

import pytest
from django.db import connection

from tests.pages import SCREENS, Screen
from tests.visiting import SLUG, visit

NAMED = """
    SELECT split_part(description, E'\\n', 1) FROM actions_action WHERE information_class = 'R' AND partnership_id = %s
    UNION SELECT title FROM documents_document WHERE information_class = 'R' AND partnership_id = %s
    UNION SELECT claim FROM documents_evidenceitem WHERE information_class = 'R' AND partnership_id = %s
    UNION SELECT title FROM risks_risk WHERE partnership_id = %s
"""
# What cannot be printed with a title in it: answers to what was typed, and pages of one's own.
MARKED = 'gt-marking gt-print-only">OFFICIAL-SENSITIVE'


@pytest.fixture(scope="module")
def restricted(demonstration, django_db_blocker) -> list[str]:
    """The words by which restricted things are named on pages."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM partnerships_partnership WHERE slug = %s", [SLUG])
        cursor.execute(NAMED, [cursor.fetchone()[0]] * 4)
        return [row[0][:60] for row in cursor.fetchall()]


@pytest.mark.parametrize("screen", [one for one in SCREENS if one.is_page], ids=lambda one: one.id)
def test_a_page_that_names_something_restricted_is_marked(site, restricted: list[str], screen: Screen):
    page = visit(screen).text
    named = [words for words in restricted if words in html.unescape(page)]
    assert not named or MARKED in page
