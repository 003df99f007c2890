"""Icon arrays in a terminal: side by side where they fit, one below the other where they do not."""

from collections.abc import Iterator, Mapping

from rich.console import RenderableType
from rich.style import Style
from rich.table import Table as Grid
from rich.text import Text

from sdm_cli.document.blocks import IconArray, Pictures
from sdm_cli.document.inert import inert

_GAP = 3
_LEAST_TEXT = 26
"""Columns for the words under a picture, below which they become a ribbon."""
_STYLES = {
    "event": Style(color="blue", bold=True),
    "extra": Style(color="yellow", bold=True),
    "avoided": Style(color="cyan"),
    "between": Style(color="blue"),
    "none": Style(dim=True),
}
"""Blue and yellow stay apart for the colour-blind; the shapes differ as well."""


def pictures(block: Pictures, width: int, marks: Mapping[str, str]) -> Iterator[RenderableType]:
    """The pictures of one outcome: title, marks and sentence each, and the legend in words."""
    yield Text(f"\n{inert(block.caption)}", style=Style(bold=True))
    across = max(1, (width + _GAP) // (_width(block) + _GAP))
    for start in range(0, len(block.arrays), across):
        yield _abreast(block.arrays[start : start + across], min(width, _width(block)), marks)
    for part in block.legend():
        yield Text.assemble((marks[part.kind], _STYLES[part.kind]), f" {inert(part.meaning)}")


def _width(block: Pictures) -> int:
    """Columns of one picture: all of an outcome have the same."""
    return max(_LEAST_TEXT, *(_line_width(array) for array in block.arrays))


def _line_width(array: IconArray) -> int:
    return array.columns * 2 - 1 if _spaced(array) else array.columns


def _spaced(array: IconArray) -> bool:
    return array.columns == 10  # noqa: PLR2004 - ten marks have room between them, forty have not


def _abreast(arrays: tuple[IconArray, ...], width: int, marks: Mapping[str, str]) -> RenderableType:
    grid = Grid.grid(padding=(0, _GAP, 0, 0))
    for _ in arrays:
        grid.add_column(width=width)
    grid.add_row(*(Text(inert(array.title), style=Style(bold=True)) for array in arrays))
    grid.add_row(*(_drawn(array, marks) for array in arrays))
    grid.add_row(*(Text(inert(array.sentence)) for array in arrays))
    grid.add_row(*("" for _ in arrays))
    return grid


def _drawn(array: IconArray, marks: Mapping[str, str]) -> Text:
    between = " " if _spaced(array) else ""
    lines = [Text(between).join(Text(marks[part.kind], style=_STYLES[part.kind]) for part in row) for row in array.rows()]
    return Text("\n").join(lines)
