"""How long the report on many sessions takes, beside a bare scan of the same files by DuckDB, and how much memory.

    python scripts/bench/report.py [SESSIONS] [OPTION ...]

The sessions are the made-up class's, played once and then written again under other ids and times until there are
enough. Both readers take turns in one run, each in a process of its own. Options, such as --engine duckdb or --follow, go to the report. It needs the extra sdm-cli[class].
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from itertools import count, islice
from pathlib import Path

from msgspec import Raw
from msgspec.structs import replace

from sdm_cli.cohort.following import key_of
from sdm_cli.cohort.left import what_it_came_to
from sdm_cli.model.session import CameTo, Entry, Header, Session
from tests.cohort.made_up_class import Person, as_kept, conversation_of

USUAL = 5_000
PLAYED = 1_000
"""Sessions that are really played; the others repeat them."""
ROUNDS = 3
AT_MOST = 3
MEMORY = 4_000_000
"""Kilobytes."""

SCAN = "import duckdb, sys; print(duckdb.sql(f\"SELECT count(*) FROM read_json('{sys.argv[1]}/*/*.jsonl', format='newline_delimited')\"))"
REPORT = "import sys; from sdm_cli.app import main; sys.argv = ['sdm', 'class', 'report', *sys.argv[1:], '--to', 'csv']; main()"


def write(folder: Path, wanted: int) -> None:
    """Sessions of as many people as it takes, five a person or so."""
    people = (Person(number, 30) for number in count())
    played = [
        [(header, entries, what_it_came_to(Session(header, entries), conversation_of(header))) for header, entries in person.sessions()]
        for person in islice(people, PLAYED * 10 // 29)
    ]
    written = 0
    for number in count():
        own = folder / f"K{number:06d}"
        own.mkdir()
        for header, entries, came_to in played[number % len(played)]:
            if written == wanted:
                return
            later = timedelta(minutes=number)
            moved = replace(header, id=f"{header.id}{number}", started=header.started + later)
            (own / f"{moved.id}.jsonl").write_bytes(
                as_kept(moved, [Entry(entry.at + later, entry.event) for entry in entries], _as_of(came_to, header, moved))
            )
            written += 1


def _as_of(came_to: CameTo | None, header: Header, moved: Header) -> CameTo | None:
    """What a session came to, under another id and at another time. To follow each would take an hour."""
    if came_to is None:
        return None
    rows = bytes(came_to.rows).replace(key_of(header).encode(), key_of(moved).encode())
    before, after = (each.started.isoformat().replace("+00:00", "Z").encode() for each in (header, moved))
    return replace(came_to, rows=Raw(rows.replace(before, after)))


def run(script: str, folder: Path, *options: str) -> tuple[float, float, int]:
    """Seconds by the clock, seconds of the processors, and kilobytes at most in one process."""
    began = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-c", script, str(folder), *options], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"It ended with {child.returncode}.")
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss


def main() -> None:
    """Measure, and say how the two compare."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else USUAL
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write(folder, wanted)
        best: dict[str, tuple[float, float, int]] = {}
        for _ in range(ROUNDS if wanted <= USUAL else 1):
            for name, script, options in (("scan", SCAN, ()), ("report", REPORT, sys.argv[2:])):
                best[name] = min(best.get(name, (float("inf"), 0.0, 0)), run(script, folder, *options))
    for name, (seconds, processor, kilobytes) in best.items():
        print(f"{name}: {seconds:.1f} s, {processor:.1f} s of processor, at most {kilobytes / 1000:.0f} MB in one process")
    times, processor = (best["report"][which] / best["scan"][which] for which in (0, 1))
    print(f"a session: {best['report'][1] / wanted * 1000:.2f} ms of processor for the report")
    print(f"{wanted} sessions: the report takes {times:.1f} times as long as the scan (wanted: at most {AT_MOST}),")
    print(f"and {processor:.1f} times its processor time")
    sys.exit(times > AT_MOST or best["report"][2] > MEMORY)


if __name__ == "__main__":
    main()
