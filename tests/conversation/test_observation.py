import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdm_cli.conversation.observation import CHECKED, CLEAR, NOT_SEEN, OPEN_LINES, REVIEW, TOUCHED, Note, Observation, State
from sdm_cli.conversation.questions import DONE, Choose, ChooseMany, Text, Unfit, Watch, fitting
from sdm_cli.conversation.replaying import replayed
from sdm_cli.model.event import Answered, AnyEvent, Jumped, Paused, Resumed, WentBack
from tests.conversation.walks import answers_to
from tests.pages.role_cards import guide

OBSERVATION = Observation(guide(), "A talk")


def noted(*notes: str, then: Observation = OBSERVATION) -> State:
    state = then.start()
    for note in notes:
        state = given_to(state, note)
    return state


def given_to(state: State, answer: str | tuple[str, ...] | None) -> State:
    prompt = OBSERVATION.next_prompt(state)
    assert prompt is not None
    return OBSERVATION.advance(state, Answered(prompt.question.id, answer))


def asked(state: State) -> str | None:
    prompt = OBSERVATION.next_prompt(state)
    return prompt.question.id if prompt is not None else None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("c2", "C2"),
        ("C2 What matters to you?", "C2 What matters to you?"),
        ('c2 "What matters?"', "C2 What matters?"),
        ("c2: What matters?", "C2 What matters?"),
        ("C2.", "C2"),
        ("He laughs.", '"He laughs."'),
        ('"C2 is a vitamin"', '"C2 is a vitamin"'),
        (" Done ", DONE),
        ('"done"', '"done"'),
    ],
)
def test_a_note_is_a_step_words_or_both_in_one_form(typed: str, kept: str) -> None:
    prompt = OBSERVATION.next_prompt(OBSERVATION.start())
    assert prompt is not None
    assert fitting(prompt.question, typed) == kept
    assert fitting(prompt.question, kept) == kept


@pytest.mark.parametrize("typed", [None, '"', '""', 7, ("C1",)])
def test_nothing_is_no_note(typed: object) -> None:
    prompt = OBSERVATION.next_prompt(OBSERVATION.start())
    assert prompt is not None
    with pytest.raises(Unfit, match="done ends the watching"):
        fitting(prompt.question, typed)  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["X9", "x9", "C9", "c9 a good question", "B12", "C9: a good question"])
def test_a_step_that_is_none_is_not_taken_for_words(typed: str) -> None:
    prompt = OBSERVATION.next_prompt(OBSERVATION.start())
    assert prompt is not None
    with pytest.raises(Unfit, match=rf"There is no step {typed.split(maxsplit=1)[0].rstrip(':')} here"):
        fitting(prompt.question, typed)


@pytest.mark.parametrize("typed", ["C2, C3", "c2 c3", "C2,C3", "C2/C3", "C2-C3", "C2 and C3", "C2 & C3; More than one way", "C2: C3, D1"])
def test_several_steps_in_a_line_are_refused_with_how_to_write_them(typed: str) -> None:
    prompt = OBSERVATION.next_prompt(noted("C1"))
    assert prompt is not None
    with pytest.raises(
        Unfit, match=r"One step a line, please: C2, Enter, C3, Enter(, D1, Enter)?\. If somebody said it, put a quotation mark"
    ):
        fitting(prompt.question, typed)
    assert fitting(prompt.question, f'"{typed}') == f'"{typed}"'


def test_two_steps_in_a_line_that_was_kept_before_they_were_refused_stay_what_they_were() -> None:
    kept = noted("C2 C3", "D1")

    assert [(note.about, note.words) for note in OBSERVATION.notes(kept)] == [("C2", "C3"), ("D1", None)]


@pytest.mark.parametrize("typed", ['"X9', "B12 was low", "A1c", "9 of them", "See you"])
def test_what_does_not_look_like_a_step_or_stands_in_quotation_marks_is_words(typed: str) -> None:
    prompt = OBSERVATION.next_prompt(OBSERVATION.start())
    assert prompt is not None
    assert str(fitting(prompt.question, typed)).startswith('"')


def test_each_note_is_a_question_of_its_own_until_the_watching_is_done() -> None:
    state = noted("C1", "C2 More than one way", '"He nods."')

    assert asked(state) == "observe.note.4"
    assert asked(given_to(state, DONE)) == REVIEW


def test_going_back_undoes_the_last_note_and_nothing_else() -> None:
    state = noted("C1", "C2")
    back = OBSERVATION.advance(state, WentBack())

    assert (back.noted, back.undone, asked(back)) == (("C1",), "C2", "observe.note.2")
    assert back.answers == noted("C1").answers
    again = OBSERVATION.advance(given_to(state, DONE), WentBack())
    assert (again.noted, again.undone, asked(again)) == (("C1", "C2"), None, "observe.note.3")


def test_a_note_that_was_taken_back_is_told_once_and_what_was_answered_later_is_at_hand() -> None:
    back = OBSERVATION.advance(noted("C1", "C2"), WentBack())
    assert given_to(back, "C3").undone is None

    reviewed = OBSERVATION.advance(given_to(noted("C2", DONE), ("C2",)), WentBack())
    assert reviewed.answers[REVIEW] == ("C2",)


def test_a_note_has_its_number_its_step_and_its_words() -> None:
    assert OBSERVATION.notes(noted("C2 More than one way", '"He nods."')) == (
        Note(1, "C2", "More than one way", "C2"),
        Note(2, None, "He nods.", "C2"),
    )


def test_words_go_with_the_last_step_and_the_rule_proposes_what_they_show() -> None:
    state = noted('"He sits down."', "C1", "C2", '"There is more than one way."', "O1 Tell me what you know")

    assert [note.about for note in OBSERVATION.notes(state)] == [None, "C1", "C2", "C2", "O1"]
    proposed = {step.id: OBSERVATION.proposals(state)[step.id] for step in OBSERVATION.steps()}
    assert {step: anchor for step, anchor in proposed.items() if anchor != NOT_SEEN} == {"C1": TOUCHED, "C2": CLEAR, "O1": CLEAR}


def test_what_is_proposed_stands_unless_it_is_changed_by_hand() -> None:
    state = given_to(noted("C1", "C2", DONE), ("C2", "D1"))
    assert asked(state) == "observe.step.C2"
    state = given_to(given_to(state, CHECKED), None)

    assert asked(state) == next(iter(OPEN_LINES))
    assert [OBSERVATION.anchors(state)[step] for step in ("C1", "C2", "D1", "D2")] == [TOUCHED, CHECKED, NOT_SEEN, NOT_SEEN]


def test_a_step_that_is_no_longer_picked_falls_back_to_its_proposal() -> None:
    state = given_to(given_to(noted("C2", DONE), ("C2",)), CHECKED)
    for _ in range(2):
        state = OBSERVATION.advance(state, WentBack())
    assert asked(state) == REVIEW

    assert OBSERVATION.anchors(given_to(state, None))["C2"] == TOUCHED


def test_going_back_passes_over_what_is_no_longer_asked_and_does_not_end_there() -> None:
    state = given_to(given_to(noted("C2", DONE), ("C2", "D1")), CHECKED)
    assert asked(state) == "observe.step.D1"
    state = given_to(OBSERVATION.advance(state, Jumped("review")), None)

    back = OBSERVATION.advance(OBSERVATION.advance(state, WentBack()), WentBack())

    assert asked(back) == REVIEW


def test_after_the_end_more_can_be_noted() -> None:
    state = noted("C1", DONE)
    while asked(state) is not None:
        state = given_to(state, None)
    state = OBSERVATION.advance(state, Jumped("watch"))

    assert given_to(state, "C2").noted == ("C1", "C2")
    assert asked(OBSERVATION.advance(state, WentBack())) == list(OPEN_LINES)[-1], "not the end again"


def test_one_may_go_to_a_part_only_after_the_watching_and_from_there_back() -> None:
    watched = noted("C1", "C2", DONE)

    assert OBSERVATION.places(noted("C1")) == ()
    assert OBSERVATION.advance(noted("C1"), Jumped("words")) == noted("C1")
    assert {choice.id: choice.label for choice in OBSERVATION.places(watched)} == {
        "watch": "The watching",
        "review": "What each step came to",
        "words": "The words at the end",
    }
    assert [OBSERVATION.place(watched, named) for named in ("words", "C2")] == ["words", None]
    jumped = {place: OBSERVATION.advance(watched, Jumped(place)) for place in ("watch", "review", "words", "C2")}
    assert [asked(state) for state in jumped.values()] == ["observe.note.3", REVIEW, "observe.agenda", REVIEW]
    assert OBSERVATION.advance(jumped["words"], WentBack()) == watched


def test_what_is_asked_while_watching_and_afterwards() -> None:
    state = noted("C2", "C2", '"He nods."')
    watch = OBSERVATION.next_prompt(state)
    assert watch is not None
    assert isinstance(watch.question, Watch)
    assert (watch.question.ask, watch.question.title) == ("What do you see or hear?", "A talk")
    assert {step: count for step, count in watch.question.counts.items() if count} == {"C2": 2}
    assert [len(talk.steps) for talk in watch.question.talks] == [7, 6, 4]

    review, changed, *rest = OBSERVATION.script(given_to(given_to(state, DONE), ("C2",)))
    assert isinstance(review, ChooseMany)
    assert review.shown_above
    assert (review.ask, review.nothing) == ("Is that what you saw? Which steps do you see otherwise?", "all as proposed")
    assert isinstance(changed, Choose)
    assert changed.nothing == "as proposed: clear"
    assert {each.nothing for each in rest if isinstance(each, Text)} == {"nothing noted"}
    assert [each.id for each in rest] == list(OPEN_LINES)


def test_optional_steps_are_watched_after_the_others_of_their_talk() -> None:
    prompt = OBSERVATION.next_prompt(OBSERVATION.start())
    assert prompt is not None
    assert isinstance(prompt.question, Watch)
    assert prompt.question.ids()[:7] == ["C1", "C2", "C3", "C4", "C5", "T1", "T2"]


@settings(deadline=None)
@given(st.data())
def test_any_observation_is_replayed_the_same_and_undone_by_going_back(data: st.DataObject) -> None:
    events: list[AnyEvent] = []
    state = OBSERVATION.start()
    for _ in range(data.draw(st.integers(0, 40))):
        prompt = OBSERVATION.next_prompt(state)
        wishes: list[AnyEvent] = [WentBack(), Paused(), Resumed(), Jumped("watch"), Jumped("review"), Answered("observe.note.99", "C1")]
        if prompt is not None:
            wishes += [Answered(prompt.question.id, answer) for answer in answers_to(prompt.question)]
        event = data.draw(st.sampled_from(wishes))
        before, state = state, OBSERVATION.advance(state, event)
        events.append(event)
        assert state.at is None or asked(state) == state.at, "it is over only at its end"
        if isinstance(event, Answered) and state is not before:
            assert OBSERVATION.advance(state, WentBack()).noted == before.noted
    assert replayed(OBSERVATION, events) == state
