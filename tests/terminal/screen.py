"""A terminal with a person in front of it: a real process in a real pty, read through a terminal emulator."""

import json
import os
import re
import termios
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from signal import SIGKILL
from time import monotonic, sleep
from typing import Any, Self, cast

import pexpect
import pyte
from ptyprocess import PtyProcess

from tests.commands.ready import COMMAND, fork, is_like
from tests.commands.running import usual

ENTER, UP, DOWN, RIGHT = "\r", "\x1b[A", "\x1b[B", "\x1b[C"
CTRL_B, CTRL_C, CTRL_D, CTRL_S, CTRL_U = "\x02", "\x03", "\x04", "\x13", "\x15"

_PATIENCE = 20.0
"""Seconds to wait for something that comes at once on a machine with nothing else to do."""
_KEYS = "? help"
"""The end of the line of keys that stands above every prompt."""
_SIGNS = frozenset(">»")
"""What stands before the line to type in, and before the choice that a list points at."""


class Screen:
    """One run of sdm: press keys, wait for what shows, read the lines. Use it in a `with`, which ends the process.

    `under` are the words before the command, for a process that is started in another way. `keyboard` is a terminal of its
    own from which it reads then.
    """

    def __init__(
        self,
        *arguments: str,
        rows: int = 24,
        columns: int = 80,
        under: Sequence[str] = (),
        keyboard: int | None = None,
        **environment: str,
    ) -> None:
        self.raw = ""
        self._row_at_press = 0
        self._questions_at_press = 0
        self._over = False
        surroundings = usual(**{"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **environment})
        self._child = _begun([*under, *COMMAND, *arguments], surroundings, rows, columns)
        # Nothing is gained by waiting a while: what is waited for is said every time.
        self._child.delaybeforesend = None
        cast("Any", self._child).ptyproc.delayafterclose = 0
        self._keyboard = keyboard
        self._emulator = _Emulator(columns, rows, self._type)
        self._stream = pyte.Stream(self._emulator)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._child.isalive():
            self._child.kill(SIGKILL)
            self._child.wait()
        self._child.close()

    def press(self, keys: str) -> None:
        """Press keys. What is waited for next must come after this."""
        self._row_at_press = self._emulator.row_of_prompt()
        self._questions_at_press = self.questions()
        self._type(keys)

    def _type(self, keys: str) -> None:
        if self._keyboard is None:
            self._child.send(keys)
        else:
            os.write(self._keyboard, keys.encode())

    def answer(self, typed: str) -> None:
        """Type into the line, press Enter and wait for the next question."""
        self.press(f"{typed}{ENTER}")
        self.wait_for_question()

    def wait_for(self, text: str) -> None:
        """Wait until the text shows below where the last key was pressed, however it is folded."""
        self._wait(lambda: text in self.shown(), f"{text!r}")

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds outside the terminal."""
        self._wait(holds, "the condition", step=0.02)

    def wait_for_question(self) -> None:
        """Wait for a question that was not there when the last key was pressed."""
        assert self.question_or_end(), f"a question was expected, but it ended:\n{self}"

    def question_or_end(self) -> bool:
        """Wait for the next question, or for the end: then False."""
        self._wait(lambda: self._is_asking() or self._over, "a question, or the end")
        return self._is_asking()

    def questions(self) -> int:
        """How many questions were put so far."""
        return self.raw.count(_KEYS)

    def wait_for_end(self) -> int:
        """Wait until the process has ended; its exit code, or minus the signal that ended it."""
        self._wait(lambda: self._over, "the end")
        return self._exit_code()

    @property
    def process(self) -> int:
        """The number of the process."""
        return cast("int", self._child.pid)

    def signal(self, number: int) -> None:
        """Send the process a signal."""
        self._child.kill(number)

    def close_window(self) -> int:
        """Close the terminal under the process, as a closed window does; its exit code."""
        with Path(os.devnull).open("rb") as nowhere:
            os.dup2(nowhere.fileno(), self._child.child_fd)
        return self._exit_code()

    def resize(self, columns: int, rows: int | None = None) -> None:
        """Make the window wider or narrower, higher or lower."""
        self._child.setwinsize(rows or self._emulator.lines, columns)
        self._emulator.resize(lines=rows, columns=columns)

    def lines(self) -> list[str]:
        """Every line so far, those that scrolled away too."""
        return self._lines_from(0)

    def lines_since_press(self) -> list[str]:
        """The line in which the last key was pressed, and all below it."""
        return self._lines_from(self._row_at_press)

    def shown(self) -> str:
        """The same as one line of text, however it is folded."""
        return " ".join(" ".join(self.lines_since_press()).split())

    def line_with_cursor(self) -> str:
        """The line in which the cursor stands."""
        return self._emulator.display[self._emulator.cursor.y].rstrip()

    def __str__(self) -> str:
        return "\n".join(self.lines()[-60:])

    def _lines_from(self, row: int) -> list[str]:
        past = len(self._emulator.gone)
        gone = [_text(line, self._emulator.columns) for line in self._emulator.gone[row:]]
        return [*gone, *(line.rstrip() for line in self._emulator.display[max(0, row - past) :])]

    def _wait(self, holds: Callable[[], bool], what: str, step: float = _PATIENCE) -> None:
        deadline = monotonic() + _PATIENCE
        while not holds():
            assert not self._over, f"it ended before {what} came:\n{self}"
            assert monotonic() < deadline, f"{what} did not come:\n{self}"
            self._read(step)
        self._settle()

    def _settle(self) -> None:
        """Read on until the whole of what is being drawn is there: one reads a screen, not the half of one.

        It is there when nothing more comes and the process sleeps, as it does while it waits for a key.
        """
        deadline = monotonic() + 1
        while (self._read(0) or not self._sleeps()) and not self._over and monotonic() < deadline:
            sleep(0.001)

    def _read(self, patience: float) -> bool:
        """Take in what the process has written; whether there was anything."""
        try:
            chunk = self._child.read_nonblocking(65536, timeout=patience)
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            self._over = True
            return False
        self.raw += chunk
        self._stream.feed(chunk)
        return True

    def _sleeps(self) -> bool:
        try:
            status = Path(f"/proc/{self._child.pid}/stat").read_text(encoding="ascii")
        except OSError:  # no such folder on this system, or no such process any more
            sleep(0.02)
            return True
        return status.rpartition(")")[2].split()[0] in "SZ"

    def _is_asking(self) -> bool:
        return self.questions() > self._questions_at_press and not _SIGNS.isdisjoint(self.raw.rpartition(_KEYS)[2])

    def _exit_code(self) -> int:
        deadline = monotonic() + _PATIENCE
        while self._child.isalive():
            assert monotonic() < deadline, f"the process goes on:\n{self}"
            sleep(0.01)
        if self._child.exitstatus is not None:
            return self._child.exitstatus
        return -(self._child.signalstatus or 0)


def _begun(command: Sequence[str], environment: dict[str, str], rows: int, columns: int) -> "pexpect.spawn[str]":
    if is_like(command, environment):
        ours, theirs = os.openpty()
        termios.tcsetwinsize(ours, (rows, columns))
        child = cast("Any", pexpect.spawn)(None, encoding="utf-8")
        child.ptyproc = PtyProcess(fork(command, environment, [theirs] * 3, on_terminal=True), ours)
        os.close(theirs)
        child.pid, child.child_fd, child.closed = child.ptyproc.pid, ours, False
        return cast("pexpect.spawn[str]", child)
    with warnings.catch_warnings():
        # A fork beside threads is only a danger to a child that goes on in Python; this one becomes sdm.
        warnings.filterwarnings("ignore", message=".*fork", category=DeprecationWarning)
        return pexpect.spawn(command[0], list(command[1:]), env=environment, dimensions=(rows, columns), encoding="utf-8")


class _Emulator(pyte.Screen):
    """A terminal that keeps what scrolls away, and answers when it is asked where its cursor is.

    pyte has one that keeps it too, but lets one scroll back, for which it takes half as long again to draw.
    """

    def __init__(self, columns: int, rows: int, reply: Callable[[str], object]) -> None:
        self.gone: list[dict[int, pyte.screens.Char]] = []
        super().__init__(columns, rows)
        self._reply = reply

    def index(self) -> None:
        """Go to the next line; from the last one the first scrolls away."""
        if self.cursor.y == self.lines - 1:
            self.gone.append(self.buffer[0])
        super().index()

    def row_of_prompt(self) -> int:
        """The row of the line below the last keys, or that of the cursor where it stands higher or no keys are in sight.

        While a list is being drawn the cursor stands below it, and goes up again when it is there.
        """
        keys = (row for row in range(self.cursor.y, -1, -1) if _KEYS in _text(self.buffer[row], self.columns))
        return len(self.gone) + min(self.cursor.y, next(keys, self.cursor.y) + 1)

    def write_process_input(self, data: str) -> None:
        self._reply(data)


def _text(line: dict[int, pyte.screens.Char], columns: int) -> str:
    return "".join(line[column].data for column in range(columns)).rstrip()


def kept(home: Path) -> list[tuple[str, object]]:
    """The answers on disk of the only session there is, in the order in which they were given."""
    (journal,) = (home / "sessions").glob("*.jsonl")
    events = [json.loads(line).get("event", {}) for line in journal.read_text(encoding="utf-8").splitlines()]
    return [(event["question"], event["value"]) for event in events if event.get("kind") == "answered"]


def sessions(home: Path) -> list[str]:
    """The ids of all sessions on disk."""
    return sorted(path.stem for path in (home / "sessions").glob("*.jsonl"))


def command_to_go_on(screen: Screen) -> list[str]:
    """The command that was printed at a pause, as arguments of sdm."""
    found = re.search(r"Go on with:\s+sdm (sessions resume \w+)", screen.shown())
    assert found, f"no command to go on with:\n{screen}"
    return found[1].split()
