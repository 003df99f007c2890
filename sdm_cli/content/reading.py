"""From a file to a value of the model, or to every mistake in the file at once.

The straight way is quick: tree, plain values, one conversion. Only a file with a mistake pays for the schema
validator, whose findings are looked up in the tree and said in a clinician's words (`wording.py`).
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from sdm_cli.content import placed
from sdm_cli.model.diagnostic import Diagnostic

T = TypeVar("T")
MOST_TOLD = 3000
"""Mistakes of one kind that are told of one file. Whoever has more has one mistake, many times."""
References = Callable[[placed.Mapping], Iterator[placed.Slip]]
"""What no schema can say of a kind of file: ids that repeat or dangle, keys that exclude each other."""


class Reading(Struct, Generic[T], frozen=True):
    """What a file held: a value, or the mistakes for which there is none.

    `text` is the file's, and `tree` what it says with the places; no tree, if it could not be read as YAML. `meant` are
    the keys and ids that were misspelt, as they should be.
    """

    value: T | None
    diagnostics: tuple[Diagnostic, ...]
    text: str
    tree: placed.Mapping | None = None
    meant: frozenset[str] = frozenset()


def read(raw: bytes, file: str, kind: type[T], references: References) -> Reading[T]:
    """Read one file of one kind. Never raises on what the file holds.

    `file` is the name to print. All mistakes come back together, in the order of the file; a syntax error comes
    alone, since what follows it is noise.
    """
    try:
        text = placed.decode(raw)
        tree, slips = placed.parse(text)
    except placed.Unreadable as stop:
        text = placed.lenient(raw)
        return Reading(None, located([stop.slip], file, text), text)
    if tree is None:
        empty = placed.Slip(placed.Place(1, 1), "empty", "the file is empty", "Write one: see docs/option-sets.md.")
        return Reading(None, located([empty], file, text), text)
    value, found = _convert(tree, kind)
    slips = _without_echoes([*slips[:MOST_TOLD], *found, *islice(references(tree), MOST_TOLD)])
    diagnostics = located(slips, file, text)
    return Reading(None if diagnostics else value, diagnostics, text, tree, frozenset(slip.meant for slip in slips if slip.meant))


def _without_echoes(slips: list[placed.Slip]) -> list[placed.Slip]:
    """The slips without those that a misspelling explains."""
    meant = {slip.meant for slip in slips if slip.meant}
    misspelt = {slip.at for slip in slips if slip.rule == "dangling-id"}
    return [slip for slip in slips if meant.isdisjoint(slip.absent) and not (slip.rule == "wrong-form" and slip.at in misspelt)]


def _convert(tree: placed.Mapping, kind: type[T]) -> tuple[T | None, list[placed.Slip]]:
    plain = placed.plain_value(tree)
    try:
        return msgspec.convert(plain, kind), []
    except msgspec.ValidationError:
        # Imported here: a compiled validator of several megabytes that a file without mistakes never needs.
        from sdm_cli.content.wording import schema_slips  # noqa: PLC0415

        return None, schema_slips(tree, plain, kind)


def located(slips: Iterable[placed.Slip], file: str, text: str) -> tuple[Diagnostic, ...]:
    """Slips with their file and the line as written, in the order of the file, each once."""
    told = set(slips)
    lines = placed.split_lines(text) if told else []
    return tuple(sorted({_located(slip, file, lines) for slip in told}))


def _located(slip: placed.Slip, file: str, lines: list[str]) -> Diagnostic:
    line, column = slip.at.line, slip.at.column
    if line > len(lines):
        line, column = len(lines), len(lines[-1]) + 1
    return Diagnostic(file, line, column, slip.rule, slip.message, slip.fix, lines[line - 1], slip.width, slip.level)
