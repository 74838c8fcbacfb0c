"""Which files may come in. Rule: documents.inspect."""

import io
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.documents import rules
from goldenthread.documents.rules.files import ADVICE, allowed_words
from goldenthread.documents.tests.factories import MAIN, WHOLE, package, pdf, png
from goldenthread.kernel.outcomes import Denied

SMALL = rules.Limits(size=1_000_000, unpacked=2_000_000, parts=100)


def inspect(name: str, content: bytes, limits: rules.Limits = SMALL) -> str:
    """The reason a file is refused, or nothing."""
    verdict = rules.inspect(name, io.BytesIO(content), len(content), limits)
    return verdict.reason if isinstance(verdict, Denied) else ""


@pytest.mark.parametrize("extension", list(rules.ALLOWED))
def test_every_allowed_type_comes_in_when_whole(extension: str) -> None:
    assert inspect(f"minutes.{extension}", WHOLE[extension]) == ""


@pytest.mark.parametrize("extension", list(rules.ALLOWED))
@pytest.mark.parametrize("other", ["pdf", "docx", "xlsx", "odt", "png", "jpg"])
def test_no_type_passes_under_the_name_of_another(extension: str, other: str) -> None:
    if rules.ALLOWED[extension].content_type != rules.ALLOWED[other].content_type:
        assert "not what its name says" in inspect(f"minutes.{extension}", WHOLE[other])


@pytest.mark.parametrize("extension", list(rules.ALLOWED))
def test_an_empty_file_is_refused_in_one_sentence(extension: str) -> None:
    assert inspect(f"minutes.{extension}", b"").startswith("The file is empty")


@pytest.mark.parametrize("extension", ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "png", "jpg"])
@pytest.mark.parametrize("kept", [0.5, 0.9])
def test_a_truncated_file_is_refused(extension: str, kept: float) -> None:
    whole = WHOLE[extension]
    assert "not complete" in inspect(f"minutes.{extension}", whole[: int(len(whole) * kept)])


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    class Unreadable(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise AssertionError("read")

    verdict = rules.inspect("big.pdf", Unreadable(), 21 * 1024 * 1024, rules.Limits())
    assert isinstance(verdict, Denied)
    assert "20 MB" in verdict.reason


@pytest.mark.parametrize("ending", list(ADVICE))
def test_endings_with_advice_are_refused_with_it(ending: str) -> None:
    said = inspect(f"minutes.{ending}", b"anything")
    assert said.startswith(f"A file ending in .{ending} cannot be kept.")
    assert ADVICE[ending] in said


@pytest.mark.parametrize("name", ["invoice.pdf.exe", "minutes.docx.html", "chart.png.svg", "table.csv.js", "a.unknown"])
def test_the_last_ending_decides(name: str) -> None:
    assert "cannot be kept" in inspect(name, pdf())


def test_a_name_without_ending_is_refused() -> None:
    assert "no ending" in inspect("passwd", b"root")
    assert "Word (.docx)" in allowed_words()
    assert "JPEG picture (.jpg)" in allowed_words()


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "word/vbaData.xml", "word/activeX/activeX1.bin"])
def test_macros_and_controls_are_refused(part: str) -> None:
    assert "macros" in inspect("plan.docx", package("docx", {part: b"x"}))


def test_macros_hidden_in_other_ways_are_refused() -> None:
    declared = b'<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
    assert "macros" in inspect("plan.docx", package("docx", types=declared))
    assert "macros" in inspect("plan.xlsx", package("xlsx", {"xl/embeddings/Book1.xlsm": b"x"}))
    assert "macros" in inspect("plan.odt", package("odt", {"Basic/Standard/Module1.xml": b"x"}))


def test_an_embedded_workbook_without_macros_is_allowed() -> None:
    assert inspect("plan.docx", package("docx", {"word/embeddings/Microsoft_Excel_Sheet.xlsx": b"x"})) == ""


def test_what_unpacks_to_too_much_is_refused() -> None:
    assert "unpacks" in inspect("plan.docx", package("docx", {"word/media/big.bin": b"\0" * 3_000_000}))
    many = package("xlsx", {f"xl/worksheets/{n}.xml": b"" for n in range(200)})
    assert "unpacks" in inspect("plan.xlsx", many)


def test_a_package_that_lies_about_its_size_is_refused() -> None:
    honest = package("docx", {"word/media/big.bin": b"\0" * 3_000_000})
    lying = honest.replace(struct.pack("<I", 3_000_000), struct.pack("<I", 10))
    assert inspect("plan.docx", lying) != ""


def test_a_package_packed_in_a_way_no_office_program_uses_is_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr(MAIN["docx"], "<w/>" * 100)
    assert "damaged" in inspect("plan.docx", held.getvalue())


def test_a_locked_package_and_an_old_office_file_are_named_as_such() -> None:
    locked = bytearray(package("docx"))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        start = 0
        while (start := locked.find(mark, start)) >= 0:
            locked[start + (6 if mark[2] == 3 else 8)] |= 1
            start += 4
    assert "password" in inspect("plan.docx", bytes(locked))
    assert "password" in inspect("plan.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


@pytest.mark.parametrize(
    "page", [b"<html>", b"<!DOCTYPE html>", b"  <script>x</script>", b'<?xml version="1.0"?>', b"<svg>"]
)
def test_a_web_page_under_the_name_of_text_is_refused(page: bytes) -> None:
    assert "web page" in inspect("notes.txt", page)
    assert "web page" in inspect("notes.csv", b"\xef\xbb\xbf" + page)
    assert "web page" in inspect("notes.txt", page.decode().encode("utf-16"))


def test_a_web_page_in_the_beginning_of_a_pdf_is_refused() -> None:
    polyglot = b"%PDF-1.4\n<html><script>alert(1)</script></html>\n%%EOF"
    assert "two things at once" in inspect("minutes.pdf", polyglot)
    assert "not what its name says" in inspect("minutes.pdf", b"<html>%PDF-1.4 %%EOF")
    assert "two things at once" in inspect("dot.png", png()[:8] + b"<script>" + png()[8:])


@pytest.mark.parametrize("act", [b"/S /JavaScript /JS (app.alert(1))", b"/S/Launch/F(cmd.exe)", b"/RichMedia "])
def test_a_pdf_that_runs_something_is_refused(act: bytes) -> None:
    assert "runs a script" in inspect("minutes.pdf", pdf(inside=act))
    far = pdf(inside=b" " * (1024 * 1024 - 70) + act)
    assert "runs a script" in inspect("minutes.pdf", far, rules.Limits())


def test_binary_under_the_name_of_text_is_refused() -> None:
    assert "not what its name says" in inspect("notes.csv", b"Agency\x00Count")
    assert "not what its name says" in inspect("notes.txt", b"MZ\x90\x00")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_text_in_any_usual_encoding_comes_in(encoding: str) -> None:
    assert inspect("notes.txt", "Café – “quoted”, £5\r\n\tindented".encode(encoding, "replace")) == ""


@given(st.sampled_from([*rules.ALLOWED, "exe", ""]), st.binary(max_size=300))
def test_any_bytes_under_any_name_get_a_verdict(extension: str, content: bytes) -> None:
    for head in (b"", b"PK\x03\x04", b"%PDF-", b"\x89PNG\r\n\x1a\n"):
        said = inspect(f"minutes.{extension}", head + content)
        assert "\n" not in said


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(["docx", "odt", "xlsx"]),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_a_damaged_package_gets_a_verdict(extension: str, changes: list[tuple[int, int]]) -> None:
    broken = bytearray(WHOLE[extension])
    for place, byte in changes:
        broken[place % len(broken)] = byte
    assert "\n" not in inspect(f"minutes.{extension}", bytes(broken))


@given(st.text(), st.binary(max_size=50))
def test_any_name_gets_a_verdict(name: str, content: bytes) -> None:
    for one in (rules.clean_name(name), name):
        assert isinstance(inspect(one, content), str)
