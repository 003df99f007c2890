"""A drawing of boxes and arrows in layers, as SVG or as a page of its own. Its text says the same in words."""

from functools import lru_cache
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template, select_autoescape
from msgspec import Struct

from sdm_cli.document.inert import inert

_WIDTH, _HEIGHT = 340, 44
"""One box, in the drawing's own units."""
_ACROSS, _DOWN = 400, 76
"""From one box to the next."""
_MARGIN = 110
"""Room for the arrows that go round."""


class Box(Struct, frozen=True):
    """Something to come to: its name, a note below it, and where it stands, counted from 0."""

    id: str
    name: str
    note: str
    column: int
    row: int


class Arrow(Struct, frozen=True):
    """A way from one box to another, and what takes it."""

    start: str
    end: str
    by: str


class Graph(Struct, frozen=True):
    """Boxes and arrows. The title names the drawing, the description says it in a sentence or two."""

    title: str
    description: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


class _Placed(Struct, frozen=True):
    """A box or an arrow with its place in the drawing."""

    text: str
    note: str
    x: float
    y: float
    path: str = ""


def to_svg(graph: Graph) -> str:
    """The drawing as SVG."""
    places = {box.id: (_MARGIN + box.column * _ACROSS, 20 + box.row * _DOWN) for box in graph.boxes}
    columns = 1 + max((box.column for box in graph.boxes), default=0)
    rows = 1 + max((box.row for box in graph.boxes), default=0)
    return _template("graph.svg.jinja").render(
        title=inert(graph.title),
        description=inert(graph.description),
        width=2 * _MARGIN + (columns - 1) * _ACROSS + _WIDTH,
        height=40 + (rows - 1) * _DOWN + _HEIGHT,
        box_width=_WIDTH,
        box_height=_HEIGHT,
        boxes=[_Placed(inert(box.name), inert(box.note), *places[box.id]) for box in graph.boxes],
        arrows=[_Placed(inert(arrow.by), "", 0, 0, _path(places[arrow.start], places[arrow.end])) for arrow in graph.arrows],
    )


def to_page(graph: Graph, language: str) -> str:
    """The drawing on a page, with every way in words below it."""
    names = {box.id: inert(box.name) for box in graph.boxes}
    ways = [(names[arrow.start], names[arrow.end], inert(arrow.by)) for arrow in graph.arrows]
    return _template("graph.html.jinja").render(
        title=inert(graph.title), description=inert(graph.description), language=escape(language), drawing=to_svg(graph), ways=ways
    )


def _path(start: tuple[int, int], end: tuple[int, int]) -> str:
    """Straight down to the box below; otherwise round the side, the further the wider."""
    (x1, y1), (x2, y2) = start, end
    if x1 == x2 and y2 - y1 == _DOWN:
        return f"M{x1 + _WIDTH / 2:g},{y1 + _HEIGHT} L{x2 + _WIDTH / 2:g},{y2}"
    if x1 < x2:
        return f"M{x1 + _WIDTH},{y1 + _HEIGHT / 2:g} L{x2},{y2 + _HEIGHT / 2:g}"
    if x1 > x2:
        return f"M{x1 + _WIDTH / 2:g},{y1 + _HEIGHT} L{x2 + _WIDTH},{y2 + _HEIGHT / 2:g}"
    side = _WIDTH if y2 > y1 else 0
    bulge = min(90, 20 + abs(y2 - y1) / 8) * (1 if y2 > y1 else -1)
    out = x1 + side + bulge
    return f"M{x1 + side},{y1 + _HEIGHT / 2:g} C{out:g},{y1 + _HEIGHT / 2:g} {out:g},{y2 + _HEIGHT / 2:g} {x2 + side},{y2 + _HEIGHT / 2:g}"


@lru_cache(maxsize=2)
def _template(name: str) -> Template:
    return Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=select_autoescape(default=True)).get_template(name)
