"""Text in columns: wrapped between words, and set side by side.

Rich wraps and colours. Its tables are not used: drawing one takes three times as long as wrapping its cells, and
between two questions that is felt.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from sdm_cli.document.inert import unbroken

WIDEST = 100
"""Columns of running text. Longer lines are hard to read; tables may use the whole terminal."""
GAP = 3
"""Columns of the terminal between two columns of text."""

_KEPT = "\ue000"
"""Stands for a blank in a number while Rich wraps, which takes every blank that Unicode knows for the end of a word."""
_WRAPPING = Console()
"""Rich asks for a console to wrap with, and takes nothing from it for text that begins at the left."""


def wrapped(text: Text, width: int) -> list[Text]:
    """The text as lines no wider than that, at least one; a word that is wider by itself is folded."""
    if text.plain.isprintable() and not text.plain.endswith(" ") and text.cell_len <= width:
        return [text]  # nothing to fold, as in most cells of a table
    if (kept := unbroken(text.plain, _KEPT)) != text.plain:
        text = text.copy()
        text.plain = kept
    lines = list(text.wrap(_WRAPPING, max(1, width), overflow="fold")) or [Text()]
    for each in lines:
        each.rstrip()  # the blank at which a line was folded
        if _KEPT in each.plain:
            each.plain = each.plain.replace(_KEPT, " ")
    return lines


def indented(lines: Sequence[Text], by: int) -> Iterator[Text]:
    """The lines, that far from the edge."""
    return (Text(" " * by).append_text(each) for each in lines)


def beside(columns: Sequence[Sequence[Text]], widths: Sequence[int], gap: int = GAP) -> Iterator[Text]:
    """Columns of lines next to each other, each as wide as its width says; no blanks at the end of a line."""
    for cells in zip_longest(*columns):
        drawn, at, start = Text(), 0, 0
        for cell, width in zip(cells, widths, strict=True):
            if cell:
                drawn.append(" " * (start - at)).append_text(cell)
                at = start + cell.cell_len
            start += width + gap
        yield drawn


def longest_word(text: str) -> int:
    """The width of the widest word."""
    return max(word_widths(text), default=0)


def margin_beside(text: str, margin: int, width: int) -> int:
    """The margin, or none where it would break a word that has room without it."""
    return 0 if any(width - margin < each <= width for each in word_widths(text)) else margin


def word_widths(text: str) -> Iterator[int]:
    """The width of each word."""
    return (cell_len(word) for word in unbroken(text, _KEPT).split())
