"""Let every fault strike at every prompt of a walk, a practice and an observation, and tell what was not as promised.

    python scripts/faults.py [FAULT ...]

With names, only these faults. It takes half an hour; faults that need a disk of their own are left out unless run by root,
and those that need libfaketime where there is none. Ends with 1 if anything was lost, said wrongly or not said.
"""

import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from os import cpu_count
from pathlib import Path
from random import Random
from signal import SIGINT, default_int_handler, signal
from time import monotonic

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.terminal.faults import FAULTS, TALKS, strike, talk

Job = tuple[str, int, str, bool]


def jobs(wanted: list[str]) -> list[Job]:
    """Every prompt with every fault, with keys and line by line in turn; mixed, so that the first minutes tell of all of them."""
    every = [
        (kind, at, name, (at + number) % 2 == 0)
        for kind in TALKS
        for number, (name, fault) in enumerate(FAULTS.items())
        for at in range(0 if fault.first is not None else fault.since, len(talk(kind).answers))
        if name in (wanted or FAULTS) and fault.can_be()
    ]
    return Random(1).sample(every, len(every))  # noqa: S311 - an order, no secret


def tried(job: Job) -> str | None:
    """What was not as promised, if anything."""
    kind, at, name, plain = job
    with tempfile.TemporaryDirectory(prefix="sdm-fault-", ignore_cleanup_errors=True) as folder:
        try:
            strike(kind, at, name, Path(folder), plain=plain)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told in the table
            return f"{type(error).__name__}: {error}"
    return None


def main() -> int:
    """Try all of it, and print a table."""
    wanted = sys.argv[1:]
    if set(wanted) - set(FAULTS):
        print(f"{__doc__}\nFaults: {', '.join(FAULTS)}")
        return 2
    # Started in the background, a shell has it ignored; those in whose hands Ctrl-C is pressed have not.
    signal(SIGINT, default_int_handler)
    began, all_jobs = monotonic(), jobs(wanted)
    count: Counter[tuple[str, str]] = Counter()
    failed: dict[Job, str] = {}
    with ProcessPoolExecutor(max(cpu_count() or 1, 2)) as pool:
        running = {pool.submit(tried, job): job for job in all_jobs}
        for number, done in enumerate(as_completed(running), start=1):
            job = running[done]
            count[job[2], job[0]] += 1
            if (wrong := done.result()) is not None:
                failed[job] = wrong
                print(f"\r{job[2]}, {job[0]}, prompt {job[1] + 1}{', line by line' if job[3] else ''}:\n{wrong}\n", flush=True)
            print(f"\r{number} of {len(all_jobs)}", end="", file=sys.stderr, flush=True)
    print(f"\r{'':24}{''.join(f'{kind:>16}' for kind in TALKS)}")
    for name in FAULTS:
        cells = (f"{count[name, kind]} prompts" if count[name, kind] else "not tried" for kind in TALKS)
        bad = sum(job[2] == name for job in failed)
        print(f"{name:24}{''.join(f'{cell:>16}' for cell in cells)}{f'   {bad} not as promised' if bad else ''}")
    print(f"{len(all_jobs)} faults in {monotonic() - began:.0f} s, {len(failed)} not as promised.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
