"""Rows as files that other programs read: CSV for a spreadsheet, JSON Lines for everything else.

A table is looked at in terminals too, by whatever program: characters that one would not print but obey stand as escapes.
"""

import csv
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from sdm_cli.document.inert import visible

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""


class CsvFile:
    """Rows with a line of names above them, in a stream that was opened with newline=''."""

    def __init__(self, stream: TextIO, columns: Sequence[str]) -> None:
        self._columns = columns
        self._writer = csv.writer(stream, lineterminator="\n")
        self._writer.writerow(columns)

    def write(self, rows: Iterable[Struct]) -> None:
        """Add rows."""
        self._writer.writerows([_cell(getattr(row, column)) for column in self._columns] for row in rows)


class JsonLinesFile:
    """Rows as one JSON object a line."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, rows: Iterable[Struct]) -> None:
        """Add rows."""
        self._stream.writelines(f"{msgspec.json.encode(_visible(row)).decode()}\n" for row in rows)


def _visible(row: Struct) -> Struct:
    values = ((field, getattr(row, field)) for field in row.__struct_fields__)
    changed = {field: visible(value) for field, value in values if isinstance(value, str) and not value.isprintable()}
    return replace(row, **changed) if changed else row


def _cell(value: Any) -> str | int:  # noqa: ANN401 - whatever a row has
    """A value as a spreadsheet may have it: text that it would calculate has an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return value
    text = visible(str(value))
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
