"""The loop that runs every conversation: next question, screen, ask, journal. It decides nothing."""

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from types import FrameType
from typing import Protocol

from msgspec import Struct

from sdm_cli.ask.plain import question_lines
from sdm_cli.ask.replies import Asker, Gesture, Given, Left
from sdm_cli.commands.boundary import Killed
from sdm_cli.commands.surroundings import Surroundings, Unseen
from sdm_cli.conversation.pace import elapsed, time_per_step
from sdm_cli.conversation.questions import Choice, Choose
from sdm_cli.conversation.walk import Prompt, State, Walk
from sdm_cli.document.blocks import Bullets, Document, Paragraph, line
from sdm_cli.document.plain import folded
from sdm_cli.model.event import Answer, Answered, AnyEvent, Jumped, Mark, Marked, Paused, WentBack
from sdm_cli.model.session import Entry, Header
from sdm_cli.pages.screen import View, help_page, screen
from sdm_cli.pages.summary import Account
from sdm_cli.sessions.journal import Journal
from sdm_cli.sessions.store import Store

_AGAIN = 0.2
"""Seconds until a signal that was swallowed is raised again."""
_AROUND = 4
"""Lines for the empty one above a question, the one to type in, and what is named as not shown."""
_MARK_A_STEP = "mark"
_MARKS: tuple[Mark, ...] = ("done", "came up early", "skipped on purpose", "open")


class Keeper(Protocol):
    """Keeps events; each is safe when `keep` returns."""

    def keep(self, event: AnyEvent, at: datetime) -> None:
        """Keep one event."""
        ...


class Nowhere:
    """Keeps nothing: --no-save."""

    def keep(self, event: AnyEvent, at: datetime) -> None:
        """Forget it."""


class NewSession:
    """Begins a session with the first event, so that looking in and leaving makes no file."""

    def __init__(self, store: Store, header: Header, contents: dict[str, bytes], stack: ExitStack) -> None:
        self._store = store
        self._header = header
        self._contents = contents
        self._stack = stack
        self._journal: Journal | None = None

    def keep(self, event: AnyEvent, at: datetime) -> None:
        """Keep one event, and with the first the header and the contents."""
        if self._journal is None:
            for raw in self._contents.values():
                self._store.keep_content(raw)
            self._journal = self._stack.enter_context(self._store.beginning(self._header))
        self._journal.append(event, at)


class OldSession:
    """Goes on with a session."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def keep(self, event: AnyEvent, at: datetime) -> None:
        """Keep one event."""
        self._journal.append(event, at)


class Rehearsal(Struct):
    """A walk under way: its state, and all that happened in it."""

    walk: Walk
    header: Header
    entries: list[Entry]
    state: State
    keeper: Keeper
    now: Callable[[], datetime]
    unseen: Unseen | None = None

    def happened(self, event: AnyEvent) -> None:
        """Keep an event, then take it into the state: what is not on disk did not happen."""
        at = self.now()
        self.keeper.keep(event, at)
        self.entries.append(Entry(at, event))
        self.state = self.walk.advance(self.state, event)

    def pause(self) -> None:
        """Keep that the person left, unless nothing happened before: then there is nothing to come back to."""
        if self.entries:
            self.happened(Paused())

    def account(self, *, private: bool = False) -> Account:
        """The rehearsal so far, for a summary."""
        return account_of(self.walk, self.header, self.entries, self.state, private=private)


def account_of(walk: Walk, header: Header, entries: Sequence[Entry], state: State, *, private: bool) -> Account:
    """A session for its summary."""
    return Account(header, walk, state, time_per_step(walk, header.started, entries), private)


def rehearse(rehearsal: Rehearsal, asker: Asker, surroundings: Surroundings, *, quiet: bool) -> bool:
    """Ask until the end; True at the end, False if the person paused. Raises Left and Killed, with the pause kept.

    `quiet` shows no screens: for answers from a file.
    """
    with _signals() as came:
        shown: State | None = None
        try:
            while (prompt := rehearsal.walk.next_prompt(rehearsal.state)) is not None:
                # After help, or a look at the list of steps, the screen is still there above.
                if not quiet and rehearsal.state is not shown:
                    rehearsal.unseen = surroundings.note_a_screenful(screen(_view(rehearsal, prompt)), _height(prompt, surroundings))
                    shown = rehearsal.state
                if not _asked(rehearsal, prompt, asker, surroundings):
                    rehearsal.pause()
                    return False
        except KeyboardInterrupt:
            rehearsal.pause()
            raise Left from None
        except (Left, Killed):
            rehearsal.pause()
            raise
        except OSError:
            # A closed window fails every write to it, at times before its signal is seen.
            if not came:
                raise
            rehearsal.pause()
            raise Killed(came[0]) from None
    return True


def _asked(rehearsal: Rehearsal, prompt: Prompt, asker: Asker, surroundings: Surroundings) -> bool:
    """Put one question and take in the reply; False if the person wants to pause."""
    reply = asker.ask(prompt.question, rehearsal.state.answers.get(prompt.question.id))
    match reply:
        case Given(answer):
            rehearsal.happened(Answered(prompt.question.id, answer))
            _say_what_was_dropped(rehearsal, surroundings)
        case Gesture("back"):
            if rehearsal.state.trail:
                rehearsal.happened(WentBack())
            else:
                surroundings.say("This is the first question.")
        case Gesture("jump", target):
            return _jump(rehearsal, target, asker, surroundings)
        case Gesture("help"):
            # What the window had no room for comes first; help is longer than that.
            page = rehearsal.unseen or help_page(_view(rehearsal, prompt))
            rehearsal.unseen = surroundings.note_a_screenful(page, _height(prompt, surroundings))
        case _:
            return False
    return True


def _height(prompt: Prompt, surroundings: Surroundings) -> int:
    """Lines that a question takes below its screen, with those around it."""
    told = (folded(text, surroundings.width) for _, text in question_lines(prompt.question, None))
    return sum(text.count("\n") + 1 for text in told) + _AROUND


def _view(rehearsal: Rehearsal, prompt: Prompt) -> View:
    spent = elapsed(rehearsal.header.started, rehearsal.entries, rehearsal.now())
    return View(rehearsal.walk, rehearsal.state, prompt, spent)


def _say_what_was_dropped(rehearsal: Rehearsal, surroundings: Surroundings) -> None:
    dropped = rehearsal.state.dropped
    if dropped:
        heading = Paragraph(line("Dropped, since what they rested on changed:"))
        surroundings.note(Document((heading, Bullets(tuple(line(prompt.question.ask) for prompt in dropped)))))


def _jump(rehearsal: Rehearsal, target: str | None, asker: Asker, surroundings: Surroundings) -> bool:
    """Go to a step, named or picked from the list; False if the person wants to pause instead."""
    order = rehearsal.walk.guide.order()
    if target is None:
        answer = _picked(
            asker, Choose("jump", "Go to which step?", (*_steps(rehearsal), Choice(_MARK_A_STEP, "Mark a step instead")), "stay here")
        )
        if isinstance(answer, Gesture):
            return answer.wish != "pause"
        if answer == _MARK_A_STEP:
            return _mark(rehearsal, asker)
        target = answer
    if target is None:
        return True
    if target in order:
        rehearsal.happened(Jumped(target))
    else:
        surroundings.say(f"This guide has no step {target}; it has {', '.join(order)}.")
    return True


def _mark(rehearsal: Rehearsal, asker: Asker) -> bool:
    step = _picked(asker, Choose("mark.step", "Mark which step?", _steps(rehearsal), "none"))
    if isinstance(step, str):
        marks = tuple(Choice(mark, mark if mark != "open" else "open: take the mark back") for mark in _MARKS)
        picked = _picked(asker, Choose("mark", f"{step} is", marks, "no mark"))
        chosen = next((mark for mark in _MARKS if mark == picked), None)
        if chosen is not None:
            rehearsal.happened(Marked(step, chosen))
        return not (isinstance(picked, Gesture) and picked.wish == "pause")
    return not (isinstance(step, Gesture) and step.wish == "pause")


def _steps(rehearsal: Rehearsal) -> tuple[Choice, ...]:
    walk, optional = rehearsal.walk, rehearsal.walk.guide.optional()
    return tuple(
        Choice(step.id, f"{step.id} {step.title} ({walk.mark(rehearsal.state, step.id)}{', optional' if step.id in optional else ''})")
        for step in walk.guide.path()
    )


def _picked(asker: Asker, question: Choose) -> str | Gesture | None:
    reply = asker.ask(question, None)
    if isinstance(reply, Gesture):
        return reply
    answer: Answer = reply.answer
    return answer if isinstance(answer, str) else None


@contextmanager
def _signals() -> Iterator[list[int]]:
    """Turn a closed window and a polite kill into an ordinary end, so that the pause is kept and said.

    Gives the list of signals that came.
    """
    came: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        if hasattr(signal, "setitimer"):
            # Raised inside a destructor the end would be swallowed; then it is raised again a little later.
            signal.setitimer(signal.ITIMER_REAL, _AGAIN)
        raise Killed(came[0])

    names = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGALRM") if hasattr(signal, name)]
    before = {name: signal.signal(name, stop) for name in names}
    try:
        yield came
    finally:
        if came and hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for name, handler in before.items():
            signal.signal(name, handler)
