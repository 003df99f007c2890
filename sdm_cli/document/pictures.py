"""Icon arrays in a terminal: side by side where they fit, one below the other where they do not."""

from collections.abc import Iterator

from rich.style import Style
from rich.text import Text

from sdm_cli.document.blocks import FEW_COLUMNS, IconArray, Pictures
from sdm_cli.document.columns import GAP, beside, wrapped
from sdm_cli.document.inert import inert
from sdm_cli.document.marks import Marks

_LEAST_TEXT = 26
"""Columns for the words under a picture, below which they become a ribbon."""
_STRONG = Style(bold=True)
_STYLES = {
    "event": Style(color="blue", bold=True),
    "extra": Style(color="yellow", bold=True),
    "avoided": Style(color="cyan"),
    "between": Style(color="blue"),
    "none": Style(dim=True),
}
"""Blue and yellow stay apart for the colour-blind; the shapes differ as well."""


def pictures(block: Pictures, width: int, marks: Marks) -> Iterator[Text]:
    """The pictures of one outcome: title, marks and sentence each, and the legend in words."""
    across = max(1, (width + GAP) // (_width(block) + GAP))
    for start in range(0, len(block.arrays), across):
        yield from _abreast(block.arrays[start : start + across], min(width, _width(block)), marks)
    for part in block.legend():
        yield from wrapped(Text.assemble((marks[part.kind], _STYLES[part.kind]), f" {inert(part.meaning)}"), width)


def _width(block: Pictures) -> int:
    """Columns of one picture: all of an outcome have the same."""
    return max(_LEAST_TEXT, *(_line_width(array) for array in block.arrays))


def _line_width(array: IconArray) -> int:
    return array.columns * 2 - 1 if _spaced(array) else array.columns


def _spaced(array: IconArray) -> bool:
    return array.columns == FEW_COLUMNS  # which leaves room between them


def _abreast(arrays: tuple[IconArray, ...], width: int, marks: Marks) -> Iterator[Text]:
    """Titles, marks and sentences each begin on one line, so that pictures next to each other can be compared."""
    widths = [width] * len(arrays)
    yield from beside([wrapped(Text(inert(array.title), style=_STRONG), width) for array in arrays], widths)
    yield from beside([_drawn(array, marks) for array in arrays], widths)
    yield from beside([wrapped(Text(inert(array.sentence)), width) for array in arrays], widths)
    yield Text()


def _drawn(array: IconArray, marks: Marks) -> list[Text]:
    between = Text(" " if _spaced(array) else "")
    return [between.join(Text(marks[part.kind], style=_STYLES[part.kind]) for part in row) for row in array.rows()]
