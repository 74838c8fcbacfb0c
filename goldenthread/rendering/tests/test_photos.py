"""Pictures made of dots stand in a PDF and in a Word file with the words that say the same."""

from functools import cache
from io import BytesIO

import vl_convert
from docx import Document
from pypdf import PdfReader

from goldenthread.rendering.blocks import Paragraph, Photo, Report
from goldenthread.rendering.pdf import pdf
from goldenthread.rendering.word import word


@cache
def png(width: int = 40, height: int = 20) -> bytes:
    """A small green picture."""
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><rect width="{width}" '
    return vl_convert.svg_to_png(drawing + f'height="{height}" fill="#0b5563"/></svg>')


@cache
def jpeg() -> bytes:
    """The same as JPEG."""
    return vl_convert.svg_to_jpeg('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>')


def report() -> Report:
    return Report("Two pictures", (Paragraph("Before."), Photo(png(), "png", "A green field", "Field", 60), _tall()))


def _tall() -> Photo:
    return Photo(png(40, 2000), "png", "A tall pole")


def test_a_photo_is_drawn_once_with_its_words_in_a_pdf() -> None:
    reader = PdfReader(BytesIO(pdf(report())))
    assert "Field" in reader.pages[0].extract_text()
    names = [name for page in reader.pages for name in page["/Resources"].get("/XObject", {})]
    assert len(names) == 2
    said = reader.root_object["/StructTreeRoot"]
    assert {"A green field", "A tall pole"} <= words_of(said)


def words_of(node: object) -> set[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return {word for each in node for word in words_of(each)}
    if not isinstance(node, dict):
        return set()
    own = {str(node["/Alt"])} if "/Alt" in node else set()
    return own | words_of(node.get("/K"))


def test_a_jpeg_is_drawn_too() -> None:
    assert len(PdfReader(BytesIO(pdf(Report("One", (Photo(jpeg(), "jpg", "Nothing much"),))))).pages) == 1


def test_a_photo_stands_in_a_word_file_with_its_words_and_no_wider_than_the_text() -> None:
    shapes = Document(
        BytesIO(word(Report("Wide", (Photo(png(), "png", "A green field", "Field", 2000),))))
    ).inline_shapes
    assert shapes[0]._inline.docPr.get("descr") == "A green field"
    assert shapes[0].width <= Document().sections[0].page_width
