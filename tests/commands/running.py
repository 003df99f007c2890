"""Running the program as a person or a script would: as a process of its own, in a pipe or on a terminal."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from unittest.mock import patch

from pexpect import EOF, fdpexpect

from sdm_cli.app import app
from tests.commands.ready import COMMAND, Process

PATIENCE = 20
"""Seconds to wait for something that should be there at once; machines are shared."""

ANSWERS = """\
prepare.before.case: K-07
prepare.before.minutes: 15
prepare.before.leaning: [injection]
choice.step_back.note: true
team.support.note: I stay at your side
option.know.initial: [replacement]
decision.matters.open: Stairs, and my garden
decision.matters.how: rank
decision.matters.rank: [daily-life, operation]
decision.elicit.leaning: [exercise]
decision.close.readiness: wait
decision.close.until: until spring
marks:
  C4: came up early
"""
"""A rehearsal of knee-osteoarthritis, with one answer of every kind, one step off the path and one mark."""


def usual(**environment: str) -> dict[str, str]:
    """The environment of a person's shell: output is buffered, as it is unless somebody asks for something else."""
    return {**{name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}, **environment}


def sdm(*arguments: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program in this process, for whatever needs none of its own: a tenth of the time."""
    given_in, out, err = (TextIOWrapper(BytesIO(text), encoding="utf-8") for text in (given.encode(), b"", b""))
    code: object = 0
    with patch.dict(os.environ, environment), patch("sys.stdin", given_in), redirect_stdout(out), redirect_stderr(err):
        try:
            app(list(arguments))
        except SystemExit as end:
            code = end.code
    for stream in (out, err):
        stream.seek(0)
    return subprocess.CompletedProcess(arguments, int(str(code or 0)), out.read(), err.read())


def sdm_started(*arguments: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a pipe, which is UTF-8 unless the environment says otherwise."""
    environment = {"LC_ALL": "C.UTF-8", **environment}
    with Process(
        [*COMMAND, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding=environment.get("PYTHONIOENCODING", "utf-8"),
        env=usual(**environment),
    ) as process:
        try:
            out, err = process.communicate(given, timeout=3 * PATIENCE)
        finally:
            process.kill()
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)


def sdm_bytes(*arguments: str, **environment: str) -> bytes:
    """What the program writes into a pipe for another program, byte for byte."""
    return subprocess.run(
        [sys.executable, "-m", "sdm_cli", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=True,
        timeout=3 * PATIENCE,
        env=usual(**environment),
    ).stdout


def sdm_after(preparation: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process in which some Python was run before, such as one that puts a mistake into sdm."""
    script = f"import sys\n{preparation}\nfrom sdm_cli.app import main\nsys.argv = ['sdm', *sys.argv[1:]]\nmain()\n"
    return python(script, *arguments, **environment)


def python(script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run some Python in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=3 * PATIENCE,
        env=usual(**environment),
    )


def sdm_in_shell(command: str) -> subprocess.CompletedProcess[str]:
    """Run the program with what a shell does to its streams, such as `list > /dev/full`."""
    return subprocess.run(
        ["sh", "-c", f"'{sys.executable}' -m sdm_cli {command}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=3 * PATIENCE,
        env=usual(),
    )


def sdm_into_closed_pipe(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program with a reader that is gone already, as `| head -1` may be."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        return subprocess.run(
            [sys.executable, "-m", "sdm_cli", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=3 * PATIENCE,
            env=usual(),
        )
    finally:
        os.close(writing)


def rehearsed(folder: Path, answers: str = ANSWERS, **environment: str) -> str:
    """Rehearse a conversation from an answers file and return the id of the session."""
    file = folder / "rehearsed.yaml"
    file.write_text(answers, encoding="utf-8")
    done = sdm("walk", "knee-osteoarthritis", "--answers", str(file), **environment)
    assert done.returncode == 0, done.stderr
    found = re.search(r"Kept as session (\w+)", done.stderr)
    assert found is not None, done.stderr
    return found[1]


class Terminal:
    """The program on a terminal, with somebody reading and typing."""

    def __init__(self, process: subprocess.Popen[bytes], screen: int) -> None:
        self._process = process
        self._screen = fdpexpect.fdspawn(screen, timeout=PATIENCE, encoding="utf-8", codec_errors="replace")

    def until(self, text: str) -> None:
        """Read on until the text has come."""
        self._screen.expect_exact(text)

    def type(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self._screen.fileno(), keys)

    def kill(self, number: signal.Signals) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    def rest(self) -> tuple[int, str]:
        """Read to the end; the exit code, and what was read."""
        self._screen.expect(EOF)
        return self._process.wait(PATIENCE), self._screen.before or ""

    def rest_in_one_line(self) -> tuple[int, str]:
        """The same, for a sentence that the terminal may have folded."""
        code, shown = self.rest()
        return code, " ".join(shown.split())


@contextmanager
def terminal(*command: str, **environment: str) -> Iterator[Terminal]:
    """Run a command on a terminal, and see to it that it ends."""
    screen, inside = os.openpty()
    surroundings = usual(**{"TERM": "xterm", "LC_ALL": "C.UTF-8", **environment})
    with Process([sys.executable, *command], stdin=inside, stdout=inside, stderr=inside, env=surroundings) as process:
        os.close(inside)
        try:
            yield Terminal(process, screen)
        finally:
            process.kill()
            os.close(screen)


@contextmanager
def sdm_on_terminal(*arguments: str, **environment: str) -> Iterator[Terminal]:
    """Run the program on a terminal."""
    with terminal("-m", "sdm_cli", *arguments, **environment) as opened:
        yield opened
