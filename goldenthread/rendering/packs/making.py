"""A pack made: one PDF/UA-1, and where everything stands in it."""

from io import BytesIO

from pypdf import PdfReader

from goldenthread.rendering.packs.composing import Composing, labelled
from goldenthread.rendering.packs.embedding import put_in_place
from goldenthread.rendering.packs.values import MadePack, Pack, Places, item_anchor, paper_anchor
from goldenthread.rendering.typesetting import typeset

AGENDA, CONTENTS = "agenda", "contents"


def pack_pdf(pack: Pack) -> MadePack:
    """The pack as one PDF/UA-1: cover, agenda, contents, every paper with its cover sheet; bookmarks and addresses.

    The number printed on a page is the one that its contents, its agenda, its bookmarks and `places` give. What cannot
    be shown (a PDF that is locked or broken) is a page that says so; nothing in a paper makes this fail.
    """
    composing = Composing()
    data = composing.data(pack)
    labelled(data["papers"], [paper.key for _, paper in pack.papers()])
    made = typeset("pack.typ", data, composing.files)
    places = _places(pack, made)
    content = put_in_place(made, composing.rooms, pack.prefix, pack.first_page)
    return MadePack(content, places.last - places.first + 1, places)


def _places(pack: Pack, made: bytes) -> Places:
    """Where each part begins, by its address in the PDF, and where it ends: before the next begins."""
    reader = PdfReader(BytesIO(made))
    numbers = {page.indirect_reference.idnum: at for at, page in enumerate(reader.pages, pack.first_page)}  # type: ignore[union-attr]
    begins = {name: numbers[one.raw_get("/Page").idnum] for name, one in reader.named_destinations.items()}
    last = pack.first_page + len(numbers) - 1
    papers = [paper_anchor(paper.key) for _, paper in pack.papers()]
    starts = [begins[anchor] for anchor in papers]
    ends = dict(zip(papers, [*(start - 1 for start in starts[1:]), last], strict=True))
    at = {name: (page, ends.get(name, page)) for name, page in begins.items()}
    for item in pack.items:
        if item.papers:
            first, final = paper_anchor(item.papers[0].key), paper_anchor(item.papers[-1].key)
            at[item_anchor(item.number)] = (at[first][0], at[final][1])
    at[CONTENTS] = (begins[CONTENTS], min(starts, default=last + 1) - 1)
    at[AGENDA] = (begins[AGENDA], begins[CONTENTS] - 1)
    return Places(pack.first_page, last, pack.prefix, at)
