"""`sdm class report` and `sdm sessions export --all`: many sessions, read one after the other and never all at once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from sdm_cli.cohort.handed_in import PassedOver, Survey, Texts, Unread, files_in, own_texts, surveyed, tables_of
from sdm_cli.cohort.report import Quote, Report, quotes_of, report, report_rows
from sdm_cli.cohort.tables import Tables
from sdm_cli.cohort.tally import tallied
from sdm_cli.commands.exports import CannotExport, write_file
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.exits import Exit, Refusal

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


class _Reading:
    """Sessions as they are read, and what was passed over meanwhile."""

    def __init__(self, survey: Survey, texts: Texts, surroundings: Surroundings, *, with_words: bool) -> None:
        self._survey, self._texts, self._here, self._with_words = survey, texts, surroundings, with_words
        self.passed_over: list[PassedOver] = list(survey.passed_over)
        self.quotes: list[Quote] = []

    def __iter__(self) -> Iterator[Tables]:
        found, persons = self._survey.found, self._survey.persons
        for session in self._here.counting(found, len(found), "Reading"):
            try:
                tables = tables_of(session, persons.get(session.path.parent, ""), self._texts, with_words=self._with_words)
            except Unread as unread:
                self.passed_over.append(unread.passed_over)
                continue
            self.quotes += quotes_of(tables)
            yield tables


def run_report(wish: Wish, surroundings: Surroundings) -> int:
    """Print or write the report on what was handed in."""
    _check(wish)
    survey = surveyed(files_in(wish.paths))
    reading = _Reading(survey, own_texts(surroundings.data_folder, wish.paths), surroundings, with_words=wish.quotes)
    tally = tallied(reading)
    _tell(reading.passed_over, surroundings)
    if not tally.sessions:
        raise NothingHandedIn
    reasons = Counter(each.reason for each in reading.passed_over)
    told = report(tally, len(survey.persons) or None, survey.twice, reasons, reading.quotes)
    _written(told, wish, surroundings)
    return Exit.DONE


def _check(wish: Wish) -> None:
    """Better now than after an hour. Raises CannotExport or NoParquet."""
    if wish.output is not None and wish.output.exists() and not wish.force:
        raise CannotExport(f"{wish.output} exists. Use --force to replace it, or name another file.")
    if wish.form == "parquet":
        from sdm_cli.commands.table_files import check_form

        check_form(wish.form)
        if wish.output is None:
            raise CannotExport("Parquet is no text. Name a file with -o.")


def _tell(passed_over: Sequence[PassedOver], surroundings: Surroundings) -> None:
    """Name the files that are not counted. On stderr only: their paths may hold names."""
    for each in passed_over[:_LISTED]:
        surroundings.say(f"Passed over: {each.path}: {each.detail}.")
    if len(passed_over) > _LISTED:
        surroundings.say(f"Passed over: {len(passed_over) - _LISTED} more.")


def _written(told: Report, wish: Wish, surroundings: Surroundings) -> None:
    if wish.form is None and wish.output is None:
        from sdm_cli.pages.class_report import class_report

        surroundings.result(class_report(told))
        return
    if wish.form == "parquet" and wish.output is not None:
        from sdm_cli.cohort.report import ReportRow
        from sdm_cli.commands.table_files import rows_to_parquet

        rows_to_parquet(report_rows(told), ReportRow, wish.output)
    else:
        text = _rendered(told, wish.form or "markdown")
        if wish.output is None or str(wish.output) == "-":
            surroundings.data(text)
            return
        write_file(wish.output, text.encode(), force=wish.force)
    surroundings.say(f"Written: {wish.output}")


def _rendered(told: Report, form: str) -> str:
    match form:
        case "json":
            from sdm_cli.document.json import to_json

            return to_json(told)
        case "csv":
            import io

            from sdm_cli.cohort.report import ReportRow
            from sdm_cli.document.table_files import CsvFile

            stream = io.StringIO(newline="")
            CsvFile(stream, ReportRow.__struct_fields__).write(report_rows(told))
            return stream.getvalue()
        case "html":
            from sdm_cli.document.html import to_html
            from sdm_cli.pages.class_report import class_report

            return to_html(class_report(told))
        case _:
            from sdm_cli.document.markdown import to_markdown
            from sdm_cli.pages.class_report import class_report

            return to_markdown(class_report(told))


def run_export(form: str, folder: Path, surroundings: Surroundings, *, words: bool, force: bool) -> int:
    """Write all of one's own sessions as tables."""
    from sdm_cli.commands.table_files import table_files

    own = surroundings.data_folder / "sessions"
    survey = surveyed(files_in([own])) if own.is_dir() else Survey((), (), 0, {})
    reading = _Reading(survey, own_texts(surroundings.data_folder, ()), surroundings, with_words=words)
    count = 0
    with table_files(folder, form, with_words=words, force=force) as files:
        for tables in reading:
            files.write(tables)
            count += 1
    _tell(reading.passed_over, surroundings)
    surroundings.say(f"Written: {count} session{'' if count == 1 else 's'} as tables in {folder}")
    return Exit.UNUSABLE if reading.passed_over else Exit.DONE
