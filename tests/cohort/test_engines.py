"""Whatever counts, the report is the same to the byte. Each engine is tried where it can be used."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from sdm_cli.cohort import engines
from sdm_cli.cohort.engines import EngineFailed, NoEngine, NoSuchEngine, counting_by
from sdm_cli.cohort.handed_in import Reader, Survey, Texts, files_in, parts_of, surveyed
from sdm_cli.cohort.report import report
from sdm_cli.cohort.tables import Tables
from sdm_cli.cohort.tally import Count, Counting
from sdm_cli.document.html import to_html
from sdm_cli.document.json import to_json
from sdm_cli.pages.class_report import class_report
from tests.cohort.role_plays import CLINICIAN, PATIENT, WATCHED, observation
from tests.cohort.role_plays import handed_in as role_play

pytestmark = [
    pytest.mark.filterwarnings("default"),  # the engines' own libraries warn of each other
    pytest.mark.no_cover,  # they and a class of thirty take long enough
]

NOBODY = "nobody"
"""PostgreSQL does not run as root."""


@pytest.fixture(scope="module")
def survey(handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Survey:
    """A class of thirty, and role plays: watched to the end, not to the end, cut short, and reflected on."""
    plays = tmp_path_factory.mktemp("plays")
    watched = [observation("C1", "D3 So?", name=f"w{number}77", minute=number) for number in range(6)]
    for number, raw in enumerate((*watched, observation("C2", name="w677", paused=True), WATCHED + b'{"at": "20', PATIENT, CLINICIAN)):
        role_play(plays / f"{number % 7}", **{f"s{number}": raw})
    return surveyed(files_in([handed_in, plays]))


def other_words(part: Iterable[Tables]) -> Iterator[Tables]:
    """The same sessions, some without a person, and some of a case that says the same in other words."""
    for number, tables in enumerate(part):
        session, light = tables.session, tables.light
        if number % 7 == 0:
            session = replace(session, person="")
        if number % 5 == 0:
            light = tuple(replace(row, what=f"'{row.what}', \"ÄÖ\"\n\\N\ttold \\ otherwise") for row in light)
        yield replace(tables, session=session, light=light)


def reported(counting: Counting[Any], survey: Survey, change: Callable[[Iterable[Tables]], Iterable[Tables]] = iter) -> str:
    """The report by whatever counts, as a page and as data."""
    reader = Reader(Texts(()), lambda part: counting.part(change(part)), with_words=False)
    (part,) = parts_of(survey)
    # In two halves: what is counted apart must add up.
    for half in (part[:60], part[60:]):
        counting.take(reader.counted(half).part)
    told = report(counting.done(), len(survey.persons), survey.twice, {})
    return to_json(told) + to_html(class_report(told))


def the_same(url: str, survey: Survey) -> None:
    for change in (iter, other_words):
        with counting_by(url) as counting:
            assert reported(counting, survey, change) == reported(Count(), survey, change)


def test_duckdb_counts_the_same(survey: Survey) -> None:
    pytest.importorskip("ibis.backends.duckdb")
    the_same("duckdb", survey)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A PostgreSQL of its own, without a port, gone afterwards."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
    if programs is None or not (programs / "initdb").exists():
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="sdm-pg-"))
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        shutil.chown(folder, NOBODY)
        user = {"user": NOBODY, "group": "nogroup", "extra_groups": ()}

    def run(program: str, *arguments: str) -> None:
        subprocess.run([programs / program, "-D", folder / "data", *arguments], check=True, stdout=subprocess.DEVNULL, cwd=folder, **user)

    try:
        run("initdb", "-A", "trust", "-U", "sdm", "-E", "UTF8", "--no-locale", "--no-sync")
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", f"-c listen_addresses='' -c fsync=off -k {folder}", "start")
        try:
            yield f"postgres:///postgres?host={folder}&user=sdm"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def test_postgresql_counts_the_same_and_keeps_nothing(survey: Survey, server: str, tmp_path: Path) -> None:
    pytest.importorskip("ibis.backends.postgres")
    the_same(server, survey)

    connection = engines._connected(server, tmp_path)
    assert connection.list_tables() == []
    connection.disconnect()


def test_spark_counts_the_same(survey: Survey) -> None:
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    the_same("pyspark", survey)


def test_an_engine_that_is_unknown_or_not_there_says_so_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoSuchEngine, match="no engine 'mysql'"), counting_by("mysql://me:secret@host/db"):
        pass
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    with pytest.raises(NoEngine, match=r"sdm-cli\[spark\]"), counting_by("pyspark"):
        pass


@pytest.mark.skipif(find_spec("psycopg") is None or find_spec("ibis") is None, reason="nothing to connect with")
def test_a_database_that_cannot_be_reached_is_one_sentence_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(EngineFailed) as failed, counting_by(f"postgres://me:secret@/db?host={tmp_path}"):
        pass
    assert "secret" not in str(failed.value)
    assert "\n" not in str(failed.value)


@pytest.mark.skipif(find_spec("psycopg") is None or find_spec("ibis") is None, reason="nothing to connect with")
def test_an_address_that_is_none_is_one_sentence() -> None:
    with pytest.raises(EngineFailed, match="could not count"), counting_by("postgres://me@[::1/db"):
        pass


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda _: True)
    with pytest.raises(EngineFailed, match="No space left"), counting_by("duckdb"):
        raise OSError(28, "No space left on device")
