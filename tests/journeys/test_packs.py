"""The board pack as its readers meet it: on the page, as a PDF, and a paper from somebody without an account."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.journeys.looking import UPRIGHT, found_by_axe, wider_than_the_window

ROWAN, GWEN, HAROLD, IMRAN = (f"{who}@ambershire.example" for who in ("rowan", "gwen", "harold", "imran"))
SECRET = ("Contribution withheld", "where the gap is", "38,000", "Part B", "part B", "SENSITIVE")
# Every paper on the page: its title, where it says it stands, and its words.
PAPERS = """() => [...document.querySelectorAll("main article")].map((one) => ({
  title: one.querySelector("h3").firstChild.textContent.trim(),
  pages: one.querySelector("h3 span").textContent,
  words: [...one.querySelectorAll("h4, p, li, td, th, dd, caption")]
    .map((each) => [...each.childNodes].filter((node) => node.nodeName !== "SPAN"))
    .map((nodes) => nodes.map((node) => node.textContent).join(" "))
}))"""


def open_pack(page: Page, site, name: str = "Board pack") -> None:
    found = site.fetch(
        "SELECT meeting_id FROM meetings_pack WHERE partnership_id = %s AND number = 1 LIMIT 1", "ambershire"
    )
    page.goto(f"/ambershire/meetings/{found}/")
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{name}: Safeguarding Executive")


def take_pdf(page: Page) -> list[str]:
    """What each page of the PDF says that the page offers."""
    with page.expect_download() as taken:
        page.get_by_role("link", name=re.compile("^Download the PDF")).click()
    assert taken.value.suggested_filename.endswith(".pdf")
    reader = PdfReader(BytesIO(Path(taken.value.path()).read_bytes()))
    assert reader.root_object["/MarkInfo"]["/Marked"]
    return [squeezed(sheet.extract_text()) for sheet in reader.pages]


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").replace("\u00ad", "").split())


@pytest.mark.parametrize("name", ["Board pack", "Supplement 1 to the board pack"])
def test_the_page_says_what_the_pdf_says_on_the_same_pages(sign_in, site, name):
    page = sign_in(GWEN)
    open_pack(page, site, name)
    assert found_by_axe(page) == []
    papers, sheets = page.evaluate(PAPERS), take_pdf(page)
    letter = "A" if name.startswith("Supplement") else ""
    assert len(papers) == (1 if letter else 3)
    for number, sheet in enumerate(sheets, 1):
        assert f"Page{letter}{number}of{letter}{len(sheets)}" in sheet
        assert "OFFICIAL-SENSITIVE" in sheet
    for paper in papers:
        first, last = (int(one) for one in (re.findall(r"\d+", paper["pages"]) * 2)[:2])
        said = "".join(sheets[first - 1 : last])
        assert squeezed(paper["title"]) in sheets[first - 1]
        for line in paper["words"]:
            # The page says of a picture of a page where it stands in the pack; that is no word of the paper.
            if not re.fullmatch(r"\s*Page A?\d+\s*", line):
                assert squeezed(line) in said, line
    agenda = page.get_by_role("table", name="Business in this supplement" if letter else "Agenda")
    for row in agenda.get_by_role("row").all()[1:]:
        cells = row.locator("td, th").all_inner_texts()
        if cells[-1].strip() not in ("", "–"):
            assert squeezed(cells[1].partition("\n")[0]) in sheets[int(cells[-1].removeprefix("A")) - 1]


@pytest.mark.parametrize("who", [HAROLD, IMRAN])
def test_the_pack_of_who_may_not_read_part_b_holds_nothing_of_it(sign_in, site, who):
    page = sign_in(who)
    open_pack(page, site)
    said = page.locator("body").inner_text() + page.content() + " ".join(take_pdf(page))
    page.go_back()
    expect(page.get_by_role("heading", name="Board pack")).to_be_visible()
    said += page.locator("body").inner_text()
    for words in (*SECRET, "Supplement"):
        assert words not in said
        assert squeezed(words) not in said
    for pack in ("number = 0", "number = 1"):
        found = site.fetch(
            f"SELECT id FROM meetings_pack WHERE partnership_id = %s AND variant = 'B' AND {pack}", "ambershire"
        )
        assert page.goto(f"/ambershire/meetings/packs/{found}/").status == 404
        assert page.goto(f"/ambershire/meetings/packs/{found}/file/").status == 404


def test_the_pack_is_read_on_a_phone_and_printed(sign_in, site):
    page = sign_in(GWEN, width=375, javascript=False)
    open_pack(page, site)
    assert not wider_than_the_window(page)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": UPRIGHT, "height": 1000})
    assert page.locator(".gt-marking").inner_text() == "OFFICIAL-SENSITIVE"
    expect(page.get_by_role("link", name=re.compile("^Download the PDF"))).not_to_be_visible()


def test_a_paper_comes_from_somebody_without_an_account(sign_in, site, browser: Browser):
    rowan = sign_in(ROWAN, javascript=False)
    item = site.fetch(
        "SELECT i.id FROM meetings_agendaitem i JOIN meetings_meeting m ON m.id = i.meeting_id WHERE "
        "i.partnership_id = %s AND m.state = 'issued' AND i.title LIKE 'Yearly report%%'", "ambershire",
    )  # fmt: skip
    rowan.goto(f"/ambershire/meetings/items/{item}/")
    rowan.get_by_role("link", name="Ask somebody without an account").click()
    rowan.get_by_label("Their name").fill("Oona Petrie, Young Voices")
    rowan.get_by_label("Their e-mail address").fill("oona@young-voices.example")
    rowan.get_by_role("button", name="Send the link").click()
    expect(rowan.get_by_text("The link is on its way to them.")).to_be_visible()
    letter = site.fetch(
        "SELECT body FROM notify_message WHERE kind = 'meetings.paper_link' AND %s::uuid IS NOT NULL AND address LIKE "
        "'oona%%'", "ambershire",
    )  # fmt: skip
    path = re.search(r"/contribute/\S+/", letter)
    with browser.new_context(base_url=site.base, viewport={"width": 375, "height": 900}) as context:
        page = context.new_page()
        page.goto(path[0])
        expect(page.get_by_role("heading", level=1)).to_have_text("Send your paper")
        assert found_by_axe(page) == []
        assert not wider_than_the_window(page)
        page.get_by_role("button", name="Send the paper").click()
        expect(page.get_by_role("alert")).to_contain_text("Choose a file")
        page.get_by_label("Your paper").set_input_files(
            {"name": "voices.txt", "mimeType": "text/plain", "buffer": b"Ask us before the report is written."}
        )
        page.get_by_label("What it says").fill("Young people ask to be asked earlier.")
        page.get_by_role("button", name="Send the paper").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, your paper has come")
    rowan.reload()
    rowan.get_by_role("link", name=re.compile("a paper came on")).click()
    expect(rowan.get_by_text("Young people ask to be asked earlier.")).to_be_visible()
    rowan.get_by_label("What is the paper called?").fill("What young people ask of the report")
    if rowan.get_by_label("Why is it late?").count():
        rowan.get_by_label("Why is it late?").fill("They met after papers were due")
    rowan.get_by_role("button", name="Accept the paper").click()
    expect(rowan.get_by_role("heading", level=1)).to_have_text("What young people ask of the report")
    with browser.new_context(base_url=site.base) as context:
        assert context.new_page().goto(path[0]).status == 410
