"""What can go wrong at a question, and what has to be true afterwards, whatever went wrong.

Each fault strikes a real process in a real terminal. The suite tries each at a few prompts, `scripts/faults.py` at every
prompt of a walk, a practice and an observation.
"""

import os
import re
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from signal import SIGCONT, SIGHUP, SIGKILL, SIGSTOP, SIGTERM
from time import sleep
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from sdm_cli.commands.sessions import staging_of
from sdm_cli.content.catalogue import Catalogue
from sdm_cli.content.loading import LoadedGuide, load_guide, load_option_set
from sdm_cli.conversation.questions import DONE, Choose, ChooseMany, Question, Rank, Rate, Watch, fitting
from sdm_cli.document.plain import to_plain
from sdm_cli.model.event import Answer, Answered, Resumed
from sdm_cli.model.session import Entry, Header, Session
from sdm_cli.sessions.store import Store
from tests.content.small_case import SMALL_CASE
from tests.terminal.screen import CTRL_C, DOWN, ENTER, Screen, kept
from tests.terminal.test_kill import SORE_THUMB

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
ID = "k7m2"
_BOARD, _CTRL_E = "Ctrl-E: end", "\x05"
_NOTES = 4
"""Notes before the end of the watching."""
_DRAWN = 0.1
"""Seconds in which a board is drawn again."""
_TURNS = 8
"""Answers of a practice before its end comes for the second time."""
_FAKETIME = next((str(path) for path in Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)
_PAGE = 4096
"""Bytes by which a file in memory grows."""
_STEERING = re.compile(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|[()].|[=>78])")
PAUSED = "Paused. Everything is kept. Go on with: sdm sessions resume {session}"
LEFT = "Left before anything was answered; nothing was kept."
KEPT = "Kept as session {session}."


# ── Conversations ────────────────────────────────────────────────────────────────────────────────────────────────────


class Talk(Struct, frozen=True):
    """A conversation, and everything that is answered in it."""

    kind: str
    begin: tuple[str, ...]
    header: Header
    contents: dict[str, bytes]
    answers: tuple[tuple[Question, Answer], ...]

    def event(self, at: int) -> Answered:
        """What is answered at a prompt."""
        question, answer = self.answers[at]
        return Answered(question.id, answer)


TALKS = ("walk", "practice", "observation")


@cache
def talk(kind: str) -> Talk:
    """A walk, a practice or an observation, small enough to try everything at each of its prompts."""
    guide: LoadedGuide = load_guide(Catalogue(()), "elwyn-2012")
    knee = load_option_set(Catalogue(()), "knee-osteoarthritis")
    contents = {
        "walk": {"option_set": SORE_THUMB.encode()},
        "practice": {"option_set": knee.raw, "case": SMALL_CASE.encode()},
        "observation": {"option_set": SORE_THUMB.encode()},
    }[kind] | {"guide": guide.file, "steps": guide.steps}
    begin = {"walk": ("walk", "sore-thumb"), "practice": ("practice", "stairs", "--seed", "1"), "observation": ("observe", "sore-thumb")}
    header = Header(
        id=ID, kind=kind, started=NOON, program="0", option_set="sore-thumb" if kind != "practice" else "knee-osteoarthritis",
        guide="elwyn-2012", contents={}, case="stairs" if kind == "practice" else None, seed=1 if kind == "practice" else None,
    )  # fmt: skip
    return Talk(kind, begin[kind], header, contents, tuple(_answered(header, contents)))


def _answered(header: Header, contents: Mapping[str, bytes]) -> Iterator[tuple[Question, Answer]]:
    """Every question of a conversation, with an answer to it."""
    conversation = _staging(Session(header, ()), contents).conversation
    state = conversation.start()
    number = 0
    while (prompt := conversation.next_prompt(state)) is not None:
        answer = _answer(prompt.question, number)
        state = conversation.advance(state, Answered(prompt.question.id, answer))
        yield prompt.question, answer
        number += 1


def _answer(question: Question, number: int) -> Answer:
    match question:
        case ChooseMany(shown_above=True):
            answer: Answer = None
        case Choose():
            # One exchange of a practice is said again, and no other.
            answer = None if question.id.endswith(".again") and number > _TURNS else question.choices[0].id
        case ChooseMany() | Rank():
            answer = (question.choices[0].id,)
        case Rate():
            answer = question.lowest
        case Watch():
            answer = "C2" if number < _NOTES else DONE
        case _:
            answer = f'note {number}: "Größe, 太, e\u0301"'
    return fitting(question, answer)


def _staging(session: Session, contents: Mapping[str, bytes]) -> Any:
    class Texts(Store, frozen=True):
        """Texts that are at hand."""

        def content(self, session: Header, name: str) -> bytes:  # noqa: ARG002 - there is but one
            return contents[name]

    return staging_of(session, Texts(Path()))


# ── A scene ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Scene:
    """One process at one prompt of a talk. `given` is how many answers must be on disk."""

    def __init__(self, talk: Talk, at: int, home: Path, stack: ExitStack, *, plain: bool) -> None:
        self.talk = talk
        self.at = at
        self.given = 0
        self.home = home
        self.stack = stack
        self.plain = plain
        self.session = ID
        self.screen: Screen
        self.keyboard = -1
        for name, text in (("option_sets/sore-thumb", SORE_THUMB), ("cases/stairs", SMALL_CASE)):
            path = home / "library" / f"{name}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    @property
    def journal(self) -> Path:
        """The file of the session."""
        return self.home / "sessions" / f"{self.session}.jsonl"

    @property
    def is_over(self) -> bool:
        """Whether everything was answered."""
        return self.given == len(self.talk.answers)

    @property
    def at_board(self) -> bool:
        """Whether the next question is put on the board."""
        return not self.plain and not self.is_over and isinstance(self.talk.answers[self.given][0], Watch)

    def prepare(self, **changes: Any) -> None:
        """Put a session on disk in which all is answered but the last question before the one where the fault comes."""
        self.given = max(self.at - 1, 0)
        if not self.given:
            return
        store = Store(self.home / "sessions")
        hashes = {name: store.keep_content(raw) for name, raw in self.talk.contents.items()}
        with store.beginning(replace(self.talk.header, contents=hashes, **changes)) as journal:
            for number in range(self.given):
                journal.append(self.talk.event(number), NOON + timedelta(seconds=number))

    def begin(self, *, under: Sequence[str] = (), keyboard: int | None = None, **environment: str) -> None:
        """Start the process, and answer until it is where the fault comes: what it kept itself is what it may lose."""
        command = ("sessions", "resume", self.session) if self.given else self.talk.begin
        self.start(*command, under=under, keyboard=keyboard, **environment)
        while self.given < self.at:
            self.answer()

    def start(self, *command: str, under: Sequence[str] = (), keyboard: int | None = None, **environment: str) -> None:
        """Start a process, and wait for its prompt."""
        surroundings = {"SDM_HOME": str(self.home), **({"SDM_PLAIN": "1"} if self.plain else {}), **environment}
        self.screen = self.stack.enter_context(Screen(*command, rows=30, columns=100, under=under, keyboard=keyboard, **surroundings))
        self.wait()

    def press_answer(self) -> None:
        """Answer the question, and do not wait."""
        self.screen.press(self._keys(*self.talk.answers[self.given]))

    def answer(self) -> None:
        """Answer the question, and wait until it is kept and the next one is there, or the end."""
        self.press_answer()
        self.screen.wait_until(lambda: self.on_disk() == self.given + 1)
        self.given += 1
        self.wait()

    def on_disk(self) -> int:
        """How many answers are on disk."""
        there = list(self.home.glob("sessions/*.jsonl"))
        if not there:
            return 0
        self.session = there[0].stem
        return len(kept(self.home))

    def wait(self) -> None:
        """Wait for the prompt, or for the end."""
        if self.at_board:
            self.screen.wait_until(lambda: _BOARD in self.screen.raw)
            sleep(_DRAWN)  # what is drawn again after a note is told by nothing
        else:
            self.screen.question_or_end()

    def pause(self) -> None:
        """Pause."""
        self.screen.press("." if self.at_board else f".{ENTER}")

    def _keys(self, question: Question, answer: Answer) -> str:
        match question:
            case Watch() if self.at_board:
                return _CTRL_E if answer == DONE else "2"
            case _ if answer is None:
                return ENTER
            case Choose() if not self.plain and "Up and down to choose" in self.screen.shown():
                return f"{DOWN}{ENTER}"
            case Choose() | Rank() | ChooseMany(shown_above=False):
                return f"1{ENTER}"
            case _:
                return f"{answer}{ENTER}"

    def said(self) -> str:
        """Everything that was shown, without what steers the terminal, as one line."""
        return " ".join(_STEERING.sub("", self.screen.raw).split())

    def entries(self) -> list[Entry]:
        """Everything that is on disk."""
        return list(Store(self.home / "sessions").find(self.session).entries)

    def check(self) -> None:
        """What must be true whatever happened: no answer is lost, the file is sound, and the talk goes on at its question."""
        assert not re.search("Traceback|Exception|Warning|WARNING", self.said()), self.said()
        assert list(self.home.glob("bug-*")) == [], self.said()
        if not self.given:
            assert list(self.home.glob("sessions/*.jsonl")) == []
            return
        store = Store(self.home / "sessions")
        with store.resuming(self.session) as journal:
            session = journal.session
        answered = [entry.event for entry in session.entries if isinstance(entry.event, Answered)]
        assert answered == [self.talk.event(number) for number in range(self.given)], self.said()
        staging = staging_of(session, store)
        state = staging.conversation.start()
        for entry in session.entries:
            state = staging.conversation.advance(state, entry.event)
        prompt = staging.conversation.next_prompt(state)
        assert (None if prompt is None else prompt.question) == (None if self.is_over else self.talk.answers[self.given][0])
        assert to_plain(staging.outcome(session, state, private=False), 80)


# ── Faults ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _begin(scene: Scene) -> None:
    scene.prepare()
    scene.begin()


class Fault(Struct, frozen=True):
    """Something that goes wrong at a prompt.

    `strikes` makes it happen, and may give the exit code; `codes` are those that are documented, and `says` is what the
    person reads. `first` is what they read at the very first prompt, if it can happen there; else it can from prompt `since`
    on, counted from 0.
    """

    strikes: Callable[[Scene], int | None]
    codes: frozenset[int]
    says: str = ""
    first: str | None = None
    begins: Callable[[Scene], None] = _begin
    can_be: Callable[[], bool] = lambda: True
    since: int = 1


def strike(kind: str, at: int, name: str, home: Path, *, plain: bool) -> None:
    """Let one fault strike at one prompt of a conversation. Raises AssertionError if anything is not as promised."""
    fault = FAULTS[name]
    with ExitStack() as stack:
        scene = Scene(talk(kind), at, home, stack, plain=plain)
        fault.begins(scene)
        code = fault.strikes(scene)
        if code is None:
            code = scene.screen.wait_for_end()
        assert code in fault.codes, f"{code}: {scene.said()}"
        says = (fault.first or "") if not at else KEPT if code == 0 and scene.is_over else fault.says
        assert says.format(session=scene.session) in scene.said(), scene.said()
        scene.check()


def _signal(number: int) -> Callable[[Scene], None]:
    return lambda scene: scene.screen.signal(number)


def _ctrl_c_twice(scene: Scene) -> None:
    scene.screen.press(CTRL_C)
    sleep(_MOMENTS[scene.at % len(_MOMENTS)])
    with suppress(OSError):
        scene.screen.press(CTRL_C)


_MOMENTS = (0, 0.005, 0.01, 0.02, 0.04, 0.08, 0.15)
"""Between the two: while it says goodbye, and while it ends."""


def _go_on_and_pause(scene: Scene) -> None:
    scene.answer()
    if not scene.is_over:
        scene.pause()


def _tiny_and_back(scene: Scene) -> None:
    # The window alone: no emulator can draw in one cell.
    resize = scene.screen._child.setwinsize
    resize(1, 1)
    sleep(0.1)
    scene.press_answer()
    scene.screen.wait_until(lambda: scene.on_disk() == scene.given + 1)
    scene.given += 1
    resize(30, 100)
    sleep(0.1)
    if not scene.is_over:
        scene.pause()


def _stopped(scene: Scene) -> None:
    scene.screen.signal(SIGSTOP)
    sleep(0.05)
    scene.screen.signal(SIGCONT)
    _go_on_and_pause(scene)


# Streams


def _close_window(scene: Scene) -> int:
    return scene.screen.close_window()


def _begin_with_a_keyboard(scene: Scene) -> None:
    """What is typed comes from a terminal of its own, so that either can go away alone."""
    scene.prepare()
    keyboard, inside = os.openpty()
    scene.stack.callback(_close, keyboard)
    scene.keyboard = keyboard
    # In a group of its own, for which the screen is no more than a place to write to.
    under = ("sh", "-c", f'trap "" HUP; exec setsid --wait "$@" <{os.ttyname(inside)}', "sh")
    scene.begin(under=under, keyboard=keyboard)
    os.close(inside)


def _close(descriptor: int) -> None:
    with suppress(OSError):
        os.close(descriptor)


def _close_stdin(scene: Scene) -> None:
    os.close(scene.keyboard)


def _close_stdout(scene: Scene) -> int:
    with Path(os.devnull).open("rb") as nowhere:
        os.dup2(nowhere.fileno(), scene.screen._child.child_fd)
    scene.press_answer()
    code = scene.screen._exit_code()
    scene.given = scene.on_disk()
    assert scene.given in {scene.at, scene.at + 1}
    return code


# Where there is no more room


def _too_large(scene: Scene) -> None:
    """A write that stops half-way, without filling a disk."""
    size = scene.journal.stat().st_size
    resource.prlimit(scene.screen.process, resource.RLIMIT_FSIZE, (size + 30, size + 30))
    scene.press_answer()


def _begin_on_a_small_disk(scene: Scene) -> None:
    """The next answer needs one page more than the journal has."""
    _mount(scene.home / "sessions", "size=1m", scene.stack)
    scene.prepare()
    later = (Entry(NOON, each) for each in (Resumed(), scene.talk.event(scene.at - 1)))
    grows = sum(len(msgspec.json.encode(entry)) + len('.123456,"seal":"0123456789abcdef"\n') for entry in later)
    room = (_PAGE - 60 - scene.journal.stat().st_size - grows) % _PAGE
    scene.prepare(program="0" * (room + 1))
    scene.begin()


def _fill_the_disk(scene: Scene) -> int:
    filler = scene.home / "sessions" / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(_PAGE))
    scene.press_answer()
    code = scene.screen.wait_for_end()
    filler.unlink()
    return code


def _mount(folder: Path, options: str, stack: ExitStack) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "sdm-test", folder], check=True)
    stack.callback(lambda: subprocess.run(["umount", "-l", folder], check=True))


@cache
def _can_mount() -> bool:
    tried = ["unshare", "-m", "mount", "-t", "tmpfs", "sdm-test", "/mnt"]
    return os.geteuid() == 0 and subprocess.run(tried, check=False, capture_output=True).returncode == 0


# What becomes of the folder


def _begin_where_more_is_kept(scene: Scene) -> None:
    _begin(scene)
    if not scene.at:
        (scene.home / "sessions").mkdir()


def _read_only(scene: Scene) -> int:
    """What was opened before is open still, and an answer goes where the others are. A new session cannot begin."""
    folder = scene.home / "sessions"
    subprocess.run(["mount", "--bind", folder, folder], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
        scene.press_answer()
        if scene.at:
            scene.given += 1
            scene.wait()
            if not scene.is_over:
                scene.pause()
        return scene.screen.wait_for_end()
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def _deleted(scene: Scene) -> None:
    shutil.rmtree(scene.home / "sessions")
    scene.press_answer()
    scene.given += 1


def _moved(scene: Scene) -> None:
    (scene.home / "sessions").rename(scene.home / "elsewhere")
    scene.press_answer()
    scene.given += 1


def _replaced(scene: Scene) -> None:
    """As a program does it that keeps a folder the same on two machines."""
    copy = scene.journal.with_name("copy")
    copy.write_bytes(scene.journal.read_bytes())
    copy.replace(scene.journal)
    scene.press_answer()
    scene.given += 1


# Other windows, other times


def _second_window(scene: Scene) -> None:
    with Screen("sessions", "resume", scene.session, SDM_HOME=str(scene.home), SDM_PLAIN="1") as second:
        assert second.wait_for_end() == 3
        held = rf"Session {scene.session} is open in another window: process {scene.screen.process}, since [0-9]{{2}}:[0-9]{{2}}\. Pause"
        assert re.search(held, second.shown()), second.shown()
    _go_on_and_pause(scene)


def _begin_with_a_clock(scene: Scene) -> None:
    scene.prepare()
    clock = scene.home / "clock"
    clock.write_text("+0")
    scene.begin(LD_PRELOAD=str(_FAKETIME), FAKETIME_TIMESTAMP_FILE=str(clock), FAKETIME_NO_CACHE="1", FAKETIME_DONT_FAKE_MONOTONIC="1")


def _clock_set_back(scene: Scene) -> int:
    (scene.home / "clock").write_text("-1d")
    _go_on_and_pause(scene)
    code = scene.screen.wait_for_end()
    times = [entry.at for entry in scene.entries()]
    assert any(later < earlier for earlier, later in pairwise(times)), times
    return code


def _begin_in_tokyo(scene: Scene) -> None:
    scene.prepare()
    scene.begin(TZ="Asia/Tokyo")


def _other_time_zone(scene: Scene) -> int:
    scene.pause()
    assert scene.screen.wait_for_end() == 0
    before = len(scene.entries())
    scene.start("sessions", "resume", scene.session, TZ="America/New_York")
    _go_on_and_pause(scene)
    code = scene.screen.wait_for_end()
    times = [entry.at for entry in scene.entries()]
    assert times == sorted(times)
    assert times[before] - times[before - 1] < timedelta(minutes=5), times
    return code


_PUT_BACK = "Everything is written there again. Go on with: sdm sessions resume {session}"
FAULTS: dict[str, Fault] = {
    "kill -9": Fault(_signal(SIGKILL), frozenset({-SIGKILL}), first=""),
    "SIGTERM": Fault(_signal(SIGTERM), frozenset({143}), PAUSED, LEFT),
    "SIGHUP": Fault(_signal(SIGHUP), frozenset({129}), PAUSED, LEFT),
    "Ctrl-C twice": Fault(_ctrl_c_twice, frozenset({130}), PAUSED, LEFT),
    "window closed": Fault(_close_window, frozenset({129, 130}), first=""),
    "stdin closed": Fault(_close_stdin, frozenset({129, 130}), PAUSED, LEFT, _begin_with_a_keyboard),
    "stdout closed": Fault(_close_stdout, frozenset({1, 129}), first="", begins=_begin_with_a_keyboard),
    "window 1 x 1 and back": Fault(_tiny_and_back, frozenset({0}), PAUSED, PAUSED),
    "stopped and continued": Fault(_stopped, frozenset({0}), PAUSED, PAUSED),
    "file at its limit": Fault(
        _too_large,
        frozenset({3}),
        "File too large. Everything before it is kept. When that is mended, go on with: sdm sessions resume {session}",
    ),
    "disk full": Fault(
        _fill_the_disk,
        frozenset({3}),
        "No space left on device. Everything before it is kept. When that is mended, go on with: sdm sessions resume {session}",
        begins=_begin_on_a_small_disk,
        can_be=_can_mount,
        since=2,
    ),
    "folder read-only": Fault(_read_only, frozenset({0, 3}), PAUSED, "Nothing can be kept in", _begin_where_more_is_kept, _can_mount),
    "folder deleted": Fault(_deleted, frozenset({3}), _PUT_BACK),
    "folder moved": Fault(_moved, frozenset({3}), _PUT_BACK),
    "file replaced": Fault(_replaced, frozenset({3}), "Everything is written there again, and what stood there is kept as"),
    "clock set back": Fault(_clock_set_back, frozenset({0}), PAUSED, begins=_begin_with_a_clock, can_be=lambda: _FAKETIME is not None),
    "second window": Fault(_second_window, frozenset({0}), PAUSED),
    "other time zone": Fault(_other_time_zone, frozenset({0}), PAUSED, begins=_begin_in_tokyo),
}
