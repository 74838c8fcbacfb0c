"""What a real browser can say about a page: what axe objects to, how the keyboard goes through it, how it prints."""

from dataclasses import dataclass
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    # Only violations are told in full; every rule is run all the same.
    "resultTypes": ["violations"],
}
AXE_SAYS = """([where, options]) => axe.run(where, options).then(({violations}) => violations.flatMap(
  (one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 200)}`)))"""
# Colours take axe longer than all the rest, and hundreds of pages show the same few: each writing on each ground is
# looked at where it is first seen. This marks what is new on a page, and says by what it is known.
CONTRAST = "color-contrast"
NEW_COLOURS = """(known) => {
  const seen = new Set(known);
  const held = (one) => one.closest(":disabled, [aria-disabled=true]") || one.closest("label")?.control?.disabled;
  const grounds = (one) => {
    const found = [];
    for (let each = one; each; each = each.parentElement) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(each);
      found.push(backgroundImage, opacity);
      if (backgroundColor !== "rgba(0, 0, 0, 0)") found.push(backgroundColor);
      if (/^rgb\\(/.test(backgroundColor)) break;
    }
    return found.filter((each) => each !== "none" && each !== "1").join();
  };
  const says = (one) => one.matches("input, select, textarea")
    || [...one.childNodes].some((each) => each.nodeType === Node.TEXT_NODE && each.data.trim());
  const fresh = [];
  for (const one of document.querySelectorAll("body, body *")) {
    if (!says(one) || !one.checkVisibility()) continue;
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(one);
    const mark = [color, fontSize, fontWeight, textShadow, !!held(one), grounds(one)].join("|");
    if (seen.has(mark)) continue;
    seen.add(mark);
    fresh.push(mark);
    one.dataset.newColours = "";
  }
  return fresh;
}"""
# A phone may show what a desk hides; of the rest it is the size and the scrolling that can be wrong there alone.
BY_WIDTH = ["target-size", "scrollable-region-focusable"]
NOT_SHOWN = """() => {
  for (const one of document.querySelectorAll("body *")) if (!one.checkVisibility()) one.dataset.notShown = "";
}"""
SHOWN_NOW = """() => [...document.querySelectorAll("[data-not-shown]")].filter((one) => {
  if (!one.checkVisibility()) one.removeAttribute("data-not-shown");
  return one.checkVisibility();
}).length"""

# What can be reached by Tab: each is focused in turn, and must look otherwise, have a name and be in its place.
WALK = """() => {
  const all = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")]
    .filter((one) => !one.disabled && one.checkVisibility() && one.tabIndex >= 0);
  const named = (one) => (one.getAttribute("aria-label") || one.textContent || one.title || "").trim()
    || one.querySelector("img[alt]")?.alt || [...(one.labels || [])].map((label) => label.textContent).join("").trim()
    || document.getElementById(one.getAttribute("aria-labelledby"))?.textContent;
  const parts = (one) => [one, ...(one.parentElement?.querySelectorAll("label") || [])];
  const looks = (one) => parts(one).flatMap((each) => [null, "::before"].map((part) => {
    const style = getComputedStyle(each, part);
    return ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "backgroundColor", "borderTopWidth"]
      .map((name) => style[name]).join();
  })).join();
  const wrong = all.filter((one) => one.tabIndex > 0).map((one) => `out of order: ${one.outerHTML.slice(0, 120)}`);
  const sample = all.filter((_, number) => number % Math.ceil(all.length / 60) === 0);
  for (const one of sample) {
    document.activeElement?.blur();
    const before = looks(one);
    one.focus({ focusVisible: true });
    if (document.activeElement !== one) wrong.push(`takes no focus: ${one.outerHTML.slice(0, 120)}`);
    else if (looks(one) === before) wrong.push(`looks the same in focus: ${one.outerHTML.slice(0, 120)}`);
    if (!named(one)) wrong.push(`has no name: ${one.outerHTML.slice(0, 120)}`);
  }
  document.activeElement?.blur();
  return wrong;
}"""
# Where the focus stands after each key, among everything on the page in its order; radios of one question are one stop.
NOTE_STOPS = """() => {
  document.activeElement?.blur();
  window.getSelection()?.removeAllRanges();
  window.stops = [];
  addEventListener("keyup",
    () => window.stops.push([...document.querySelectorAll("*")].indexOf(document.activeElement)), true);
}"""
PRESSES = 8
# As the page came: nothing in focus, nothing scrolled.
AS_IT_CAME = """() => {
  document.activeElement?.blur();
  for (const one of document.querySelectorAll("*")) if (one.scrollTop || one.scrollLeft) one.scrollTo(0, 0);
}"""

DESK: ViewportSize = {"width": 1280, "height": 900}
# A4 upright less the margins of the style sheet, and lying for the poster, at 96 dots to the inch.
UPRIGHT, LYING = 688, 1046
# What paper must not show: what is only for the screen, navigation, and what one presses.
SEEN_ON_PAPER = """() => {
  const unwanted = ["nav:not(.gt-strip)", "footer", "[role=search]", ".govuk-skip-link", ".gt-header__tools",
    ".gt-screen-only", "button", "input[type=submit]", ".govuk-button", ".govuk-pagination", ".gt-filters",
    ".gt-listing__downloads"];
  return [...document.querySelectorAll(unwanted.join(","))]
    .filter((one) => one.checkVisibility() && one.getClientRects().length)
    .map((one) => one.outerHTML.slice(0, 120));
}"""
TOO_WIDE = """(width) => [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && !one.closest("svg") && one.getBoundingClientRect().right > width + 1)
  .map((one) => `${Math.round(one.getBoundingClientRect().right)} ${one.outerHTML.slice(0, 120)}`).slice(0, 5)"""
# The address printed at the foot and the marking at the head, each in so many places.
PRINTED = """() => [".gt-printed", ".gt-marking"].map(
  (which) => [...document.querySelectorAll(which)].map((one) => one.innerText))"""


def found_by_axe(page: Page, where: str = "html", **options: Any) -> list[str]:
    """What axe objects to in a part of the page, in a line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(AXE_SAYS, [where, AXE | options])
    return found


def _found_in_colours(page: Page, known: set[str]) -> list[str]:
    """What axe objects to in the colours that are not among those known, which are known from now on."""
    fresh = page.evaluate(NEW_COLOURS, list(known))
    known.update(fresh)
    return found_by_axe(page, "[data-new-colours]", runOnly=[CONTRAST]) if fresh else []


def _found_on_a_desk(page: Page, known: set[str]) -> list[str]:
    return found_by_axe(page, rules={CONTRAST: {"enabled": False}}) + _found_in_colours(page, known)


def _found_on_a_phone(page: Page, known: set[str]) -> list[str]:
    """What is wrong once the window is narrow, where `NOT_SHOWN` has noted what a wide one hides."""
    found = found_by_axe(page, runOnly=BY_WIDTH)
    if page.evaluate(SHOWN_NOW):
        found += found_by_axe(page, "[data-not-shown]", rules={CONTRAST: {"enabled": False}})
    return found + _found_in_colours(page, known)


def wider_than_the_window(page: Page) -> bool:
    """True when the page must be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@dataclass(frozen=True)
class Visit:
    """What one look at a screen found, from its coming to its printing."""

    status: int
    address: str
    # Places where the focus was after each of the first presses of Tab.
    stops: list[int]
    by_axe: dict[int, list[str]]
    too_wide_at: list[int]
    by_walking: list[str]
    on_paper: list[str]
    beyond_paper: list[str]
    printed: list[str]
    marking: list[str]


def look(page: Page, path: str, paper: int = UPRIGHT, colours: set[str] | None = None) -> Visit:
    """Open a page once and look at it on a desk, by keyboard, on a phone, much enlarged, and on paper of a width.

    `colours` are those that an earlier look has seen; those of this page are added.
    """
    colours = set() if colours is None else colours
    if page.viewport_size != DESK:
        page.set_viewport_size(DESK)
    answer = page.goto(path)
    found: dict[str, Any] = {"status": answer.status if answer else 0, "address": page.url}
    # Real key presses from the top, before anything else is touched.
    page.evaluate(NOTE_STOPS)
    for _ in range(PRESSES):
        page.keyboard.press("Tab")
    found["stops"] = [stop for stop in page.evaluate("window.stops") if stop > 1]
    page.evaluate(AS_IT_CAME)
    by_axe, too_wide_at = {1280: _found_on_a_desk(page, colours)}, []
    page.evaluate(NOT_SHOWN)
    # A desk of 1280 pixels at 400 % (WCAG 1.4.10) is as wide as 320.
    for width, height in ((375, 800), (320, 256)):
        page.set_viewport_size({"width": width, "height": height})
        if wider_than_the_window(page):
            too_wide_at.append(width)
        if width == 375:
            by_axe[width] = _found_on_a_phone(page, colours)
    found |= {"by_axe": by_axe, "too_wide_at": too_wide_at}
    try:
        page.emulate_media(media="print")
        page.set_viewport_size({"width": paper, "height": 1000})
        found["on_paper"], found["beyond_paper"] = page.evaluate(SEEN_ON_PAPER), page.evaluate(TOO_WIDE, paper)
        found["printed"], found["marking"] = page.evaluate(PRINTED)
    finally:
        page.emulate_media(media="screen")
    page.set_viewport_size(DESK)
    found["by_walking"] = page.evaluate(WALK)
    return Visit(**found)
