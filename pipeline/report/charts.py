"""The forest plot of outlets, drawn offline as an SVG that needs no script.

Colours in the SVG are placeholders: the page's style sheet gives each its light and dark value.
"""

import io
import math
from collections.abc import Iterable
from typing import Any, Literal

import altair as alt
import polars as pl
from markupsafe import Markup

from pipeline.report.tables import TargetTable, lean_of
from pipeline.schema import OutletScore

Size = Literal["wide", "narrow"]

INK, FAINT, GRID, PAPER = "#101010", "#707070", "#d0d0d0", "#fefefe"
LEANS = {"critical": "#b0501e", "none": "#808080", "supportive": "#1f66a8"}
FILLS = {**LEANS, "none": PAPER}

_WIDTH = {"wide": 540, "narrow": 296}
_STEP = {"wide": 38, "narrow": 60}
_SLOTS = {"wide": ["outlet", "quoted"], "narrow": ["name", "outlet", "quoted"]}
_LONGEST_NAME = {"wide": 280, "narrow": 212}
_SIDE: dict[Size, Literal["left", "right"]] = {"wide": "right", "narrow": "left"}
_LIFT = {"wide": 0, "narrow": -3}
_HALO: dict[str, Any] = {"stroke": PAPER, "strokeWidth": 5, "strokeJoin": "round"}
_BARE: dict[str, Any] = {}  # over the halo, which keeps the zero line from running through a name
_LONG = 60  # characters of a name; measuring more is slow, and the table has it whole
_TICK = 0.25


def reach(tables: Iterable[TargetTable]) -> float:
    """How far the axis goes either side of zero, alike on all charts of a page."""
    plotted = (s for table in tables for row in table.scored for s in (row.own, row.quoted) if s)
    ends = [abs(end) for s in plotted for end in (s.low, s.high) if end is not None]
    return min(1.0, math.ceil(max(ends, default=1.0) / _TICK) * _TICK or _TICK)


def forest(table: TargetTable, *, reach: float, size: Size) -> Markup:
    """The outlets that have a score, each with its interval and its quoted voice; else nothing.

    Args:
        table: the target's outlets.
        reach: how far the axis goes either side of zero.
        size: ``narrow`` puts an outlet's name above its points, for a phone.
    """
    rows = plotted(table)
    if not rows:
        return Markup()
    chart = _chart(rows, reach, size).properties(
        width=_WIDTH[size], height=len(table.scored) * _STEP[size]
    )
    svg = io.StringIO()
    chart.configure(aria=False, background="transparent", font="sans-serif").configure_view(
        stroke=None
    ).save(svg, format="svg")
    return Markup(svg.getvalue())  # noqa: S704 drawn here; vega escapes the names in it


def plotted(table: TargetTable) -> list[dict[str, Any]]:
    """A point for each score that is drawn; what has no score has no point."""
    return [
        _point(number, score)
        for number, row in enumerate(table.scored)
        for score in (row.own, row.quoted)
        if score is not None and score.score is not None
    ]


def _point(number: int, score: OutletScore) -> dict[str, Any]:
    name, n = score.outlet, score.n_articles
    return {
        "row": number,
        "outlet": name if len(name) <= _LONG else name[: _LONG - 1] + "…",
        "voice": score.voice,
        "score": score.score,
        "low": score.low,
        "high": score.high,
        "lean": lean_of(score),
        "articles": f"{n:,} article{'' if n == 1 else 's'}",
    }


def _chart(rows: list[dict[str, Any]], reach: float, size: Size) -> alt.LayerChart:
    domain = list(LEANS)
    hues = alt.Scale(domain=domain, range=list(LEANS.values()))
    fills = alt.Scale(domain=domain, range=list(FILLS.values()))
    place = {"y": _outlets(), "yOffset": _slots(size)}
    lean = alt.Color("lean:N", scale=hues, legend=None)
    voices = alt.Scale(domain=["outlet", "quoted"], range=[1, 0.5])
    tone = alt.Opacity("voice:N", scale=voices, legend=None)
    base = alt.Chart(pl.DataFrame(rows))
    intervals = base.mark_rule(strokeWidth=2.5, strokeCap="round").encode(
        x=_axis(reach), x2="high:Q", color=lean, opacity=tone, **place
    )
    sizes = alt.Scale(domain=["outlet", "quoted"], range=[85, 40])
    points = base.mark_point(strokeWidth=2, opacity=1).encode(
        x="score:Q",
        stroke=alt.Stroke("lean:N", scale=hues, legend=None),
        fill=alt.Fill("lean:N", scale=fills, legend=None),
        size=alt.Size("voice:N", scale=sizes, legend=None),
        opacity=tone,
        **place,
    )
    zero = alt.Chart(pl.DataFrame([{"zero": 0}])).mark_rule(color=FAINT).encode(x="zero:Q")
    return alt.LayerChart(layer=[zero, intervals, points, *_words(rows, size)])


def _words(rows: list[dict[str, Any]], size: Size) -> list[alt.Chart]:
    """The outlets' names and how many articles stand behind each score."""
    own = alt.Chart(pl.DataFrame([row for row in rows if row["voice"] == "outlet"]))
    limit, width = _LONGEST_NAME[size], _WIDTH[size]
    place: dict[str, Any] = {"y": _outlets()}
    sides, styles = (-14, width + 84), [_BARE]
    if size == "narrow":
        place["yOffset"] = alt.YOffsetDatum("name")
        sides, styles = (0, width), [_HALO, _BARE]
    names = [
        own.mark_text(
            align=_SIDE[size], color=INK, fontSize=14, limit=limit, dy=_LIFT[size], **style
        ).encode(x=alt.value(sides[0]), text="outlet:N", **place)
        for style in styles
    ]
    count = own.mark_text(align="right", color=FAINT, fontSize=12, dy=_LIFT[size]).encode(
        x=alt.value(sides[1]), text="articles:N", **place
    )
    return [*names, count]


def _outlets() -> alt.Y:
    """An outlet's place is its number, since names may be long, alike or empty."""
    scale = alt.Scale(paddingInner=0.3, paddingOuter=0.15)
    return alt.Y("row:O", axis=None, scale=scale)


def _slots(size: Size) -> alt.YOffset:
    scale = alt.Scale(domain=_SLOTS[size], paddingOuter=0)
    return alt.YOffset("voice:N", sort=_SLOTS[size], scale=scale)


def _axis(reach: float) -> alt.X:
    every = _TICK if reach <= 2 * _TICK else 2 * _TICK
    most = int(reach / every)
    ticks = [every * i for i in range(-most, most + 1)]
    axis = alt.Axis(
        title="← more critical\u2003\u2003\u2003more supportive →",
        titleColor=FAINT,
        titleFontSize=12,
        titleFontWeight="normal",
        orient="top",
        values=ticks,
        format="+.2~f",
        labelExpr="datum.value === 0 ? '0' : datum.label",
        domain=False,
        ticks=False,
        gridColor=GRID,
        labelColor=FAINT,
        labelFontSize=12,
        labelPadding=6,
    )
    return alt.X("low:Q", scale=alt.Scale(domain=[-reach, reach]), axis=axis)
