"""The kinds of question, and which answers fit them."""

import re
from collections.abc import Collection, Mapping
from itertools import takewhile
from string import whitespace

from msgspec import Struct
from msgspec.structs import replace

from sdm_cli.model.event import Answer


class Choice(Struct, frozen=True):
    """Something that can be picked."""

    id: str
    label: str


class Text(Struct, frozen=True):
    """Free words. `aloud` questions may also be answered with "said it" (True), without writing it down.

    One that is `needed` is gone past only to something else (False). `nothing` says what it means to say nothing.
    What answers one that is a `code` should name nobody.
    """

    id: str
    ask: str
    aloud: bool = False
    needed: bool = False
    nothing: str = "not discussed"
    code: bool = False


class Choose(Struct, frozen=True):
    """One of several. `nothing` says what it means to pick none. Choices that `leads_on` names only open another list."""

    id: str
    ask: str
    choices: tuple[Choice, ...]
    nothing: str = "not discussed"
    leads_on: frozenset[str] = frozenset()


class ChooseMany(Struct, frozen=True):
    """Any number of several. A choice in `alone` excludes all others. `nothing` says what it means to pick none.

    Choices that are `shown_above` the question are not listed again, and are named by their ids.
    """

    id: str
    ask: str
    choices: tuple[Choice, ...]
    alone: frozenset[str] = frozenset()
    nothing: str = "not discussed"
    shown_above: bool = False


class Rate(Struct, frozen=True):
    """A whole number between two bounds, each with its meaning if it is more than a count."""

    id: str
    ask: str
    lowest: int
    highest: int
    lowest_means: str = ""
    highest_means: str = ""


class Rank(Struct, frozen=True):
    """Several put in order, the first mattering most; not all need be named."""

    id: str
    ask: str
    choices: tuple[Choice, ...]


class WatchedTalk(Struct, frozen=True):
    """A talk with the steps that may be seen in it."""

    title: str
    steps: tuple[Choice, ...]


class Watch(Struct, frozen=True):
    """A look at a talk that goes on: a step that was seen, words that were heard, both, or that the watching is over.

    `counts` says how often each step was noted, `noted` what was noted so far, and `title` what is watched.
    """

    id: str
    ask: str
    talks: tuple[WatchedTalk, ...]
    counts: Mapping[str, int]
    noted: tuple[str, ...] = ()
    title: str = ""

    def ids(self) -> list[str]:
        """The ids of all steps."""
        return [step.id for talk in self.talks for step in talk.steps]


MORE = "more"
"""The entry of a list that leads to the next page of it."""
_ROOM = 7
"""Entries on one page of a list that has more. With 'more' and 'nothing' there are nine lines."""


def page_of(question: Choose, number: int) -> Choose:
    """A page of a list, of which no more is shown at once than can be seen at once."""
    rest = question.choices[(number - 1) * _ROOM :]
    if len(rest) > _ROOM + 1:
        rest = (*rest[:_ROOM], Choice(MORE, "More ..."))
    return replace(question, choices=rest)


Question = Text | Choose | ChooseMany | Rate | Rank | Watch

DONE = "done"
"""Ends the watching. In quotation marks it is a word that somebody said."""
_EDGES = whitespace + '"\u201c\u201d'
"""Space and quotation marks around words."""


class Unfit(ValueError):
    """An answer that does not fit its question; the message says what would."""


def fitting(question: Question, answer: Answer) -> Answer:
    """The answer in its one form. None fits wherever something may stay unsaid.

    Raises Unfit with a sentence for the person.
    """
    match question:
        case Text():
            return _fitting_text(question, answer)
        case Watch():
            return _fitting_note(question, answer)
        case _ if answer is None:
            return None
        case Rate():
            if isinstance(answer, bool) or not isinstance(answer, int) or not question.lowest <= answer <= question.highest:
                raise Unfit(f"A whole number from {question.lowest} to {question.highest}, please.")
            return answer
        case Choose():
            if not isinstance(answer, str):
                raise Unfit("One choice, please.")
            return _known(question.choices, answer)
        case ChooseMany() | Rank():
            return _fitting_several(question, answer)


def parted(note: str, steps: Collection[str]) -> tuple[str | None, str | None]:
    """A note as the step and the words in it. A quotation mark in front says that all of it is words."""
    head = _first_word(note)
    step = head.rstrip(_AFTER_A_STEP).upper()
    found, words = (step, note.strip().removeprefix(head)) if step in steps else (None, note)
    return found, words.strip().strip(_EDGES) or None


def _first_word(note: str) -> str:
    return (note.split() or [note])[0]


def _fitting_note(question: Watch, answer: Answer) -> Answer:
    note = as_kept(question, answer)
    steps = question.ids()
    if isinstance(answer, str) and note != DONE:
        if parted(answer, steps)[0] is None and (meant := _no_step(answer, steps)) is not None:
            raise Unfit(f"There is no step {meant} here; ? shows the steps. {_OR_WORDS}")
        if len(several := _steps_in_front(answer, steps)) > 1:
            raise Unfit(f"One step a line, please: {', '.join(f'{step}, Enter' for step in several)}. {_OR_WORDS}")
    return note


def as_kept(question: Watch, answer: Answer) -> Answer:
    """A note in its one form, whatever would be refused today: what was kept once stays. Raises Unfit if it is none."""
    if not isinstance(answer, str):
        raise Unfit(_HOW_TO_NOTE)
    if answer.strip().lower() == DONE:
        return DONE
    step, words = parted(answer, question.ids())
    if step is None and words is None:
        raise Unfit(_HOW_TO_NOTE)
    # Words alone keep their quotation mark, so that they are never taken for a step.
    return " ".join(part for part in (step, words) if part) if step else f'"{words}"'


_A_STEP = re.compile(r"[A-Za-z][0-9]{1,2}")
_AFTER_A_STEP = ",;:."
_BETWEEN_STEPS = re.compile(r"[\s,;:.&/+\u2013-]+(?:and\s+)?", re.IGNORECASE)
_OR_WORDS = "If somebody said it, put a quotation mark in front."


def _steps_in_front(note: str, steps: Collection[str]) -> list[str]:
    """The steps that a note begins with."""
    return list(takewhile(steps.__contains__, _BETWEEN_STEPS.split(note.strip().upper())))


def _no_step(note: str, steps: Collection[str]) -> str | None:
    """What was meant for a step and is none: it stands alone, or begins as a step does. What somebody said seldom looks so."""
    head = _first_word(note)
    step = head.rstrip(_AFTER_A_STEP)
    begins = step[:1].upper() in {each[:1] for each in steps}
    return step if _A_STEP.fullmatch(step) and (begins or head == note.strip()) else None


_HOW_TO_NOTE = "A step such as C2, words that you heard, or both; done ends the watching."


def _fitting_text(question: Text, answer: Answer) -> Answer:
    if (answer is True and question.aloud) or (answer is False and question.needed):
        return answer
    if answer is not None and not isinstance(answer, str):
        raise Unfit("Words, please.")
    words = (answer or "").strip() or None
    if words is None and question.needed:
        raise Unfit("Your own words first, please.")
    return words


def _fitting_several(question: ChooseMany | Rank, answer: Answer) -> Answer:
    if isinstance(answer, str):
        answer = (answer,)
    if not isinstance(answer, tuple):
        raise Unfit("One or more choices, please.")
    picked = tuple(_known(question.choices, item) for item in answer)
    if len(set(picked)) < len(picked):
        raise Unfit("Each choice once, please.")
    if isinstance(question, ChooseMany):
        if len(picked) > 1 and (lonely := question.alone & set(picked)):
            label = next(choice.label for choice in question.choices if choice.id in lonely)
            raise Unfit(f"'{label}' stands alone or not at all.")
        # One order however they were typed, so that no option comes first by accident.
        picked = tuple(choice.id for choice in question.choices if choice.id in picked)
    return picked or None


def _known(choices: tuple[Choice, ...], answer: str) -> str:
    if answer not in {choice.id for choice in choices}:
        raise Unfit(f"'{answer}' is not one of: {', '.join(choice.id for choice in choices)}.")
    return answer
