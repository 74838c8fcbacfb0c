"""A pack made: one PDF/UA-1, and where everything stands in it.

It is made in a process of its own. What Typst and the reader of PDFs hold while a large pack is made, and the first of
them for some time after, would otherwise stay with a worker that has pages to serve; and a partner's PDF that brings a
reader to a stand takes no worker with it.
"""

import json
import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from goldenthread.rendering import typesetting
from goldenthread.rendering.packs import pdf_papers
from goldenthread.rendering.packs.composing import Composing, labelled
from goldenthread.rendering.packs.embedding import put_in_place
from goldenthread.rendering.packs.values import MadePack, Pack, PdfFile, Places, item_anchor, paper_anchor
from goldenthread.rendering.typesetting import typeset

logger = logging.getLogger(__name__)
AGENDA, CONTENTS = "agenda", "contents"
SECONDS = 180
_CHILD = "from goldenthread.rendering.packs.making import answer; answer()"


class NotMade(Exception):
    """A pack that could not be made; `reason` is one sentence for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def pack_pdf(pack: Pack) -> MadePack:
    """The pack as one PDF/UA-1: cover, agenda, contents, every paper with its cover sheet; bookmarks and addresses.

    The number printed on a page is the one that its contents, its agenda, its bookmarks and `places` give. What cannot
    be shown (a PDF that is locked or broken) is a page that says so. Raises `NotMade` where a paper brings everything
    to a stand for three minutes or takes the machine's memory.
    """
    known = (pdf_papers.known_words(_pdfs(pack)), typesetting.learnt())
    paths = os.pathsep.join(path for path in sys.path if path)
    try:
        done = subprocess.run(  # noqa: S603 (our own program, with nothing of anybody's on its command line)
            [sys.executable, "-c", _CHILD],
            input=pickle.dumps((pack, known)),
            capture_output=True,
            timeout=SECONDS,
            env=os.environ | {"PYTHONPATH": paths},
            check=True,
        )
    except subprocess.TimeoutExpired as late:
        raise NotMade("The pack took too long to make. Take out the largest PDF, and try again.") from late
    except subprocess.CalledProcessError as broken:
        logger.error("A pack was not made: %s", broken.stderr.decode(errors="replace")[-4000:])
        raise NotMade("The pack could not be made. Take out the paper added last, and try again.") from broken
    told, _, content = done.stdout.partition(b"\n")
    about = json.loads(told)
    _take_over(about["words"], about["letters"])
    places = Places.from_plain(about["places"])
    return MadePack(content, places.last - places.first + 1, places)


def answer() -> None:
    """The whole work of the process of its own: a pack comes in; one line of JSON and the PDF go out."""
    pack, (words, letters) = pickle.load(sys.stdin.buffer)  # noqa: S301 (written by `pack_pdf`)
    _take_over(words, letters)
    out, sys.stdout = sys.stdout, sys.stderr
    made = made_here(pack)
    words, letters = pdf_papers.known_words(_pdfs(pack)), typesetting.learnt()
    told = json.dumps({"places": made.places.plain(), "words": words, "letters": letters})
    out.buffer.write(told.encode("ascii") + b"\n" + made.content)
    out.buffer.flush()


def _take_over(words: Mapping[str, Sequence[str]], letters: Mapping[str, str]) -> None:
    """What one pack taught, the next need not find out again."""
    pdf_papers.remember_words({key: tuple(texts) for key, texts in words.items()})
    typesetting.learn(letters)


def _pdfs(pack: Pack) -> list[bytes]:
    return [paper.content.content for _, paper in pack.papers() if isinstance(paper.content, PdfFile)]


def made_here(pack: Pack) -> MadePack:
    """The same as `pack_pdf`, made in this process."""
    composing = Composing()
    data = composing.data(pack)
    labelled(data["papers"], [paper.key for _, paper in pack.papers()])
    made = typeset("pack.typ", data, composing.files)
    places = _places(pack, made, composing)
    content = put_in_place(made, composing.rooms, pack.prefix, pack.first_page)
    return MadePack(content, places.last - places.first + 1, places)


def _places(pack: Pack, made: bytes, composing: Composing) -> Places:
    """Where each part begins, by its address in the PDF, and where it ends: before the next begins."""
    reader = PdfReader(BytesIO(made))
    sheets: list[Any] = list(reader.pages)
    numbers = {page.indirect_reference.idnum: at for at, page in enumerate(sheets, pack.first_page)}
    begins = {name: numbers[one.raw_get("/Page").idnum] for name, one in reader.named_destinations.items()}
    last = pack.first_page + len(numbers) - 1
    papers = [paper_anchor(paper.key) for _, paper in pack.papers()]
    starts = [begins[anchor] for anchor in papers]
    ends = dict(zip(papers, [*(start - 1 for start in starts[1:]), last], strict=False))
    at = {name: (page, ends.get(name, page)) for name, page in begins.items()}
    for item in pack.items:
        if item.papers:
            first, final = paper_anchor(item.papers[0].key), paper_anchor(item.papers[-1].key)
            at[item_anchor(item.number)] = (at[first][0], at[final][1])
    at[CONTENTS] = (begins[CONTENTS], min(starts, default=last + 1) - 1)
    at[AGENDA] = (begins[AGENDA], begins[CONTENTS] - 1)
    return Places(pack.first_page, last, pack.prefix, at, composing.said, composing.refused)
