"""How fast sdm starts and answers, and how much memory it takes: `python scripts/bench/startup.py`.

Times of starting are ratios to a bare `python -c pass`, and memory is a ratio to the smallest program that asks one
question with questionary, all measured in the same run and in turns, so that a slow or busy machine shifts both
sides alike. This is for reading, not a test: it always ends with 0.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

from terminal import KEYS_READY, Terminal

BARE = "pass"
SDM = "from sdm_cli.app import main; main()"
ONE_QUESTION = "import questionary; questionary.text('').unsafe_ask()"

PLAIN_READY = b"\n> "
"""A prompt line by line ends so."""

WALKS = 3


class Start(NamedTuple):
    """Something whose time from the start of the process counts: to its end, or to its first prompt on a terminal."""

    name: str
    arguments: tuple[str, ...]
    ready: bytes | None
    budget: float


class Line(NamedTuple):
    """One line of the table."""

    name: str
    measured: float
    budget: float
    unit: str


STARTS = (
    Start("--version", ("--version",), None, 7),
    Start("--help", ("--help",), None, 7),
    Start("list, in a pipe", ("list",), None, 11),
    Start("show, in a pipe", ("show", "knee-osteoarthritis"), None, 11),
    Start("first screen, plain", ("walk", "--plain"), PLAIN_READY, 11),
    Start("first question, plain", ("walk", "knee-osteoarthritis", "--plain"), PLAIN_READY, 11),
    Start("first question, keys", ("walk", "knee-osteoarthritis"), KEYS_READY, 24),
)


def time_to_end(program: str, *arguments: str) -> float:
    """The seconds that a process takes in a pipe."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", program, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)
    return time.perf_counter() - began


def time_to_prompt(ready: bytes, program: str, *arguments: str) -> float:
    """The seconds from the start of a process to its first prompt on a terminal."""
    began = time.perf_counter()
    with Terminal(program, *arguments) as terminal:
        if not terminal.is_ready(ready):
            raise EOFError(arguments)
        return time.perf_counter() - began


def starts(rounds: int) -> list[Line]:
    """Every start against the bare one, the median of some rounds."""
    bare: list[float] = []
    times: dict[str, list[float]] = {start.name: [] for start in STARTS}
    for number in range(rounds + 1):
        is_warm_up = number == 0
        took = time_to_end(BARE)
        if not is_warm_up:
            bare.append(took)
        for start in STARTS:
            took = time_to_end(SDM, *start.arguments) if start.ready is None else time_to_prompt(start.ready, SDM, *start.arguments)
            if not is_warm_up:
                times[start.name].append(took)
    usual = statistics.median(bare)
    print(f"python -c pass: {usual * 1000:.1f} ms, the median of {rounds} rounds")
    return [Line(start.name, statistics.median(times[start.name]) / usual, start.budget, "times") for start in STARTS]


def walk(*extra: str, enter: bytes, ready: bytes) -> tuple[list[float], int]:
    """Press Enter from the first question to the summary; the seconds to each next prompt, and the peak of memory."""
    delays: list[float] = []
    with Terminal(SDM, "walk", "knee-osteoarthritis", *extra) as terminal:
        terminal.is_ready(ready)
        while True:
            pressed = time.perf_counter()
            terminal.press(enter)
            if not terminal.is_ready(ready):
                return delays, terminal.peak_memory()
            delays.append(time.perf_counter() - pressed)


def memory_of_one_question() -> int:
    """The peak of memory of the smallest program that asks with questionary."""
    with Terminal(ONE_QUESTION) as terminal:
        terminal.is_ready(KEYS_READY)
        terminal.press(b"\r")
        terminal.is_ready(KEYS_READY)
        return terminal.peak_memory()


def walks() -> list[Line]:
    """What happens between two prompts, and what a whole walk takes."""
    plain = [walk("--plain", enter=b"\n", ready=PLAIN_READY) for _ in range(WALKS)]
    keys = [walk(enter=b"\r", ready=KEYS_READY) for _ in range(WALKS)]
    smallest = statistics.median(memory_of_one_question() for _ in range(WALKS))
    return [
        Line("Enter to next prompt, plain", _late(plain), 30, "ms at the 95th percentile"),
        Line("Enter to next prompt, keys", _late(keys), 30, "ms at the 95th percentile"),
        Line("memory of a walk, plain", statistics.median(peak for _, peak in plain) / smallest, 1.5, "times one question"),
        Line("memory of a walk, keys", statistics.median(peak for _, peak in keys) / smallest, 1.5, "times one question"),
    ]


def _late(walked: list[tuple[list[float], int]]) -> float:
    """The 95th percentile of all delays, in milliseconds."""
    delays = [delay for delays, _ in walked for delay in delays]
    return statistics.quantiles(delays, n=20)[-1] * 1000


def main() -> None:
    """Measure and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=15, help="rounds for the starts (default: 15)")
    rounds = arguments.parse_args().rounds
    with tempfile.TemporaryDirectory() as home:
        for name in ("NO_COLOR", "COLUMNS", "SDM_LIBRARY", "SDM_PLAIN", "ACCESSIBLE", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"):
            os.environ.pop(name, None)
        os.environ |= {"SDM_HOME": home, "TERM": "xterm-256color"}
        lines = [*starts(rounds), *walks()]
    if (load := os.getloadavg()[0]) > (os.cpu_count() or 1):
        print(f"The machine is busy (load {load:.1f}): ratios hold, milliseconds are those of a slower machine.")
    print(f"\n{'':28} {'measured':>8} {'budget':>7}")
    for line in lines:
        verdict = "within" if line.measured <= line.budget else "OVER"
        print(f"{line.name:28} {line.measured:8.1f} {line.budget:7g}  {verdict:6}  {line.unit}")


if __name__ == "__main__":
    main()
