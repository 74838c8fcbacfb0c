"""The look at a screen sees what is wrong: each kind of fault is put on a page that is otherwise sound."""

import pytest
from playwright.sync_api import Page

from tests.journeys.looking import PRESSES, Visit, look

ADDRESS = "http://localhost/page/"
SOUND = """<!doctype html>
<html lang="en-GB"><head><title>A page</title><meta name="viewport" content="width=device-width, initial-scale=1">
<style>:focus {{ outline: 3px solid #0b0c0c }}
@media print {{ nav, footer, button, .gt-screen-only {{ display: none }} }}
</style></head><body>
<header><p class="gt-marking">OFFICIAL</p></header><nav aria-label="Main"><a href="/one/">One</a></nav>
<main><h1>A page</h1><p><a href="/two/">Two</a></p>{fault}{links}</main>
<footer><p class="gt-printed">http://localhost/page/</p></footer>
</body></html>"""
# More than there are presses of Tab.
LINKS = "".join(f'<p><a href="/{number}/">Link {number}</a></p>' for number in range(3, 18))
TRAP = """<button id="trap">Stay</button><script>document.getElementById("trap").addEventListener(
  "keydown", (event) => event.preventDefault())</script>"""


def seen(page: Page, fault: str = "") -> Visit:
    body = SOUND.format(fault=fault, links=LINKS)
    page.route(ADDRESS, lambda route: route.fulfill(body=body, content_type="text/html"))
    return look(page, ADDRESS)


def test_nothing_is_wrong_with_a_sound_page(page: Page):
    visit = seen(page)
    assert (visit.status, visit.address) == (200, ADDRESS)
    assert visit.by_axe == {1280: [], 375: []}
    assert (visit.too_wide_at, visit.by_walking, visit.on_paper, visit.beyond_paper) == ([], [], [], [])
    assert len(visit.stops) == PRESSES
    assert visit.stops == sorted(set(visit.stops))
    assert visit.marking == ["OFFICIAL"]


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "image-alt"),
        ("<input name=who>", "label"),
        ("<h4>A heading that leaves two out</h4>", "heading-order"),
    ],
    ids=["picture", "box", "heading"],
)
@pytest.mark.parametrize(
    ("hidden", "width"), [("", 1280), ("@media (min-width: 600px) { .fault { display: none } }", 375)]
)
def test_axe_speaks_of_what_is_wrong_where_it_is_first_shown(
    page: Page, fault: str, rule: str, hidden: str, width: int
):
    by_axe = seen(page, f'<style>{hidden}</style><div class="fault">{fault}</div>').by_axe
    assert [at for at, found in by_axe.items() if found] == [width]
    assert any(line.startswith(f"{rule}: <") for line in by_axe[width])


def test_what_is_too_small_to_press_on_a_phone_alone(page: Page):
    size = ".small button { width: 40px; height: 40px; margin: 5px; padding: 0 }"
    narrow = "@media (max-width: 600px) { .small button { width: 9px; height: 9px; margin: 0; font-size: 5px } }"
    buttons = "".join(f"<button>{one}</button>" for one in "abc")
    by_axe = seen(page, f'<style>{size} {narrow}</style><div class="small">{buttons}</div>').by_axe
    assert by_axe[1280] == []
    assert {line.partition(":")[0] for line in by_axe[375]} == {"target-size"}


def test_colours_are_looked_at_where_they_are_first_seen(page: Page):
    """The same writing on the same ground is known from then on; on another ground, or larger, it is not."""
    known: set[str] = set()

    def faint(style: str) -> int:
        body = SOUND.format(fault=f'<div style="{style}"><p style="color: #8a8a8a">Faint</p></div>', links="")
        page.route(ADDRESS, lambda route: route.fulfill(body=body, content_type="text/html"))
        return len(look(page, ADDRESS, colours=known).by_axe[1280])

    assert [faint(""), faint(""), faint("background: #eee"), faint("background: #eee"), faint("font-size: 12px")] == [
        1, 0, 1, 0, 1,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("hidden", "width"), [("", 1280), ("@media (min-width: 600px) { .faint { display: none } }", 375)]
)
def test_faint_words_are_found_where_they_are_first_seen(page: Page, hidden: str, width: int):
    by_axe = seen(page, f'<style>{hidden}</style><p class="faint" style="color: #bbb">Few can read it</p>').by_axe
    assert [(at, len(found), found[0][:17]) for at, found in by_axe.items() if found] == [
        (width, 1, "color-contrast: <")
    ]


@pytest.mark.parametrize(("width", "at"), [(400, [375, 320]), (350, [320])])
def test_what_is_wider_than_a_phone_or_than_a_page_much_enlarged(page: Page, width: int, at: list[int]):
    assert seen(page, f'<div style="width: {width}px">wide</div>').too_wide_at == at


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ('<a href="/x/" tabindex="3">First of all</a>', "out of order"),
        ('<a href="/x/" style="outline: none">Unseen</a>', "looks the same in focus"),
        ('<a href="/x/" onfocus="this.blur()">Away</a>', "takes no focus"),
        ("<button></button>", "has no name"),
    ],
    ids=["order", "unseen", "focus", "name"],
)
def test_what_the_keyboard_cannot_use(page: Page, fault: str, said: str):
    assert [line.partition(":")[0] for line in seen(page, fault).by_walking] == [said]


@pytest.mark.parametrize("fault", ['<a href="/x/" tabindex="3">First of all</a>', TRAP], ids=["jump", "trap"])
def test_keys_that_jump_or_are_held(page: Page, fault: str):
    stops = seen(page, fault).stops
    assert stops != sorted(set(stops))


@pytest.mark.parametrize("thing", ['<a class="govuk-button" href="/x/">Press</a>', "<input type=submit value=Send>"])
def test_what_is_pressed_is_seen_on_paper(page: Page, thing: str):
    assert len(seen(page, thing).on_paper) == 1


def test_what_is_wider_than_paper(page: Page):
    visit = seen(page, '<div style="width: 700px">wide</div>')
    assert [line[-25:] for line in visit.beyond_paper] == ['style="width: 700px">wide</div>'[-25:]]
