from itertools import pairwise

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sdm_cli.conversation.replaying import replayed
from sdm_cli.conversation.walk import State, Walk
from sdm_cli.model.event import Answered, AnyEvent, Jumped, Marked, WentBack
from sdm_cli.model.session import Entry
from tests.conversation.test_pace import NINE
from tests.conversation.walks import GUIDES, Rehearsed, answers_to, entering, guide, rehearsals, to_the_end

few = settings(max_examples=25, deadline=None)
many = settings(max_examples=60, deadline=None)


def asked_in(walk: Walk, state: State) -> set[str]:
    return {prompt.question.id for prompt in walk.script(state.answers)}


def saved(event: AnyEvent) -> bytes:
    """An event as a line of a session file."""
    return msgspec.json.encode(Entry(NINE, event))


def read(line: bytes) -> AnyEvent:
    return msgspec.json.decode(line, type=Entry).event


@few
@given(rehearsals())
def test_enter_reaches_the_end_from_wherever_one_is(rehearsed: Rehearsed) -> None:
    walk, state = rehearsed.walk, rehearsed.state
    once_out_and_once_along_the_path = 2 * len(walk.script(state.answers))

    to_the_end(walk, state, {}, within=once_out_and_once_along_the_path)


@many
@given(rehearsals())
def test_the_question_to_put_is_always_one_of_the_script(rehearsed: Rehearsed) -> None:
    for state in rehearsed.states:
        assert state.at is None or state.at in asked_in(rehearsed.walk, state)


@many
@given(rehearsals())
def test_only_questions_of_the_script_hold_answers(rehearsed: Rehearsed) -> None:
    for state in rehearsed.states:
        assert set(state.answers) <= asked_in(rehearsed.walk, state)


@many
@given(rehearsals())
def test_replaying_what_happened_gives_the_same_state(rehearsed: Rehearsed) -> None:
    assert replayed(rehearsed.walk, rehearsed.events) == rehearsed.state


@many
@given(rehearsals())
def test_replaying_what_was_saved_gives_the_same_state(rehearsed: Rehearsed) -> None:
    events = [read(saved(event)) for event in rehearsed.events]

    # repr as well, since True == 1: a step said aloud must not come back as the number one.
    assert repr(events) == repr(list(rehearsed.events))
    assert replayed(rehearsed.walk, events) == rehearsed.state


@many
@given(st.text())
def test_whatever_was_typed_comes_back_as_it_was(typed: str) -> None:
    assert read(saved(Answered("choice.step_back.note", typed))) == Answered("choice.step_back.note", typed)


@few
@given(rehearsals(longest=20))
def test_a_walk_rebuilt_from_what_was_saved_after_every_step_goes_the_same_way(rehearsed: Rehearsed) -> None:
    lines: list[bytes] = []
    for event, straight in zip(rehearsed.events, rehearsed.states[1:], strict=True):
        lines.append(saved(event))

        rebuilt = replayed(rehearsed.walk, map(read, lines))

        assert rebuilt == straight
        assert rehearsed.walk.next_prompt(rebuilt) == rehearsed.walk.next_prompt(straight)


@many
@given(rehearsals())
def test_nothing_that_was_given_disappears_without_being_named(rehearsed: Rehearsed) -> None:
    for event, (before, after) in zip(rehearsed.events, pairwise(rehearsed.states), strict=True):
        had = {question for question, answer in before.answers.items() if answer is not None}
        lost = {question for question in had if question not in after.answers}
        assert {prompt.question.id for prompt in after.dropped} == lost
        changed = {question for question in had - lost if after.answers[question] != before.answers[question]}
        assert changed <= ({event.question} if isinstance(event, Answered) else set())


@many
@given(rehearsals())
def test_nothing_but_an_answer_changes_the_answers(rehearsed: Rehearsed) -> None:
    for event, (before, after) in zip(rehearsed.events, pairwise(rehearsed.states), strict=True):
        if isinstance(event, Answered):
            assert after.answers[event.question] == event.value
        else:
            assert after.answers == before.answers


@many
@given(rehearsals())
def test_no_question_is_put_twice_in_a_row(rehearsed: Rehearsed) -> None:
    for event, after in zip(rehearsed.events, rehearsed.states[1:], strict=True):
        if isinstance(event, Answered):
            assert after.at != event.question


@many
@given(rehearsals())
def test_walking_on_never_leads_into_a_step_that_was_set_aside(rehearsed: Rehearsed) -> None:
    for event, (before, after) in zip(rehearsed.events, pairwise(rehearsed.states), strict=True):
        prompt = rehearsed.walk.next_prompt(after)
        if isinstance(event, Answered | Marked) and prompt is not None and after.at != before.at:
            assert (after.marks or {}).get(prompt.step.id, "open") == "open"


@many
@given(rehearsals(), st.data())
def test_going_back_after_an_answer_is_being_where_one_was(rehearsed: Rehearsed, data: st.DataObject) -> None:
    walk, there = rehearsed.walk, rehearsed.state
    prompt = walk.next_prompt(there)
    assume(prompt is not None)
    assert prompt is not None
    event = Answered(prompt.question.id, data.draw(st.sampled_from(answers_to(prompt.question))))
    onward = walk.advance(there, event)

    back = walk.advance(onward, WentBack())

    assert back.at == there.at
    assert back.answers == onward.answers
    assert entering(walk, walk.advance(back, event), 12) == entering(walk, onward, 12)


@many
@given(rehearsals(), st.data())
def test_going_back_from_a_jump_is_as_if_one_had_not_jumped(rehearsed: Rehearsed, data: st.DataObject) -> None:
    walk, there = rehearsed.walk, rehearsed.state
    jumped = walk.advance(there, Jumped(data.draw(st.sampled_from(walk.guide.order()))))
    assume(there.at is not None and jumped.at != there.at and jumped.marks == there.marks)

    back = walk.advance(jumped, WentBack())

    assert entering(walk, back, 12) == entering(walk, there, 12)


@many
@given(rehearsals(), st.data())
def test_a_jump_leads_to_the_first_question_of_its_step(rehearsed: Rehearsed, data: st.DataObject) -> None:
    walk = rehearsed.walk
    step = data.draw(st.sampled_from(walk.guide.order()))

    jumped = walk.advance(rehearsed.state, Jumped(step))

    assert jumped.at == next(prompt.question.id for prompt in walk.script(jumped.answers) if prompt.step.id == step)


@few
@given(rehearsals())
def test_what_happened_under_one_guide_holds_the_same_answers_and_marks_under_the_other(rehearsed: Rehearsed) -> None:
    other = next(name for name in GUIDES if name != rehearsed.walk.guide.file.id)

    elsewhere = replayed(Walk(rehearsed.walk.option_set, guide(other)), rehearsed.events)

    assert elsewhere.answers == rehearsed.state.answers
    assert {step: rehearsed.walk.mark(elsewhere, step) for step in rehearsed.walk.guide.order()} == {
        step: rehearsed.walk.mark(rehearsed.state, step) for step in rehearsed.walk.guide.order()
    }


@few
@given(rehearsals())
def test_a_session_read_by_the_other_guide_holds_the_same_answers_and_marks(rehearsed: Rehearsed) -> None:
    other = Walk(rehearsed.walk.option_set, guide(next(name for name in GUIDES if name != rehearsed.walk.guide.file.id)))

    read_by_it = other.adopted(rehearsed.state)

    assert read_by_it.answers == rehearsed.state.answers
    assert read_by_it.marks == rehearsed.state.marks
    assert read_by_it.at == rehearsed.state.at
