"""`sdm class report` and `sdm sessions export --all` as a teacher or a script uses them."""

import csv
import io
import json
import re
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from sdm_cli.cohort.handed_in import files_in
from sdm_cli.commands.cohort import looked_over
from sdm_cli.commands.surroundings import MANY, Surroundings
from tests.cohort.made_up_class import hand_in
from tests.cohort.role_plays import PATIENT, WATCHED, handed_in
from tests.commands.running import rehearsed, sdm, sdm_into_closed_pipe
from tests.commands.test_loaded_modules import FOR_MISTAKES, FOR_WRITING, KEYS, NEVER, loaded
from tests.document.test_terminal import Terminal


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("handed-in")
    hand_in(made, people=10, with_texts=False)
    return made


def test_a_report_begins_with_where_to_begin_tomorrow(folder: Path) -> None:
    done = sdm("class", "report", str(folder))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.index("In short") < done.stdout.index('Practices with a patient by the guide "Choice, option and decision talk"')
    assert not re.search("elwyn-2012|stairs-and-grandchildren|not-another-pill", done.stdout), "a page has titles, and ids are for programs"
    assert "least often reached were" in done.stdout


@pytest.mark.parametrize(("form", "sign"), [("markdown", "# What"), ("html", "<!doctype html>"), ("json", "{"), ("csv", "about,kind")])
def test_every_format_goes_to_stdout_or_to_a_file(folder: Path, tmp_path: Path, form: str, sign: str) -> None:
    printed = sdm("class", "report", str(folder), "--to", form)
    written = sdm("class", "report", str(folder), "--to", form, "-o", str(tmp_path / "r"))

    assert printed.stdout.lower().startswith(sign.lower())
    assert (tmp_path / "r").read_text(encoding="utf-8") == printed.stdout
    assert written.stdout == ""
    assert sdm("class", "report", str(folder), "--to", form, "-o", str(tmp_path / "r")).returncode == 2  # it exists


def test_what_is_not_counted_is_named_on_stderr_and_only_counted_in_the_report(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "Anna Miller").mkdir()
    (tmp_path / "Anna Miller" / "essay.docx").write_bytes(b"PK\x03\x04")

    done = sdm("class", "report", str(folder), str(tmp_path))

    assert done.returncode == 0
    assert "Anna Miller" in done.stderr
    assert "essay.docx: it is no session file of sdm." in done.stderr
    assert "Anna" not in done.stdout
    assert "Passed over: 1: 1 not a session" in done.stdout


def test_who_waits_for_many_files_sees_how_far_it_is(tmp_path: Path) -> None:
    for number in range(MANY):
        (tmp_path / f"{number}.txt").touch()

    def told(paths: Sequence[Path], *, plain: bool = False, terminal: bool = True) -> str:
        stderr = Terminal() if terminal else io.StringIO()
        here = Surroundings(io.StringIO(), io.StringIO(), stderr, {}, plain)
        assert len(looked_over(paths, here).passed_over) == len(list(files_in(paths)))
        return stderr.getvalue()

    assert re.search(r"Looking at files .*100%", told([tmp_path]))
    assert told([tmp_path], plain=True) == "Looking at files.\n"
    assert told([tmp_path], terminal=False) == told([tmp_path / "1.txt"]) == ""


def test_quotes_come_only_if_they_are_asked_for(folder: Path) -> None:
    said = "There are three ways to go from here."

    assert said not in sdm("class", "report", str(folder), "--json").stdout
    assert said in sdm("class", "report", str(folder), "--json", "--quotes").stdout


def test_a_folder_without_sessions_and_a_path_that_is_not_there_say_so(tmp_path: Path) -> None:
    assert sdm("class", "report", str(tmp_path)).returncode == 3
    assert sdm("class", "report", str(tmp_path / "nowhere")).returncode == 2
    assert sdm_into_closed_pipe("class", "report", str(tmp_path)).returncode == 3


def test_all_sessions_become_tables_with_their_description(tmp_path: Path) -> None:
    rehearsed(tmp_path)
    target = tmp_path / "tables"

    done = sdm("sessions", "export", "--all", "--to", "csv", "-o", str(target))

    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in target.iterdir()) == [
        "light.csv",
        "reflections.csv",
        "seen.csv",
        "sessions.csv",
        "steps.csv",
        "tables.json",
        "turns.csv",
    ]
    with (target / "steps.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    described = json.loads((target / "tables.json").read_text(encoding="utf-8"))
    assert list(rows[0]) == list(described["tables"]["steps"]["columns"])
    assert {row["step"]: row["came_to"] for row in rows}["C4"] == "reached"
    assert sdm("sessions", "export", "--all", "--to", "csv", "-o", str(target)).returncode == 2  # they exist
    assert (target / "sessions.csv").stat().st_mode & 0o077 == 0


def test_a_spreadsheet_calculates_nothing_that_somebody_typed(tmp_path: Path) -> None:
    formula = "=HYPERLINK(A1)"
    rehearsed(tmp_path, f'choice.step_back.note: "{formula}"\nteam.support.note: "+1"\nchoice.offer.note: "@x"\n')
    target = tmp_path / "tables"

    sdm("sessions", "export", "--all", "--words", "--to", "csv", "-o", str(target))
    sdm("sessions", "export", "--all", "--words", "--to", "jsonl", "-o", str(target))

    cells = [cell for row in csv.reader(io.StringIO((target / "words.csv").read_text(encoding="utf-8"))) for cell in row]
    assert f"'{formula}" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    kept = [json.loads(line) for line in (target / "words.jsonl").read_text(encoding="utf-8").splitlines()]
    assert formula in {row["words"] for row in kept}  # which no spreadsheet opens


@pytest.mark.parametrize(
    "arguments",
    [
        ("--all",),
        ("--all", "--to", "csv"),
        ("k7m2", "--all", "--to", "csv", "-o", "x"),
        ("k7m2", "--to", "csv"),
        ("--to", "json"),
    ],
)
def test_which_sessions_and_where_to_must_be_clear(arguments: tuple[str, ...]) -> None:
    done = sdm("sessions", "export", *arguments)

    assert done.returncode == 2, done
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(find_spec("duckdb") is not None, reason="DuckDB is here")
def test_parquet_without_its_library_says_how_to_get_it(tmp_path: Path) -> None:
    done = sdm("sessions", "export", "--all", "--to", "parquet", "-o", str(tmp_path / "tables"))

    assert "pip install 'sdm-cli[class]'" in done.stderr
    assert done.returncode == 3


def test_parquet_holds_the_same_rows_with_their_types(tmp_path: Path, folder: Path, home: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    rehearsed(tmp_path)
    handed_in(home / "sessions", w777=WATCHED, p777=PATIENT)
    for form in ("parquet", "jsonl"):
        assert sdm("sessions", "export", "--all", "--to", form, "-o", str(tmp_path / "t")).returncode == 0
    for table in ("sessions", "steps", "seen", "reflections"):
        rows = [json.loads(line) for line in (tmp_path / "t" / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()]
        found = duckdb.read_parquet(str(tmp_path / "t" / f"{table}.parquet"))
        assert rows
        assert [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()] == rows

    assert sdm("class", "report", str(folder), "--to", "parquet", "-o", str(tmp_path / "r.parquet")).returncode == 0
    report = list(csv.DictReader(io.StringIO(sdm("class", "report", str(folder), "--to", "csv").stdout)))
    assert len(duckdb.read_parquet(str(tmp_path / "r.parquet"))) == len(report)


def test_a_report_of_a_class_loads_no_screen_no_keys_no_lock_and_no_engine(folder: Path) -> None:
    modules = loaded("class", "report", str(folder))

    assert modules & {*KEYS, *FOR_MISTAKES, *FOR_WRITING, *NEVER, "rich", "duckdb", "ibis"} == set()
