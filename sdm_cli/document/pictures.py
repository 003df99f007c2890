"""Icon arrays and bars in a terminal: side by side where they fit, one below the other where they do not."""

from collections.abc import Iterable, Iterator

from rich.style import Style
from rich.text import Text

from sdm_cli.document.blocks import FEW_COLUMNS, Bar, Bars, IconArray, Part, Pictures
from sdm_cli.document.columns import GAP, WIDEST, beside, indented, wrapped
from sdm_cli.document.inert import inert
from sdm_cli.document.marks import Marks

_LEAST_TEXT, _USUAL_TEXT = 24, 26
"""Columns for the words under a picture: below which they become a ribbon, and where there is room for them."""
_WIDEST_LABEL, _LEAST_WORDS, _WIDEST_TEXT = 28, 20, 60
"""Columns of a bar's name and of its words: beyond which they are folded, and below which the words go on a line of their own."""
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
    drawn = max(_line_width(array) for array in block.arrays)
    across = max(1, (width + GAP) // (max(drawn, _LEAST_TEXT) + GAP))
    each = min(max(drawn, _USUAL_TEXT), (width + GAP) // across - GAP)
    for start in range(0, len(block.arrays), across):
        yield from _abreast(block.arrays[start : start + across], each, marks)
    yield from _legend(block.legend(), width, marks)
    if block.rest:
        yield from wrapped(Text(inert(block.rest)), min(width, WIDEST))


def drawn_bars(block: Bars, width: int, marks: Marks) -> Iterator[Text]:
    """Label, bar and words beside each other; in a narrow window below each other."""
    longest = max((len(bar.marks()) for bar in block.bars), default=0)
    label = min(_WIDEST_LABEL, max((len(inert(bar.label)) for bar in block.bars), default=0))
    words = width - label - longest - 2 * GAP
    for bar in block.bars:
        named, drawn = Text(inert(bar.label), style=_STRONG), _bar(bar, marks)
        if words >= _LEAST_WORDS:
            said = wrapped(Text(inert(bar.sentence)), min(words, _WIDEST_TEXT))
            yield from beside([wrapped(named, label), [drawn], said], [label, longest, words])
        else:
            yield from wrapped(named, width)
            yield from indented([drawn, *wrapped(Text(inert(bar.sentence)), width - 2)], 2)
    if block.legend:
        yield Text()
        yield from _legend(block.legend, width, marks)


def _bar(bar: Bar, marks: Marks) -> Text:
    return Text("").join(Text(marks[part.kind], style=_STYLES[part.kind]) for part in bar.marks())


def _legend(parts: Iterable[Part], width: int, marks: Marks) -> Iterator[Text]:
    for part in parts:
        yield from wrapped(Text.assemble((marks[part.kind], _STYLES[part.kind]), f" {inert(part.meaning)}"), width)


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
