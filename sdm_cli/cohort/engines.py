"""Sessions counted by an engine made for it, through Ibis: DuckDB in this process, a school's PostgreSQL, or Spark.

The rows of each part go to Parquet files in a folder of their own, so that no memory grows with a programme. What is
counted is what `tally.Count` counts, said once more as expressions that every engine understands; the tests hold all of
them to the same report. Only whole numbers and the names of groups come back.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from msgspec import Struct

from sdm_cli.cohort.tables import LightRow, SeenRow, SessionRow, StepRow, Tables
from sdm_cli.cohort.tally import LEAST, RetryRow, StepName, Tally, retries_of
from sdm_cli.exits import Exit, Refusal
from sdm_cli.model.session import OBSERVATION, PRACTICE, REFLECTION

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa
    from ibis import BaseBackend

DUCKDB = "duckdb"
_MEMORY = "2GB"
"""What DuckDB may take before it goes on on disk."""
_FULL = {ENOSPC, EDQUOT}
"""What a disk says that has no room for the rows."""
_SHAPES: Mapping[str, type[Struct]] = {
    "sessions": SessionRow,
    "steps": StepRow,
    "light": LightRow,
    "retries": RetryRow,
    "seen": SeenRow,
}
_NEEDS = {
    DUCKDB: ("duckdb", "class"),
    "postgres": ("psycopg", "postgres"),
    "postgresql": ("psycopg", "postgres"),
    "pyspark": ("pyspark", "spark"),
}


class NoSuchEngine(Refusal):
    """Nothing that counts has this name."""

    exit = Exit.USAGE

    def __init__(self, scheme: str) -> None:
        super().__init__(f"There is no engine '{scheme}'. Use python, duckdb, postgres://USER@HOST/DATABASE or pyspark.")


class NoEngine(Refusal):
    """The libraries of an engine are not here."""

    def __init__(self, scheme: str, extra: str) -> None:
        super().__init__(f"The engine '{scheme}' is not installed: pip install 'sdm-cli[{extra}]'.")


class EngineFailed(Refusal):
    """An engine cannot be reached, or did not do what it was asked."""

    def __init__(self, scheme: str, why: str) -> None:
        first = why.strip().partition("\n")[0].rstrip(". ")
        super().__init__(
            f"The engine '{scheme}' could not count: {first}. Nothing was written; with --engine python, sdm counts by itself."
        )


def is_installed(scheme: str) -> bool:
    """Whether an engine's libraries are here."""
    return find_spec("ibis") is not None and find_spec(_NEEDS[scheme][0]) is not None


class _Rows(Struct, frozen=True):
    """Where rows go, a file a part and a table. It is sent to every process that reads sessions."""

    folder: str

    def part(self, sessions: Iterable[Tables]) -> None:
        """Write the rows of some sessions."""
        import pyarrow.parquet as pq  # noqa: PLC0415 - only here, and only in the processes that write

        rows: dict[str, list[Struct]] = {table: [] for table in _SHAPES}
        for tables in sessions:
            rows["sessions"].append(tables.session)
            rows["steps"] += tables.steps
            rows["light"] += tables.light
            rows["retries"] += retries_of(tables.session.session, tables.turns)
            rows["seen"] += tables.seen
        for table, shape in _SHAPES.items():
            draft, path = tempfile.mkstemp(".parquet", dir=Path(self.folder, table))
            os.close(draft)
            pq.write_table(_columns(rows[table], shape), path)


def _columns(rows: Sequence[Struct], shape: type[Struct]) -> "pa.Table":
    import pyarrow as pa  # noqa: PLC0415 - as above

    kinds = {bool: pa.bool_(), int: pa.int64(), int | None: pa.int64()}
    schema = pa.schema([(name, kinds.get(kind, pa.string())) for name, kind in get_type_hints(shape).items()])
    return pa.table([[getattr(row, name) for row in rows] for name in schema.names], schema=schema)


class Engine:
    """An engine that counts: parts are written apart from each other, and counted together at the end."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url = url
        self._folder = folder
        self.part = _Rows(str(folder)).part

    def take(self, part: None) -> None:
        """The rows of a part are where they belong already."""

    def done(self) -> Tally:
        """Count. Raises EngineFailed."""
        connection = _connected(self._url, self._folder)
        try:
            return _tally(connection, _loaded(connection, self._folder))
        except Exception as error:  # each engine has errors of its own
            raise EngineFailed(_scheme(self._url), str(error)) from error
        finally:
            connection.disconnect()


@contextmanager
def counting_by(url: str) -> Iterator[Engine]:
    """An engine to count with, and a folder for its rows that is gone afterwards. Raises NoSuchEngine or NoEngine."""
    scheme = _scheme(url)
    if scheme not in _NEEDS:
        raise NoSuchEngine(scheme)
    if not is_installed(scheme):
        raise NoEngine(scheme, _NEEDS[scheme][1])
    with tempfile.TemporaryDirectory(prefix="sdm-") as folder:
        for table in _SHAPES:
            Path(folder, table).mkdir()
        if scheme.startswith("postgres"):  # far away: better now than after an hour
            _connected(url, Path(folder)).disconnect()
        try:
            yield Engine(url, Path(folder))
        except OSError as error:
            if error.errno not in _FULL:
                raise
            raise EngineFailed(scheme, f"{folder}: {error.strerror}.") from error


def _scheme(url: str) -> str:
    return url.partition(":")[0]


def _connected(url: str, folder: Path) -> "BaseBackend":
    """An open connection. Raises EngineFailed."""
    import ibis  # noqa: PLC0415 - it takes longer to load than a class takes to count

    scheme = _scheme(url)
    try:
        match scheme:
            case "duckdb":
                beyond = str(folder / "beyond-memory")
                return ibis.duckdb.connect(memory_limit=_MEMORY, temp_directory=beyond, autoinstall_known_extensions=False)
            case "pyspark":
                return ibis.pyspark.connect(_spark())
            case _:
                return ibis.connect(url)
    except Exception as error:  # each engine has errors of its own
        raise EngineFailed(scheme, str(error)) from error


def _spark() -> Any:  # noqa: ANN401 - it has no types
    """Spark as this machine is set up for it; on this machine alone if nothing else is said."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - as above

    quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.sql.shuffle.partitions": "8"}
    session = SparkSession.builder.appName("sdm").config(map=quiet).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _loaded(connection: "BaseBackend", folder: Path) -> dict[str, "ir.Table"]:
    """The tables where the engine can reach them."""
    if connection.name == "postgres":
        return {table: _copied(connection, table, folder / table) for table in _SHAPES}
    ending = "*.parquet" if connection.name == DUCKDB else ""
    return {table: connection.read_parquet(str(folder / table / ending)) for table in _SHAPES}


def _copied(connection: Any, table: str, rows: Path) -> "ir.Table":  # noqa: ANN401 - each engine has its own
    """A table of this connection alone, gone with it: nothing of anybody stays in a school's database."""
    import ibis  # noqa: PLC0415 - as above
    import pyarrow.dataset as ds  # noqa: PLC0415 - as above

    found = ds.dataset(rows)
    name = f"sdm_{table}"
    made = connection.create_table(name, schema=ibis.Schema.from_pyarrow(found.schema), temp=True)
    with connection.con.cursor() as cursor, cursor.copy(f'COPY "{name}" FROM STDIN') as copy:
        for batch in found.to_batches():
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                copy.write_row(row)
    return made


# ── What is counted ──────────────────────────────────────────────────────────────────────────────────────────────────


def _tally(connection: "BaseBackend", tables: Mapping[str, "ir.Table"]) -> Tally:
    """The counts, each by one question to the engine."""
    import ibis  # noqa: PLC0415 - as above
    from ibis import _  # noqa: PLC0415 - as above

    def rows(found: "ir.Table") -> Iterator[tuple[Any, ...]]:
        columns = connection.to_pyarrow(found).to_pydict()
        return zip(*columns.values(), strict=True)

    def counted(found: "ir.Table", *by: str) -> dict[Any, int]:
        return {tuple(key): int(count) for *key, count in rows(found.group_by(by).agg(count=_.count()))}

    def people(found: "ir.Table", *by: str) -> dict[Any, int]:
        return {tuple(key): int(count) for *key, count in rows(found.group_by(by).agg(count=_.who.nunique()))}

    def behind(what: str, found: "ir.Table", *by: str) -> dict[Any, int]:
        return {(what, *key): min(count, LEAST) for key, count in people(found, *by).items()}

    group = ("kind", "guide", "rare")
    sessions = tables["sessions"].mutate(
        about=ibis.ifelse(_.case == "", _.option_set, _.case),
        who=ibis.ifelse(_.person == "", _.session, _.person),
        attempt=_.started.concat(_.session),
    )
    finished = sessions.filter(_.finished & (_.kind != REFLECTION))
    practised = people(finished.filter(_.kind == PRACTICE), "about")
    rare = [case for (case,), count in practised.items() if count < LEAST]
    is_rare = (_.kind == PRACTICE) & _.about.isin(rare) if rare else ibis.literal(False)  # noqa: FBT003 - a value like any other
    finished = finished.mutate(rare=is_rare).select("session", "kind", "guide", "rare", "about", "person", "who", "attempt")
    # Those who watched are no people of a case, and have no steps of their own.
    talked = finished.filter(_.kind != OBSERVATION)
    steps = tables["steps"].join(talked, "session")
    light = tables["light"].join(talked, "session")
    retries = tables["retries"].join(talked, "session")
    seen = tables["seen"].join(finished, "session")
    spent = steps.group_by("session", *group, "talk", "who").agg(spent=_.seconds.sum().cast("int64")).filter(_.spent > 0)
    ends = (
        talked.filter(_.person != "")
        .group_by(*group, "about", "person")
        .agg(first=_.attempt.min(), last=_.attempt.max())
        .filter(_.first != _.last)
    )
    first, last = (
        steps.join(ends.select(attempt=ends[which]), "attempt").select(*group, "about", "who", "step", "session", "came_to")
        for which in ("first", "last")
    )
    both = first.join(last, [*group, "about", "who", "step"])
    pairs = both.select(*group, "who", "step", first=_.came_to, last=_.came_to_right, earliest=_.session, latest=_.session_right)
    paired = ibis.union(*(pairs.select("step", session=pairs[which]) for which in ("earliest", "latest")))
    others = steps.anti_join(paired, ["session", "step"])
    attempts = {
        (*key, which, came_to): count
        for which in ("first", "last")
        for (*key, came_to), count in counted(pairs, *group, "step", which).items()
    }
    again = ends.select("kind", "guide", who=_.person)
    names: dict[tuple[str, str], set[StepName]] = {}
    for met in (steps, seen):
        for kind, guide, *step in rows(met.select("kind", "guide", "place", "step", "title", "talk").distinct()):
            names.setdefault((kind, guide), set()).add(StepName(*step))
    facts: dict[tuple[str, str], str] = {}
    for case, fact, what in rows(light.select("case", "fact", "what").distinct()):
        facts[case, fact] = min(what, facts.get((case, fact), what))
    return Tally(
        sessions=counted(sessions, "kind", "guide", "about", "finished"),
        people={
            **people(finished, "kind", "guide"),
            **people(finished, *group),
            **practised,
            **{(*group, "again"): count for group, count in people(again, "kind", "guide").items()},
        },
        behind={
            **behind("step", steps, *group, "step"),
            **behind("pair", pairs, *group, "step"),
            **behind("other", others, *group, "step"),
            **behind("time", spent, *group, "talk"),
            **behind("retry", retries, *group),
            **behind("fact", light, "case", "fact"),
            **behind("seen", seen, "guide", "step"),
        },
        steps=counted(steps, *group, "step", "came_to"),
        seconds=counted(spent, *group, "talk", "spent"),
        light=counted(light, "case", "fact", "told"),
        retries=counted(retries, *group, "first", "last"),
        attempts=attempts,
        seen=counted(seen, "guide", "step", "was"),
        cut=sum(counted(sessions.filter(_.cut), "cut").values()),
        names={group: frozenset(found) for group, found in names.items()},
        facts=facts,
    )
