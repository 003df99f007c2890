"""Tables as files in a folder: CSV, JSON Lines or Parquet, with a description of their columns."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import get_type_hints

from msgspec import Struct

from sdm_cli.cohort.tables import SCHEMA, TABLES, Tables, columns
from sdm_cli.document.json import to_json
from sdm_cli.document.table_files import CsvFile, JsonLinesFile
from sdm_cli.exits import Exit, Refusal

ENDINGS = {"csv": ".csv", "jsonl": ".jsonl", "parquet": ".parquet"}


class NoParquet(Refusal):
    """The library that writes Parquet is not here."""

    def __init__(self) -> None:
        super().__init__("Parquet needs DuckDB: pip install 'sdm-cli[class]'. CSV and JSON Lines need nothing more.")


class CannotKeepTables(Refusal):
    """The folder cannot be written to as asked."""

    exit = Exit.USAGE


def check_form(form: str) -> None:
    """Whether a format can be written here. Raises NoParquet."""
    if form == "parquet" and find_spec("duckdb") is None:
        raise NoParquet


class TableFiles:
    """Open files, one a table."""

    def __init__(self, files: dict[str, CsvFile | JsonLinesFile]) -> None:
        self._files = files

    def write(self, tables: Tables) -> None:
        """Add one session."""
        for name, file in self._files.items():
            file.write(tables.of(name))


@contextmanager
def table_files(folder: Path, form: str, *, with_words: bool, force: bool) -> Iterator[TableFiles]:
    """Files in a folder, to write sessions to. Raises CannotKeepTables or NoParquet."""
    check_form(form)
    names = [name for name in TABLES if with_words or name != "words"]
    targets = {name: folder / f"{name}{ENDINGS[form]}" for name in names}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = [path.name for path in targets.values() if path.exists()]
        if there and not force:
            raise CannotKeepTables(f"{folder} has {', '.join(there)} already. Use --force to replace them, or name another folder.")
        with ExitStack() as stack:
            drafts = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder)))
            with ExitStack() as opened:
                yield TableFiles({name: _opened(drafts / name, "csv" if form == "csv" else "jsonl", name, opened) for name in names})
            for name, target in targets.items():
                made = drafts / name
                if form == "parquet":
                    made = drafts / target.name
                    to_parquet(drafts / name, TABLES[name], made)
                made.chmod(0o600)
                made.replace(target)
        (folder / "tables.json").write_text(described(names, form), encoding="utf-8")
    except OSError as error:
        raise CannotKeepTables(f"{folder} cannot be written to: {error.strerror or error}.") from error


def _opened(path: Path, form: str, name: str, stack: ExitStack) -> CsvFile | JsonLinesFile:
    stream = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
    return CsvFile(stream, list(columns(name))) if form == "csv" else JsonLinesFile(stream)


def described(names: Sequence[str], form: str) -> str:
    """What the files hold, for whoever opens them without the manual."""
    tables = {name: {"file": f"{name}{ENDINGS[form]}", "columns": columns(name)} for name in names}
    return to_json({"tables_version": SCHEMA, "tables": tables})


def rows_to_parquet(rows: Iterable[Struct], shape: type[Struct], target: Path) -> None:
    """Write rows of one shape as a Parquet file. Raises NoParquet."""
    check_form("parquet")
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder, "rows")
        with draft.open("w", encoding="utf-8") as stream:
            JsonLinesFile(stream).write(rows)
        to_parquet(draft, shape, target)


def to_parquet(draft: Path, shape: type[Struct], target: Path) -> None:
    """Turn JSON Lines into Parquet, in which each column has the type that its declaration says. Raises CannotKeepTables."""
    import duckdb

    if str(target) != str(target).encode(errors="replace").decode():
        raise CannotKeepTables(f"DuckDB cannot write to {target}, since its name is no text. Name another place.")
    typed = ", ".join(f"{_literal(name)}: {_literal(_sql_type(kind))}" for name, kind in get_type_hints(shape).items())
    read = f"read_json({_literal(str(draft))}, format='newline_delimited', columns={{{typed}}})"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT * FROM {read}) TO {_literal(str(target))} (FORMAT parquet)")  # noqa: S608 - our own columns and paths


def _sql_type(kind: object) -> str:
    return "BOOLEAN" if kind is bool else "BIGINT" if kind is int or kind == int | None else "VARCHAR"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
