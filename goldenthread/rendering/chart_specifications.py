"""What the charts look like, said in Altair."""

from typing import Any

import altair as alt

from goldenthread.kernel.rag import WORDS, Delivery
from goldenthread.rendering import palette

FONT = "Arial, Helvetica, sans-serif"
_TEXT_WIDTH = 7.2


def rating_bar(counts: tuple[tuple[str, int], ...], width: int) -> dict[str, Any]:
    """A Vega-Lite specification of one stacked bar from (state, count), in the order given."""
    total = sum(count for _, count in counts) or 1
    values, start = [], 0
    for order, (state, count) in enumerate(counts):
        word, tint = WORDS[Delivery(state)], palette.RATINGS[Delivery(state)]
        label = f"{word.shape} {count} {word.tag.lower()}"
        fits = count / total * width > len(label) * _TEXT_WIDTH + 10
        short = f"{word.shape} {count}"
        values.append(
            {
                "start": start, "end": start + count, "middle": start + count / 2, "order": order,
                "label": label if fits else short if count / total * width > len(short) * _TEXT_WIDTH else "",
                "legend": "" if fits else label, "fill": tint.background, "text": tint.text, "border": tint.border,
            }
        )  # fmt: skip
        start += count
    base = alt.Chart(alt.Data(values=values))
    across = alt.Scale(domain=[0, total], nice=False)
    bar = base.mark_bar(height=30, strokeWidth=1).encode(
        x=alt.X("start:Q", scale=across, axis=None),
        x2="end:Q",
        fill=alt.Fill("fill:N", scale=None, legend=None),
        stroke=alt.Stroke("border:N", scale=None, legend=None),
    )
    text = base.mark_text(font=FONT, fontSize=13, fontWeight=600).encode(
        x=alt.X("middle:Q", scale=across, axis=None),
        text="label:N",
        color=alt.Color("text:N", scale=None, legend=None),
    )
    drawn = alt.layer(bar, text).properties(width=width, height=34)
    beside = _beside([value for value in values if value["legend"]], width)
    chart = alt.vconcat(drawn, beside, spacing=2) if beside else drawn
    return _finished(chart)


def _beside(values: list[dict[str, Any]], width: int) -> Any:
    """The words of segments too narrow to hold them, in a row beneath the bar."""
    place = 0.0
    for value in values:
        value["place"], place = place, place + len(value["legend"]) * _TEXT_WIDTH + 18
    if not values:
        return None
    scale = alt.Scale(domain=[0, max(place, width)], nice=False)
    return (
        alt.Chart(alt.Data(values=values))
        .mark_text(font=FONT, fontSize=13, align="left")
        .encode(
            x=alt.X("place:Q", scale=scale, axis=None),
            text="legend:N",
            color=alt.Color("text:N", scale=None, legend=None),
        )
        .properties(width=max(int(place), width), height=18)
    )


def sparkline(values: tuple[float | None, ...], width: int, height: int) -> dict[str, Any]:
    """A Vega-Lite specification of a grey line with its last point marked; None is a gap."""
    data = [{"x": place, "y": value} for place, value in enumerate(values)]
    last = [point for point in data if point["y"] is not None][-1:]
    known = [value for value in values if value is not None] or [0.0]
    low, high = min(known), max(known)
    scale = alt.Scale(domain=[low, high] if high > low else [low - 1, high + 1], nice=False, zero=False)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, max(len(values) - 1, 1)], nice=False))
    line = (
        alt.Chart(alt.Data(values=data))
        .mark_line(color=palette.GREY_MIDDLE, strokeWidth=1.8)
        .encode(x=x, y=alt.Y("y:Q", axis=None, scale=scale))
    )
    end = (
        alt.Chart(alt.Data(values=last))
        .mark_point(color=palette.DEEP, filled=True, size=38, opacity=1)
        .encode(x=x, y=alt.Y("y:Q", axis=None, scale=scale))
    )
    return _finished(alt.layer(line, end).properties(width=width, height=height))


def _finished(chart: Any) -> dict[str, Any]:
    dressed = chart.configure(background="transparent", padding=4).configure_view(stroke=None)
    specification: dict[str, Any] = dressed.to_dict(validate=False)
    return specification
