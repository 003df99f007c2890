"""What can come back from a question, and how it is written.

The same gestures work in every kind of question and with every asker: `<` goes back, `>` jumps (`> O6` straight to a
step), `.` pauses, `?` helps. A gesture stands alone; inside a longer text the same marks are only text.
"""

import re
from typing import Literal, Protocol

from msgspec import Struct

from sdm_cli.conversation.questions import Choose, ChooseMany, Question, Rank, Rate, Text, Unfit
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


class Asker(Protocol):
    """Puts questions to somebody."""

    def ask(self, question: Question, earlier: Answer) -> Reply:
        """Put one question. `earlier` is what was answered before and stands if Enter is pressed.

        Without an earlier answer Enter means that nothing was said: no choice is ever taken for granted.
        Raises Left.
        """
        ...


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
        case Text():
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
    for part in parts:
        if not re.fullmatch(r"\d{1,3}", part) or not 1 <= int(part) <= highest:
            raise Unfit(f"'{part}' is not a number from 1 to {highest}.")
        picked.append(question.choices[int(part) - 1].id)
    if isinstance(question, Choose) and len(picked) > 1:
        raise Unfit("One number, please.")
    return picked


def how(question: Question, earlier: Answer) -> str:
    """One line on how to answer, and what Enter does."""
    nothing = question.nothing if isinstance(question, Choose | Text) else "not discussed"
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
        case Choose() | ChooseMany() | Rank():
            ids = [choice.id for choice in question.choices]
            picked = answer if isinstance(answer, tuple) else (answer,)
            return " ".join(str(ids.index(str(each)) + 1) for each in picked if each in ids)
        case _:
            return str(answer)
