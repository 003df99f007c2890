"""Random talks with a patient, for writers of cases: the same numbers give the same talks on every machine."""

from hashlib import sha256

from sdm_cli.conversation.offers import ELSE
from sdm_cli.conversation.practice import Practice
from sdm_cli.conversation.questions import Choose, Question
from sdm_cli.conversation.talk import State
from sdm_cli.model.event import Answer, Answered

_LONGEST = 600
"""Questions after which a talk is given up."""
_RARELY = 8
"""One time in so many something else is done, or nothing is said."""


def played(practice: Practice) -> State:
    """The end of one talk by the practice's seed, or where it was given up."""
    state = practice.start()
    for number in range(_LONGEST):
        prompt = practice.next_prompt(state)
        if prompt is None or state.at is None:
            break
        state = practice.advance(state, Answered(state.at, _answer(prompt.question, state, f"{practice.seed}:{number}:{state.at}")))
    return state


def _answer(question: Question, state: State, chance: str) -> Answer:
    """Mostly something to say; now and then something else, or silence. Nothing is said again, and no topic is left."""
    if not isinstance(question, Choose) or state.part == "again":
        return None
    draw = int(sha256(chance.encode()).hexdigest(), 16)
    choices = [choice.id for choice in question.choices if choice.id not in {ELSE, "topic", "take-back"}]
    if state.part == "say" and draw % _RARELY == 0:
        return None
    if state.part == "say" and draw % _RARELY == 1:
        return ELSE
    return choices[draw // _RARELY % len(choices)] if choices else None
