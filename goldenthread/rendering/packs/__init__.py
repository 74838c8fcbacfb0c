"""Board packs: one accessible PDF and the same on the screen, from plain values; page numbers that never move."""

from goldenthread.rendering.packs.keeping import kept, restored
from goldenthread.rendering.packs.making import NotMade, pack_pdf
from goldenthread.rendering.packs.on_screen import PackOnScreen, pack_on_screen
from goldenthread.rendering.packs.values import (
    Change,
    Content,
    Facts,
    MadePack,
    Pack,
    PackItem,
    PackPaper,
    PdfFile,
    Place,
    Places,
    Unshown,
    item_anchor,
    paper_anchor,
)

__all__ = [
    "Change",
    "Content",
    "Facts",
    "MadePack",
    "NotMade",
    "Pack",
    "PackItem",
    "PackOnScreen",
    "PackPaper",
    "PdfFile",
    "Place",
    "Places",
    "Unshown",
    "item_anchor",
    "kept",
    "pack_on_screen",
    "pack_pdf",
    "paper_anchor",
    "restored",
]
