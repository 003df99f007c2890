"""`sdm class report` and `sdm sessions export --all`: many sessions, read one after the other and never all at once."""

from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from msgspec import Struct

from sdm_cli.cohort.handed_in import (
    PassedOver,
    Reader,
    Survey,
    Unread,
    counting_in_parts,
    files_in,
    own_texts,
    parts_of,
    surveyed,
    tables_of,
)
from sdm_cli.cohort.report import Report, Typed, report
from sdm_cli.cohort.report_rows import ReportRow, report_rows
from sdm_cli.cohort.tally import Count, Counting
from sdm_cli.commands.exports import CannotExport, check_free, deliver, page_text
from sdm_cli.commands.surroundings import MANY, Surroundings
from sdm_cli.document.inert import named
from sdm_cli.exits import Exit, Refusal

PYTHON = "python"
"""The engine that is always there: the standard library."""
BY_ITSELF = 50_000
"""Sessions up to which it takes no longer than DuckDB, which has to be loaded first."""
_LISTED = 20
"""Files passed over that are named one by one; a folder of something else would fill the screen."""


class NothingHandedIn(Refusal):
    """No session could be counted."""

    def __init__(self) -> None:
        super().__init__("There is no session to count. Name the files, or the folders, that trainees handed in.")


class Wish(Struct, frozen=True):
    """What was asked for."""

    paths: Sequence[Path]
    form: str | None
    output: Path | None
    quotes: bool
    force: bool
    engine: str | None = None
    follow: bool = False


def run_report(wish: Wish, surroundings: Surroundings) -> int:
    """Print or write the report on what was handed in."""
    _check(wish)
    survey = looked_over(wish.paths, surroundings)
    parts = parts_of(survey)
    passed_over = list(survey.passed_over)
    typed: list[Typed] = []
    if not parts:
        tell_of(passed_over, surroundings)
        raise NothingHandedIn
    with _counting(wish.engine, len(survey.found)) as counting:
        reader = Reader(own_texts(surroundings.data_folder, wish.paths), counting.part, wish.quotes, wish.follow)
        with counting_in_parts(reader, parts) as counted:
            for each in surroundings.counting(counted, len(parts), "Reading sessions"):
                counting.take(each.part)
                passed_over += each.passed_over
                typed += each.typed
        tally = counting.done()
    tell_of(passed_over, surroundings)
    if not tally.sessions:
        raise NothingHandedIn
    reasons = Counter(each.reason for each in passed_over)
    told = report(tally, len(survey.persons) or None, survey.twice, reasons, typed)
    _written(told, wish, surroundings)
    return Exit.DONE


def _counting(engine: str | None, sessions: int) -> AbstractContextManager[Counting[Any]]:
    """What counts: what was asked for, or by the number of sessions. Raises NoSuchEngine or NoEngine."""
    if engine == PYTHON or (engine is None and sessions <= BY_ITSELF):
        return nullcontext(Count())
    from sdm_cli.cohort.engines import DUCKDB, counting_by, is_installed

    if engine is None and not is_installed(DUCKDB):
        return nullcontext(Count())
    return counting_by(engine or DUCKDB)


def _check(wish: Wish) -> None:
    """Better now than after an hour. Raises CannotExport or NoParquet."""
    if wish.output is not None:
        check_free(wish.output, force=wish.force)
    if wish.form == "parquet":
        from sdm_cli.commands.table_files import check_form

        check_form(wish.form)
        if wish.output is None:
            raise CannotExport("Parquet is no text. Name a file with -o.")


def looked_over(paths: Sequence[Path], surroundings: Surroundings) -> Survey:
    """What was handed in, by the first line of each file; whoever waits for many sees how far it is. Raises NotThere."""
    files = list(files_in(paths))
    return surveyed(surroundings.counting(files, len(files), "Looking at files") if len(files) >= MANY else files)


def tell_of(passed_over: Sequence[PassedOver], surroundings: Surroundings) -> None:
    """Name the files that are not counted. On stderr only: their paths may hold names."""
    for each in passed_over[:_LISTED]:
        surroundings.say(f"Passed over: {named(each.path)}: {named(each.detail)}.")
    if len(passed_over) > _LISTED:
        surroundings.say(f"Passed over: {len(passed_over) - _LISTED} more.")


def _written(told: Report, wish: Wish, surroundings: Surroundings) -> None:
    if wish.form is None and wish.output is None:
        from sdm_cli.pages.class_report import class_report

        surroundings.result(class_report(told, surroundings.catalogue.titles()))
        return
    if wish.form == "parquet" and wish.output is not None:
        from sdm_cli.commands.table_files import rows_to_parquet

        rows_to_parquet(report_rows(told), ReportRow, wish.output)
        surroundings.say(f"Written: {wish.output}")
    else:
        deliver(_rendered(told, wish.form or "markdown", surroundings), wish.output, surroundings, force=wish.force)


def _rendered(told: Report, form: str, surroundings: Surroundings) -> str:
    match form:
        case "json":
            from sdm_cli.document.json import to_json

            return to_json(told)
        case "csv":
            import io

            from sdm_cli.document.table_files import CsvFile

            stream = io.StringIO(newline="")
            CsvFile(stream, ReportRow.__struct_fields__).write(report_rows(told))
            return stream.getvalue()
        case _:
            from sdm_cli.pages.class_report import class_report

            return page_text(class_report(told, surroundings.catalogue.titles()), form)


def run_export(form: str, folder: Path, surroundings: Surroundings, *, words: bool, force: bool) -> int:
    """Write all of one's own sessions as tables."""
    from sdm_cli.commands.table_files import table_files

    own = surroundings.data_folder / "sessions"
    survey = looked_over([own], surroundings) if own.is_dir() else Survey((), (), 0, {})
    texts = own_texts(surroundings.data_folder, ())
    passed_over = list(survey.passed_over)
    with table_files(folder, form, with_words=words, force=force) as files:
        for found in surroundings.counting(survey.found, len(survey.found), "Reading sessions"):
            try:
                files.write(tables_of(found, "", texts, with_words=words))
            except Unread as unread:
                passed_over.append(unread.passed_over)
    count = len(survey.found) + len(survey.passed_over) - len(passed_over)
    tell_of(passed_over, surroundings)
    surroundings.say(f"Written: {count} session{'' if count == 1 else 's'} as tables in {folder}")
    return Exit.UNUSABLE if passed_over else Exit.DONE
