"""Where a piece of a value stands in its file, which may be written otherwise than it reads: folded over lines, indented, quoted."""

from collections.abc import Iterator
from itertools import islice

from sdm_cli.content.placed import Place, Scalar, split_lines

_SHORT = 10_000
"""Characters up to which the blanks of a text are counted, and not guessed."""
_TOLD_BY = 6
"""Words by which a piece of a text is found again in the file."""


def place_within(scalar: Scalar, start: int, end: int, source: str) -> Place:
    """Where a piece of a value's text stands in the file; the value's own place if it is written otherwise there.

    `start` and `end` count characters of the value; `source` is the text of the file. In the file a value may be folded,
    so that any space may be a line break with indentation.
    """
    words = scalar.text[start:end].split()[:_TOLD_BY]
    if not words:
        return scalar.at
    before = sum(1 for _ in _places(words, scalar.text, 0, start))
    begin = scalar.mark.index
    found = next(islice(_places(words, source, begin, begin + _longest_written(scalar.text)), before, None), None)
    if found is None:
        return scalar.at
    lines = split_lines(source[begin:found] + ".")
    return Place(scalar.at.line + len(lines) - 1, len(lines[-1]) + (scalar.at.column - 1 if len(lines) == 1 else 0))


def _places(words: list[str], text: str, start: int, end: int) -> Iterator[int]:
    """Where these words begin that stand one after the other, with anything blank between them."""
    at = text.find(words[0], start, end)
    while at >= 0:
        behind = at
        for word in words:
            if not text.startswith(word, behind):
                break
            behind += len(word)
            while text[behind : behind + 1].isspace():
                behind += 1
        else:
            yield at
        at = text.find(words[0], at + 1, end)


def _longest_written(text: str) -> int:
    """How far a value may reach in the file: its words, with room for indentation and escapes."""
    blanks = text.count(" ") if len(text) < _SHORT else len(text) // 5
    return 2 * len(text) + 40 * (blanks + 2)
