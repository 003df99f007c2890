"""How long a practice lasts: an estimate from the words that are read and said, since nobody was timed.

A minute of silent reading of English non-fiction is about 238 words, one of reading aloud about 183 (Brysbaert 2019, over
190 and 77 studies, 10.1016/j.jml.2019.104047); most adults read 175 to 300. The time to choose is our own assumption.

Counted is what the trainee meets for the first time on a screen, what they say, once a turn and as long as the line that
is picked, and all that the debrief tells, also where it tells again what was said. Typing, silence that is kept
for a while, and what is said again after the talk are not counted.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache

from msgspec import Struct

from sdm_cli.conversation.outcome import came_to_light, heard_first
from sdm_cli.conversation.practice import Practice
from sdm_cli.conversation.questions import Choose
from sdm_cli.conversation.talk import State, Turn
from sdm_cli.model.case import Line, Say

READ = 238
"""Words a minute, read silently."""
SAID = 183
"""Words a minute, said aloud."""
CHOOSING = timedelta(seconds=10)
"""Time to think and to choose in a turn, beside reading and speaking."""
_ONE_FIGURE = 15
"""Words of one figure, such as 27 of 100 people had a fracture; 73 had none."""
_ALOUD = frozenset({"said", "brought up", "checked"})


class Lasting(Struct, frozen=True):
    """How long the parts of one practice last: what stands before the first words, the talk, and the debrief."""

    opening: timedelta
    talk: timedelta
    debrief: timedelta

    @property
    def whole(self) -> timedelta:
        """All of it together."""
        return self.opening + self.talk + self.debrief


def lasting(practice: Practice, end: State) -> Lasting:
    """The estimate for one talk at its end. It goes by English; see above for what is counted."""
    turns = end.kept()
    talk = _reading(sum(_on_the_way(practice, end)) + sum(_answered(practice, turn) for turn in turns))
    talk += _time(sum(_count(turn.text) for turn in turns if turn.kind in _ALOUD), SAID) + CHOOSING * len(turns)
    return Lasting(_reading(_before(practice)), talk, _reading(sum(_debriefed(practice, end))))


def _before(practice: Practice) -> int:
    case = practice.case
    return sum(map(_count, (case.title, case.setting.place, case.setting.task, *case.setting.known)))


def _on_the_way(practice: Practice, end: State) -> Iterator[int]:
    """What is met for the first time at each question of the talk; once for each time one comes there."""
    before = end.before
    while before is not None:
        match before:
            case State(here=str(here), part=str(part), ending=None):
                yield _met(practice, before, here, part)
        before = before.before


def _met(practice: Practice, state: State, here: str, part: str) -> int:
    """What the patient opens an exchange with, the things to say to it, or a list that is looked at."""
    match part.partition(".")[0]:
        case "words" if not state.since_arrival():
            there = practice.exchange(here)
            return _line(state.mind.says(there.patient, there))
        case "say" if not state.since_arrival():
            return sum(_count(say.text) for say in practice.to_say(state))
        case "aside" | "outcome" | "question" | "check" if isinstance(listed := practice.question(state, part), Choose):
            return sum(_count(choice.label) for choice in listed.choices)
        case _:
            return 0


def _answered(practice: Practice, turn: Turn) -> int:
    """What a turn put on the table, and what was answered to it."""
    reply = _line(turn.reply) if turn.reply is not None else 0
    chosen = practice.option_set
    for question in chosen.questions:
        if question.id == turn.about:
            return reply + _count(question.ask) + sum(map(_count, question.answers.values()))
    for belief in chosen.misconceptions:
        if belief.id == turn.about:
            return reply + _count(belief.belief) + _count(belief.answer)
    shown = any(outcome.id == turn.about for outcome in chosen.outcomes)
    return reply + (sum(_count(option.name) + _ONE_FIGURE for option in chosen.options) if shown else 0)


def _debriefed(practice: Practice, end: State) -> Iterator[int]:
    """The words of the debrief. What stands in short before it stands in it again, and is counted once."""
    case, steps = practice.case, practice.guide.steps
    told, kept = came_to_light(practice, end)
    yield from (_count(each.what) for each in told)
    yield from (_count(each.what) + _count(each.because) for each in kept)
    yield from map(
        _count, (case.patient.life, practice.option_set.decision, case.preference.first.because, case.preference.informed.because)
    )
    yield from (_count(step.title) for step in steps.values())
    yield _line(end.ending.closing) if end.ending is not None else 0
    yield _line(heard_first(practice)) if end.kept() else 0
    for turn in end.kept():
        yield _count(practice.exchange(turn.exchange).topic) + _count(steps[turn.step].title) + _count(turn.text)
        yield _line(turn.reply) if turn.reply is not None else 0
        if turn.response is not None:
            yield _count(turn.response.feels) + _count(turn.response.why)
            yield _count(turn.response.instead) if isinstance(turn.response, Say) else 0


def _line(said: Line) -> int:
    return _count(said.words) + _count(said.cue) + _count(said.also.words if said.also is not None else None)


@lru_cache(maxsize=4096)
def _count(text: str | None) -> int:
    return len(text.split()) if text else 0


def _reading(words: int) -> timedelta:
    return _time(words, READ)


def _time(words: int, a_minute: int) -> timedelta:
    return timedelta(minutes=words / a_minute)
