"""What can come back from a question, and how it is written.

The same gestures work in every kind of question and with every asker: `<` goes back, `>` jumps (`> O6` straight to a
step), `.` pauses, `?` helps. A gesture stands alone; inside a longer text the same marks are only text.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Literal, Protocol

from msgspec import Struct

from sdm_cli.conversation.questions import Choose, ChooseMany, Question, Rank, Rate, Text, Unfit, Watch
from sdm_cli.model.event import Answer

KEYS = "< back   > jump   . pause   ? help"
"""The keys as every prompt shows them."""
HOW_TO_PICK = "Up and down to choose, Enter to take it."
"""The same for a list with arrow keys."""

CLEAR = "-"
"""Takes an earlier answer away."""
SAID = "+"
"""Stands for "I said it aloud"."""


class Given(Struct, frozen=True):
    """An answer, already fitting its question."""

    answer: Answer


class Gesture(Struct, frozen=True):
    """Not an answer: a wish to go somewhere else. `target` is what a jump named, if anything."""

    wish: Literal["back", "jump", "pause", "help"]
    target: str | None = None


Reply = Given | Gesture


class Left(Exception):
    """The person closed the conversation: Ctrl-C, Ctrl-D, end of input."""


class Clock(Protocol):
    """Tells the time of a conversation, pauses left out."""

    def spent(self) -> timedelta:
        """The time so far."""
        ...

    def moments(self) -> Mapping[str, timedelta]:
        """When each question was answered last."""
        ...


class Asker(Protocol):
    """Puts questions to somebody."""

    def begin(self, clock: Clock) -> None:
        """Get ready for a conversation."""
        ...

    def draws(self, question: Question) -> bool:
        """Whether it shows by itself all that stands around this question."""
        ...

    def rest(self) -> None:
        """Give the terminal back as it was; the next question takes it again."""
        ...

    def wake(self) -> bool:
        """End the waiting for an answer from outside, as Ctrl-D does; called by a signal, at any moment.

        True if it is seen to, or nothing is waited for; False where only an exception ends the waiting.
        """
        ...

    def ask(self, question: Question, earlier: Answer) -> Reply:
        """Put one question. `earlier` is what was answered before and stands if Enter is pressed.

        Without an earlier answer Enter means that nothing was said: no choice is ever taken for granted.
        Raises Left.
        """
        ...


class LineByLine:
    """An asker that needs no clock, draws nothing around a question, and leaves the terminal as it is."""

    waits = False
    """Whether it waits for a line just now."""

    def begin(self, clock: Clock) -> None:
        """Need nothing."""

    def draws(self, question: Question) -> bool:  # noqa: ARG002 - none of them
        """Nothing."""
        return False

    def rest(self) -> None:
        """Hold nothing."""

    def wake(self) -> bool:
        """Reading a line is ended by an exception alone."""
        return not self.waits


_WISHES: dict[str, Literal["back", "jump", "pause", "help"]] = {
    "<": "back", ":back": "back",
    ">": "jump", ":jump": "jump",
    ".": "pause", ":pause": "pause",
    "?": "help", ":help": "help",
}  # fmt: skip
_JUMP = re.compile(r"(?:>|:jump)\s*([A-Za-z]\d{1,2})\Z")


def gesture(typed: str) -> Gesture | None:
    """The gesture that was typed, if it was one."""
    typed = typed.strip()
    if wish := _WISHES.get(typed.lower()):
        return Gesture(wish)
    if jump := _JUMP.match(typed):
        return Gesture("jump", jump[1].upper())
    return None


def understood(question: Question, typed: str, earlier: Answer) -> Answer:
    """The answer that was typed; an empty line keeps the earlier one.

    Raises Unfit with a sentence that says what would fit.
    """
    typed = typed.strip()
    if not typed:
        return earlier
    if typed == CLEAR:
        return None
    match question:
        case Text(aloud=True) if typed == SAID:
            return True
        case Text() | Watch():
            return typed
        case Rate():
            if not re.fullmatch(r"\d{1,4}", typed):
                raise Unfit(f"A whole number from {question.lowest} to {question.highest}, please.")
            return int(typed)
        case Choose():
            return _numbered(question, typed)[0]
        case ChooseMany() | Rank():
            return tuple(_numbered(question, typed))


def _numbered(question: Choose | ChooseMany | Rank, typed: str) -> list[str]:
    """The choices behind some typed numbers."""
    parts = re.split(r"[\s,;]+", typed)
    highest = len(question.choices)
    picked = []
    named = {choice.id.upper(): choice.id for choice in question.choices} if isinstance(question, ChooseMany) else {}
    for part in parts:
        if isinstance(question, ChooseMany) and question.shown_above:
            if part.upper() not in named:
                raise Unfit(f"'{part}' is not one of: {', '.join(named.values())}.")
            picked.append(named[part.upper()])
            continue
        if not re.fullmatch(r"\d{1,3}", part) or not 1 <= int(part) <= highest:
            raise Unfit(f"'{part}' is not {'1, the only number here' if highest == 1 else f'a number from 1 to {highest}'}.")
        picked.append(question.choices[int(part) - 1].id)
    if isinstance(question, Choose) and len(picked) > 1:
        raise Unfit("One number, please.")
    return picked


def how(question: Question, earlier: Answer) -> str:
    """One line on how to answer, and what Enter does."""
    nothing = question.nothing if isinstance(question, Choose | ChooseMany | Text) else "not discussed"
    enter = "Enter keeps it, - takes it away" if earlier is not None else f"Enter: {nothing}"
    match question:
        case Text(needed=True):
            return "Words, or + for said aloud; they come first here."
        case Text(aloud=True):
            return f"Words, or + for said aloud. {enter}."
        case Text():
            return f"Words. {enter}."
        case Rate():
            return f"{_bounds(question)}. {enter}."
        case Choose():
            return f"A number. {enter}."
        case ChooseMany(shown_above=True):
            return f"As they stand above, such as {' '.join(choice.id for choice in question.choices[:2])}. {enter}."
        case Watch(noted=()):
            return 'A step (C2), words (He laughs), or both (C2 "More than one way"). done ends the watching.'
        case Watch():
            return "Step, words or both; done ends."
        case ChooseMany():
            return f"Numbers, such as 1 3. {enter}."
        case Rank():
            return f"Numbers in order, such as 3 1. {enter}."


def _bounds(rate: Rate) -> str:
    if rate.lowest_means:
        return f"A number, {rate.lowest} ({rate.lowest_means}) to {rate.highest} ({rate.highest_means})"
    return f"A number, {rate.lowest} to {rate.highest}"


def in_short(question: Question, answer: Answer) -> str:
    """An earlier answer, as it would be typed."""
    if answer is True:
        return SAID
    match question:
        case ChooseMany(shown_above=True) if isinstance(answer, tuple):
            return " ".join(answer)
        case Choose() | ChooseMany() | Rank():
            ids = [choice.id for choice in question.choices]
            picked = answer if isinstance(answer, tuple) else (answer,)
            return " ".join(str(ids.index(str(each)) + 1) for each in picked if each in ids)
        case _:
            return str(answer)
