"""Map of a mayor's summary: where measures were, and where more was seen than expected; words and marks, no number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from markupsafe import Markup

from graph.geography import MunicipalityTable, load_municipalities
from graph.summaries.mayor import MayorSummary
from viz.summary_language import Words
from viz.svg import BLUE, GREY, INK, ORANGE, label, picture, shape

Outlines = Mapping[str, Mapping[str, Any]]
"""Polygons of municipalities by code: GeoJSON geometries in RD New (EPSG:28992, metres)."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in units of the drawing."""

WIDTH, HEIGHT, LEGEND = 240.0, 170.0, 16.0
MARGIN_M, REACH_M = 6_000.0, 40_000.0
"""Round what matters, and how far from here a municipality may lie to be on the map; metres."""
MOST_NAMED = 14
"""Municipalities named beside those that matter, the nearest."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Part of the country that is drawn: its middle (RD New, metres), and metres to a unit of the drawing."""

    x: float
    y: float
    m_per_unit: float

    def at(self, rd_x: float, rd_y: float) -> tuple[float, float]:
        """Where a point is drawn."""
        tall = HEIGHT - LEGEND
        return WIDTH / 2 + (rd_x - self.x) / self.m_per_unit, tall / 2 - (rd_y - self.y) / self.m_per_unit

    def holds(self, x: float, y: float, within: float = 8.0) -> bool:
        """Whether what is drawn at a point lies inside."""
        return within <= x <= WIDTH - within and within <= y <= HEIGHT - LEGEND - within


def map_picture(summary: MayorSummary, words: Words, outlines: Outlines | None = None) -> Markup:
    """Map of the municipality and those round it.

    Parameters
    ----------
    summary
        What is told.
    words
        In which language.
    outlines
        Boundaries; None: a schematic map, a point for each municipality.
    """
    table = load_municipalities()
    here = table.today(summary.municipality)
    measured = _within_reach(here, [t for m in summary.measures for t in m.towns], table)
    received = _within_reach(here, [t for m in summary.measures for t in m.receiving], table)
    frame = _frame([here, *measured, *received], summary.near, table)
    shapes = [_paper(), *_land(frame, outlines or {}, here, received)]
    shapes += _towns(frame, here, measured, received, table, is_schematic=not outlines)
    shapes += _legend(words, measured=bool(measured), received=bool(received))
    said = [words("alt_map", name=summary.name)]
    if measured:
        said.append(words("alt_map_measures", towns=words.list([table.name(t) for t in measured])))
    if received:
        said.append(words("received", towns=words.list([table.name(t) for t in received])))
    how = words("how_map_schematic" if not outlines else "how_map")
    return picture("map", WIDTH, HEIGHT, title=" ".join(said), description=how, shapes=shapes)


def _within_reach(here: str, codes: Sequence[str], table: MunicipalityTable) -> list[str]:
    return sorted({c for c in codes if c in table and table.distance_m(here, c) <= REACH_M}, key=table.name)


def _frame(matter: Sequence[str], near: Sequence[str], table: MunicipalityTable) -> Frame:
    """Frame that holds what matters, and the five nearest of those next door."""
    here = matter[0]
    nearest = sorted((c for c in near if c in table), key=lambda c: (table.distance_m(here, c), c))[:5]
    xs = [table.get(c).rd_x for c in (*matter, *nearest)]
    ys = [table.get(c).rd_y for c in (*matter, *nearest)]
    wide, tall = max(xs) - min(xs) + 2 * MARGIN_M, max(ys) - min(ys) + 2 * MARGIN_M
    scale = max(wide / WIDTH, tall / (HEIGHT - LEGEND))
    return Frame((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, scale)


def _paper() -> Element:
    return shape("rect", x=0, y=0, width=WIDTH, height=HEIGHT - LEGEND, fill="#f3f6f9")


def _land(frame: Frame, outlines: Outlines, here: str, received: Sequence[str]) -> Iterator[Element]:
    yield shape("defs", shape("clipPath", shape("rect", x=0, y=0, width=WIDTH, height=HEIGHT - LEGEND), id="map-frame"))
    drawn = []
    for code, geometry in sorted(outlines.items()):
        path = _path(geometry, frame)
        if path:
            fill = "#c9d6e2" if code == here else "#cfe3f1" if code in received else "#e9edf1"
            drawn.append(shape("path", d=path, fill=fill, stroke="#ffffff", stroke_width=1, fill_rule="evenodd"))
    yield shape("g", *drawn, clip_path="url(#map-frame)")


def _path(geometry: Mapping[str, Any], frame: Frame) -> str:
    """Outline as path data; empty where nothing of it can lie in the frame."""
    many = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = [[frame.at(float(x), float(y)) for x, y, *_ in ring] for polygon in many for ring in polygon]
    points = [p for ring in rings for p in ring]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    if not points or max(xs) < 0 or min(xs) > WIDTH or max(ys) < 0 or min(ys) > HEIGHT - LEGEND:
        return ""
    return "".join("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in ring) + "Z" for ring in rings)


def _towns(
    frame: Frame,
    here: str,
    measured: Sequence[str],
    received: Sequence[str],
    table: MunicipalityTable,
    *,
    is_schematic: bool,
) -> Iterator[Element]:
    at = {m.code: frame.at(m.rd_x, m.rd_y) for m in table if m.valid_until is None}
    matter = list(dict.fromkeys([here, *measured, *received]))
    others = sorted(
        (c for c in at if c not in matter and frame.holds(*at[c])), key=lambda c: (table.distance_m(here, c), c)
    )
    taken = [_round(*at[code], 7) for code in matter]
    for code in matter:
        yield from _mark(*at[code], is_here=code == here, is_measured=code in measured, is_received=code in received)
        yield from _name(*at[code], table.name(code), taken, is_other=False, is_here=code == here)
    if is_schematic:
        taken += [_round(*at[code], 2) for code in others]
        for code in others:
            yield shape("circle", cx=at[code][0], cy=at[code][1], r=1.6, fill=GREY)
    for code in others[:MOST_NAMED]:
        yield from _name(*at[code], table.name(code), taken, is_other=True, is_here=False)


def _round(x: float, y: float, off: float) -> Box:
    return x - off, y - off, x + off, y + off


def _mark(x: float, y: float, *, is_here: bool, is_measured: bool, is_received: bool) -> Iterator[Element]:
    """Ring for here, square for a measure, triangle for where more was seen than expected."""
    if is_received:
        triangle = f"M{x:.1f},{y - 6.5:.1f} l6.5,11 h-13 Z"
        yield shape("path", d=triangle, fill=BLUE, stroke="#ffffff", stroke_width=0.8)
    if is_measured:
        yield shape("rect", x=x - 4.5, y=y - 4.5, width=9, height=9, fill=ORANGE, stroke="#ffffff", stroke_width=0.8)
    if is_here:
        if not is_measured and not is_received:
            yield shape("circle", cx=x, cy=y, r=3, fill=INK)
        yield shape("circle", cx=x, cy=y, r=9, fill="none", stroke=INK, stroke_width=1.6)


def _name(
    x: float,
    y: float,
    name: str,
    taken: list[Box],
    *,
    is_other: bool,
    is_here: bool,
) -> Iterator[Element]:
    """Name beside a point where it covers nothing; what doesn't matter goes without where there is no room."""
    size = 7.0 if is_other else 9.5
    wide, off = 0.56 * size * len(name), 5.0 if is_other else 11.0
    places = [
        (x + off, y + size / 3, "start", x + off),
        (x - off, y + size / 3, "end", x - off - wide),
        (x, y - off, "middle", x - wide / 2),
        (x, y + off + size * 0.7, "middle", x - wide / 2),
        (x + off / 2, y - off, "start", x + off / 2),
        (x - off / 2, y - off, "end", x - off / 2 - wide),
        (x + off / 2, y + off + size * 0.7, "start", x + off / 2),
        (x - off / 2, y + off + size * 0.7, "end", x - off / 2 - wide),
    ]
    for at_x, at_y, anchor, left in places:
        box = (left, at_y - size, left + wide, at_y + 2)
        inside = box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= HEIGHT - LEGEND
        if inside and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            yield label(
                at_x, at_y, name, size=size, text_anchor=anchor, fill=GREY if is_other else INK,
                font_weight="bold" if is_here else "normal",
            )  # fmt: skip
            return
    if not is_other:
        yield label(
            min(x + off, WIDTH - wide), y + size / 3, name, size=size, font_weight="bold" if is_here else "normal"
        )


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _legend(words: Words, *, measured: bool, received: bool) -> Iterator[Element]:
    y = HEIGHT - 3
    yield shape("circle", cx=5, cy=y - 2.8, r=4, fill="none", stroke=INK, stroke_width=1.4)
    yield label(12, y, words("legend_here"), size=7.2)
    if measured:
        yield shape("rect", x=77, y=y - 6.2, width=7, height=7, fill=ORANGE)
        yield label(87, y, words("legend_measure"), size=7.2)
    if received:
        yield shape("path", d=f"M133,{y - 7.2} l4.4,7.8 h-8.8 Z", fill=BLUE)
        yield label(140, y, words("legend_received"), size=7.2)
