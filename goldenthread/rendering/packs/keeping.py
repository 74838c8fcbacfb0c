"""A pack as what JSON can hold, so that what was frozen can be shown again without opening its PDF."""

from base64 import b64decode, b64encode
from dataclasses import fields, is_dataclass
from typing import Any, cast

from goldenthread.rendering import blocks
from goldenthread.rendering.packs.values import Change, Pack, PackItem, PackPaper, PdfFile, Unshown
from goldenthread.rendering.palette import Tint

_KINDS: dict[str, Any] = {
    kind.__name__: kind
    for kind in (
        blocks.Heading, blocks.Paragraph, blocks.Bullets, blocks.Cell, blocks.Column, blocks.Table, blocks.Picture,
        blocks.Photo, blocks.PageBreak, blocks.Section, Change, Pack, PackItem, PackPaper, PdfFile, Unshown, Tint,
    )
}  # fmt: skip
_KIND, _BYTES = "is", "bytes"


def kept(pack: Pack) -> dict[str, Any]:
    """The pack as JSON can hold it. Of a PDF only its name is kept: what it says comes with the pack's places."""
    return cast(dict[str, Any], _plain(pack))


def restored(content: dict[str, Any]) -> Pack:
    """The pack that `kept` was given, its PDFs without their bytes."""
    return cast(Pack, _value(content))


def _plain(value: Any) -> Any:
    if isinstance(value, PdfFile):
        return {_KIND: "PdfFile", "content": {_BYTES: ""}, "name": value.name}
    if is_dataclass(value):
        # What is as a new one would be need not be said.
        said = {one.name: getattr(value, one.name) for one in fields(value)}
        usual = {one.name: one.default for one in fields(value)}
        told = {name: _plain(what) for name, what in said.items() if what != usual[name]}
        return {_KIND: type(value).__name__, **told}
    if isinstance(value, bytes):
        return {_BYTES: b64encode(value).decode("ascii")}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    # PostgreSQL keeps no NUL in JSON, and nobody prints one.
    return value.replace("\x00", "") if isinstance(value, str) else value


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_value(one) for one in plain)
    if not isinstance(plain, dict):
        return plain
    if _BYTES in plain:
        return b64decode(plain[_BYTES])
    return _KINDS[plain[_KIND]](**{name: _value(what) for name, what in plain.items() if name != _KIND})
