"""What a practice came to: the steps that were reached, and what the patient told."""

from sdm_cli.conversation.practice import Practice
from sdm_cli.conversation.talk import State
from sdm_cli.model.case import Line, Unsaid

REACHED = {"clear": "reached", "touched": "touched", "missed": "missed"}
"""What a step came to, in a word."""
NOT_MET = "not met"


def steps_reached(practice: Practice, state: State) -> dict[str, str]:
    """What each step that the case has a place for came to: reached, touched, missed or not met; an optional one only if it was met."""
    guide, order = practice.guide, ("clear", "touched", "missed")
    met = [step for step in guide.order() if guide.talk_of(step) is not None]
    found: dict[str, str] = {}
    for step in met:
        words = [turn.reached for turn in state.kept() if turn.step == step and turn.reached is not None]
        best = min(words, key=order.index, default=None)
        found[step] = REACHED[best] if best is not None else NOT_MET
    due = practice.case.steps() - frozenset(guide.optional())
    return {step: word for step, word in found.items() if word != NOT_MET or step in due}


def without_a_place(practice: Practice) -> tuple[str, ...]:
    """The steps of the guide's talks, optional ones aside, that nothing in the case is about."""
    guide = practice.guide
    asked = (step for step in guide.order() if guide.talk_of(step) is not None and step not in guide.optional())
    there = practice.case.steps()
    return tuple(step for step in asked if step not in there)


def came_to_light(practice: Practice, state: State) -> tuple[tuple[Unsaid, ...], tuple[Unsaid, ...]]:
    """What the patient told in the end, and what they kept back."""
    mind = state.ending.mind if state.ending is not None else state.mind
    unsaid = practice.case.patient.unsaid
    return tuple(each for each in unsaid if each.id in mind.told), tuple(each for each in unsaid if each.id not in mind.told)


def heard_first(practice: Practice) -> Line:
    """What the patient says before the first turn, which no turn tells."""
    start = practice.start()
    here = practice.exchange(start.here or "")
    return start.mind.says(here.patient, here)
