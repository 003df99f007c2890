"""The loop that runs every conversation: next question, screen, ask, journal. It decides nothing."""

import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from errno import EIO
from itertools import count
from types import FrameType
from typing import Generic

from msgspec import Struct

from sdm_cli.ask.plain import question_lines
from sdm_cli.ask.replies import Asker, Gesture, Given, Left
from sdm_cli.commands.boundary import Killed
from sdm_cli.commands.keeping import Keeper
from sdm_cli.commands.staging import S, Staging
from sdm_cli.commands.surroundings import Surroundings, Unseen
from sdm_cli.conversation.pace import elapsed, moments
from sdm_cli.conversation.questions import MORE, Choice, Choose, Question, Text, page_of
from sdm_cli.conversation.walk import Prompt
from sdm_cli.document.blocks import Bullets, Document, Paragraph, line
from sdm_cli.document.plain import folded
from sdm_cli.model.event import Answer, Answered, AnyEvent, Jumped, Mark, Marked, Paused, WentBack
from sdm_cli.model.identifying import looks_like, may_be_a_name
from sdm_cli.model.session import Entry, Header, Session

_AGAIN = 0.2
"""Seconds until a signal that came at the wrong moment is seen to again."""
_CLOSED_WINDOW = 1
"""The number of the signal that a closed window sends, wherever there are such signals."""
_AROUND = 4
"""Lines for the empty one above a question, the one to type in, and what is named as not shown."""
_MARK_A_STEP = "mark"
_MARKS: tuple[Mark, ...] = ("done", "came up early", "skipped on purpose", "open")


class Rehearsal(Struct, Generic[S]):
    """A conversation under way: its state, and all that happened in it."""

    staging: Staging[S]
    header: Header
    entries: list[Entry]
    state: S
    keeper: Keeper
    now: Callable[[], datetime]
    unseen: Unseen | None = None
    warned: bool = False

    def happened(self, event: AnyEvent) -> None:
        """Keep an event, then take it into the state: what is not on disk did not happen."""
        at = self.now()
        self.keeper.keep(event, at)
        self.entries.append(Entry(at, event))
        self.state = self.staging.conversation.advance(self.state, event)

    def next_prompt(self) -> Prompt | None:
        """What to ask now; None at the end."""
        return self.staging.conversation.next_prompt(self.state)

    def pause(self) -> None:
        """Keep that the person left, unless nothing happened before: then there is nothing to come back to."""
        if self.entries:
            self.happened(Paused())
            self.leave()

    def leave(self) -> None:
        """Keep what it came to so far."""
        self.keeper.leave(self.staging.conversation)

    def spent(self) -> timedelta:
        """Time spent so far, pauses left out."""
        return elapsed(self.header.started, self.entries, self.now())

    def moments(self) -> Mapping[str, timedelta]:
        """When each question was answered last, pauses left out."""
        return moments(self.header.started, self.entries)

    def session(self) -> Session:
        """The rehearsal so far, as it is kept."""
        return Session(self.header, tuple(self.entries))


def rehearse(rehearsal: Rehearsal[S], asker: Asker, surroundings: Surroundings, *, quiet: bool) -> bool:
    """Ask until the end; True at the end, False if the person paused. Raises Left and Killed, with the pause kept.

    `quiet` shows no screens: for answers from a file.
    """
    with _signals(asker) as came:
        shown: S | None = None
        asker.begin(rehearsal)
        try:
            while (prompt := _next_prompt(rehearsal, came)) is not None:
                # After help, or a look at the list of steps, the screen is still there above.
                if not quiet and rehearsal.state is not shown and not asker.draws(prompt.question):
                    asker.rest()
                    _show(rehearsal, prompt, surroundings)
                    shown = rehearsal.state
                if not _asked(rehearsal, prompt, asker, surroundings):
                    rehearsal.pause()
                    return False
        except (Left, KeyboardInterrupt):
            rehearsal.pause()
            raise _ending(came) from None
        except OSError as error:
            # A closed window fails whatever is read from it and written to it, at times before its signal is seen.
            if not came and error.errno != EIO:
                raise
            rehearsal.pause()
            raise Killed(came[0] if came else _CLOSED_WINDOW) from None
        finally:
            asker.rest()
    return True


def _next_prompt(rehearsal: Rehearsal[S], came: Sequence[int]) -> Prompt | None:
    """What to ask now; None at the end. Raises Left once a signal came."""
    if came:
        raise Left
    return rehearsal.next_prompt()


def _ending(came: Sequence[int]) -> Left | Killed:
    """Ctrl-C leaves as a key does; any other signal ends the program with its number."""
    return Killed(came[0]) if came and came[0] != signal.SIGINT else Left()


def _asked(rehearsal: Rehearsal[S], prompt: Prompt, asker: Asker, surroundings: Surroundings) -> bool:
    """Put one question and take in the reply; False if the person wants to pause."""
    reply = asker.ask(prompt.question, _earlier(rehearsal, prompt.question))
    match reply:
        case Given(answer):
            _warn_of_a_person(rehearsal, prompt.question, answer, asker, surroundings)
            rehearsal.happened(Answered(prompt.question.id, answer))
            _say_what_was_dropped(rehearsal, surroundings)
        case Gesture("back"):
            if rehearsal.state.can_go_back:
                rehearsal.happened(WentBack())
            else:
                surroundings.say("This is the first question.")
        case Gesture("jump", target):
            return _jump(rehearsal, target, asker, surroundings)
        case Gesture("help"):
            # What the window had no room for comes first; help is longer than that.
            page = rehearsal.unseen or rehearsal.staging.help(rehearsal.state, prompt, rehearsal.spent())
            rehearsal.unseen = surroundings.note_a_screenful(page, _height(rehearsal, prompt, surroundings))
        case _:
            return False
    return True


def _show(rehearsal: Rehearsal[S], prompt: Prompt, surroundings: Surroundings) -> None:
    page = rehearsal.staging.screen(rehearsal.state, prompt, rehearsal.spent())
    show = surroundings.note_the_newest if rehearsal.staging.ends_with_the_newest else surroundings.note_a_screenful
    rehearsal.unseen = show(page, _height(rehearsal, prompt, surroundings))


def _height(rehearsal: Rehearsal[S], prompt: Prompt, surroundings: Surroundings) -> int:
    """Lines that a question takes below its screen, with those around it."""
    lines = question_lines(prompt.question, _earlier(rehearsal, prompt.question))
    told = (folded(text, surroundings.width) for _, text in lines)
    return sum(text.count("\n") + 1 for text in told) + _AROUND


def _earlier(rehearsal: Rehearsal[S], question: Question) -> Answer:
    """What was answered before, to be kept with Enter; nothing where that only led to another list."""
    earlier = rehearsal.state.answers.get(question.id)
    return None if isinstance(question, Choose) and earlier in question.leads_on else earlier


def _warn_of_a_person(rehearsal: Rehearsal[S], question: Question, answer: Answer, asker: Asker, surroundings: Surroundings) -> None:
    """Say, and before it is kept, that a note seems to point to one person, and a code to be a name. It is kept as it is.

    It is said of one note; what should be a code is one answer, and leaves that open.
    """
    if not isinstance(answer, str):
        return
    what = looks_like(answer) if not rehearsal.warned else None
    is_name = what is None and isinstance(question, Text) and question.code and may_be_a_name(answer)
    if what is not None or is_name:
        asker.rest()
        surroundings.say(f"That looks like {what or 'a name, since it has no digit'}. A code is enough here; < goes back to change it.")
    rehearsal.warned = rehearsal.warned or what is not None


def _say_what_was_dropped(rehearsal: Rehearsal[S], surroundings: Surroundings) -> None:
    dropped = rehearsal.state.dropped
    if dropped:
        heading = Paragraph(line("Dropped, since what they rested on changed:"))
        surroundings.note(Document((heading, Bullets(tuple(line(prompt.question.ask) for prompt in dropped)))))


def _jump(rehearsal: Rehearsal[S], target: str | None, asker: Asker, surroundings: Surroundings) -> bool:
    """Go to a place, named or picked from the list; False if the person wants to pause instead."""
    staging, places = rehearsal.staging, rehearsal.staging.conversation.places(rehearsal.state)
    if not places:
        surroundings.say("There is nowhere to go from here.")
        return True
    if target is None:
        marking = (Choice(_MARK_A_STEP, "Mark a step instead"),) if staging.has_marks else ()
        listed = Choose("jump", f"Go to which {staging.place_name}?", (*places, *marking), "stay here")
        # The steps of a guide are a map, and are seen as a whole.
        answer = _picked(asker, listed) if staging.has_marks else _picked_by_page(asker, listed)
        if isinstance(answer, Gesture):
            return answer.wish != "pause"
        if answer == _MARK_A_STEP:
            return _mark(rehearsal, asker)
        target = answer
    if target is None:
        return True
    if (place := staging.conversation.place(rehearsal.state, target)) is not None:
        rehearsal.happened(Jumped(place))
    elif staging.has_marks:
        surroundings.say(f"This guide has no step {target}; it has {', '.join(choice.id for choice in places)}.")
    else:
        surroundings.say(f"Nothing here is about {target} just now; > lists the topics.")
    return True


def _mark(rehearsal: Rehearsal[S], asker: Asker) -> bool:
    step = _picked(asker, Choose("mark.step", "Mark which step?", rehearsal.staging.conversation.places(rehearsal.state), "none"))
    if isinstance(step, str):
        marks = tuple(Choice(mark, mark if mark != "open" else "open: take the mark back") for mark in _MARKS)
        picked = _picked(asker, Choose("mark", f"{step} is", marks, "no mark"))
        chosen = next((mark for mark in _MARKS if mark == picked), None)
        if chosen is not None:
            rehearsal.happened(Marked(step, chosen))
        return not (isinstance(picked, Gesture) and picked.wish == "pause")
    return not (isinstance(step, Gesture) and step.wish == "pause")


def _picked(asker: Asker, question: Choose) -> str | Gesture | None:
    reply = asker.ask(question, None)
    if isinstance(reply, Gesture):
        return reply
    answer: Answer = reply.answer
    return answer if isinstance(answer, str) else None


def _picked_by_page(asker: Asker, question: Choose) -> str | Gesture | None:
    pages = (_picked(asker, page_of(question, number)) for number in count(1))
    return next(answer for answer in pages if answer != MORE)


@contextmanager
def _signals(asker: Asker) -> Iterator[list[int]]:
    """Turn a closed window, a polite kill and Ctrl-C into an ordinary end, so that the pause is kept and said.

    Gives the list of signals that came. Nothing is raised but while an answer is waited for: an exception anywhere else would
    leave a line half-written, or come out of the middle of an event loop.
    """
    came: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        if hasattr(signal, "setitimer"):
            # The waiting may just have been about to begin; then it is ended a little later.
            signal.setitimer(signal.ITIMER_REAL, _AGAIN)
        if not asker.wake():
            raise KeyboardInterrupt

    names = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGALRM") if hasattr(signal, name)]
    before = {name: signal.signal(name, stop) for name in names}
    try:
        yield came
    finally:
        if came and hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for name, handler in before.items():
            signal.signal(name, handler)
