"""From a file to a value of the model, or to every mistake in the file at once.

The straight way is quick: tree, plain values, one conversion. Only a file with a mistake pays for the schema
validator, whose findings are looked up in the tree and said in a clinician's words (`wording.py`).
"""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from sdm_cli.content import placed
from sdm_cli.model.diagnostic import Diagnostic

T = TypeVar("T")
References = Callable[[placed.Mapping], Iterator[placed.Slip]]
"""What no schema can say of a kind of file: ids that repeat or dangle, keys that exclude each other."""


class Reading(Struct, Generic[T], frozen=True):
    """What a file held: a value, or the mistakes for which there is none."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...]


def read(raw: bytes, file: str, kind: type[T], references: References) -> Reading[T]:
    """Read one file of one kind. Never raises on what the file holds.

    `file` is the name to print. All mistakes come back together, in the order of the file; a syntax error comes
    alone, since what follows it is noise.
    """
    try:
        text = placed.decode(raw)
        tree, slips = placed.parse(text)
    except placed.Unreadable as stop:
        excerpt = raw.decode("utf-8-sig", errors="replace")
        return Reading(None, (located(stop.slip, file, excerpt),))
    if tree is None:
        empty = placed.Slip(placed.Place(1, 1), "empty", "the file is empty", "Write one: see docs/option-sets.md.")
        return Reading(None, (located(empty, file, text),))
    value, found = _convert(tree, kind)
    slips = [*slips, *found, *references(tree)]
    diagnostics = tuple(sorted({located(slip, file, text) for slip in slips}))
    return Reading(None if diagnostics else value, diagnostics)


def _convert(tree: placed.Mapping, kind: type[T]) -> tuple[T | None, list[placed.Slip]]:
    plain = placed.plain_value(tree)
    try:
        return msgspec.convert(plain, kind), []
    except msgspec.ValidationError:
        # Imported here: a compiled validator of several megabytes that a file without mistakes never needs.
        from sdm_cli.content.wording import schema_slips  # noqa: PLC0415

        return None, schema_slips(tree, plain, kind)


def located(slip: placed.Slip, file: str, text: str) -> Diagnostic:
    """A slip with its file and the line as written."""
    return Diagnostic(
        file=file,
        line=slip.at.line,
        column=slip.at.column,
        rule=slip.rule,
        message=slip.message,
        fix=slip.fix,
        excerpt=placed.nth_line(text, slip.at.line),
        width=slip.width,
    )
