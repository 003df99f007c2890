"""Three questions for the patient's part, one for the clinician's; the same loop as everywhere."""

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdm_cli.conversation.questions import Choose, Text
from sdm_cli.conversation.reflection import CLINICIAN, PATIENT, ROLES, THEMES, Reflection, State
from sdm_cli.conversation.replaying import replayed
from sdm_cli.model.event import Answer, Answered, AnyEvent, Jumped, Paused, Resumed, WentBack
from sdm_cli.model.guide import Activity
from tests.conversation.walks import answers_to

OF_THE_PATIENT, OF_THE_CLINICIAN = Reflection(PATIENT), Reflection(CLINICIAN)


def asked(reflection: Reflection, state: State) -> str | None:
    prompt = reflection.next_prompt(state)
    return prompt.question.id if prompt is not None else None


def after(reflection: Reflection, *answers: Answer) -> State:
    state = reflection.start()
    for answer in answers:
        state = reflection.advance(state, Answered(asked(reflection, state) or "", answer))
    return state


def test_the_patient_reflects_on_three_things_and_the_clinician_on_one_of_them() -> None:
    assert list(OF_THE_PATIENT.themes()) == ["understood", "mattered", "decided"]
    assert list(OF_THE_CLINICIAN.themes()) == ["decided"]


@pytest.mark.parametrize("role", ROLES)
def test_each_thing_is_a_choice_in_words_and_an_open_line(role: str) -> None:
    script = Reflection(role).script()

    assert [type(question) for question in script] == [Choose, Text] * len(Reflection(role).themes())
    labels = [choice.label for question in script if isinstance(question, Choose) for choice in question.choices]
    assert labels
    assert not any(character.isdigit() for label in labels for character in label)


def test_both_roles_can_say_the_same_of_what_both_are_asked() -> None:
    for theme in THEMES.values():
        ids = {tuple(choice.id for choice in asked.choices) for asked in theme.asked.values()}
        assert len(ids) == 1


def test_every_kind_of_step_belongs_to_one_theme_so_that_none_is_left_out_beside_them() -> None:
    activities = [activity for theme in THEMES.values() for activity in theme.activities]

    assert sorted(activities) == sorted(get_args(Activity))


def test_what_was_picked_and_written_is_told_by_theme() -> None:
    state = after(OF_THE_PATIENT, "some", "what it costs", None, None, "open", None)

    assert asked(OF_THE_PATIENT, state) is None
    told = {theme: (OF_THE_PATIENT.picked(state, theme), OF_THE_PATIENT.words(state, theme)) for theme in THEMES}
    assert [(choice.id if choice else None, words) for choice, words in told.values()] == [
        ("some", "what it costs"),
        (None, None),
        ("open", None),
    ]


def test_going_back_asks_again_with_the_answer_at_hand() -> None:
    state = OF_THE_PATIENT.advance(after(OF_THE_PATIENT, "some", "what it costs"), WentBack())

    assert asked(OF_THE_PATIENT, state) == "reflect.patient.understood.words"
    assert OF_THE_PATIENT.words(state, "understood") == "what it costs"
    assert not OF_THE_PATIENT.start().can_go_back


def test_going_back_leads_through_every_question_that_was_answered_and_through_every_jump() -> None:
    state = OF_THE_PATIENT.advance(after(OF_THE_PATIENT, "some"), Jumped("decided"))
    way = [asked(OF_THE_PATIENT, state)]
    while state.can_go_back:
        state = OF_THE_PATIENT.advance(state, WentBack())
        way.append(asked(OF_THE_PATIENT, state))

    assert way == ["reflect.patient.decided", "reflect.patient.understood.words", "reflect.patient.understood"]
    assert OF_THE_PATIENT.advance(state, WentBack()) == state


def test_going_back_from_where_one_jumped_after_the_end_leads_to_the_last_question() -> None:
    state = OF_THE_CLINICIAN.advance(after(OF_THE_CLINICIAN, "together", None), Jumped("decided"))

    assert asked(OF_THE_CLINICIAN, OF_THE_CLINICIAN.advance(state, WentBack())) == "reflect.clinician.decided.words"


def test_the_themes_can_be_gone_to_by_their_names_and_are_told_by_their_titles() -> None:
    start = OF_THE_PATIENT.start()

    assert {choice.id: choice.label for choice in OF_THE_PATIENT.places(start)} == {
        "understood": "What was understood",
        "mattered": "What mattered",
        "decided": "How it was decided",
    }
    assert [OF_THE_PATIENT.place(start, named) for named in ("mattered", "O4")] == ["mattered", None]


def test_a_theme_is_that_of_its_choice_and_of_its_open_line_and_there_is_none_after_the_end() -> None:
    states = [after(OF_THE_CLINICIAN, *answers) for answers in ((), (None,), (None, None))]

    assert [OF_THE_CLINICIAN.theme_at(state) for state in states] == ["decided", "decided", None]


def test_saying_nothing_is_called_what_it_is() -> None:
    assert [question.nothing for question in OF_THE_CLINICIAN.script() if isinstance(question, Choose | Text)] == [
        "nothing picked",
        "nothing noted",
    ]


def test_a_finished_reflection_is_changed_where_one_jumps_to() -> None:
    state = after(OF_THE_CLINICIAN, "together", None)
    state = OF_THE_CLINICIAN.advance(state, Jumped("decided"))
    state = OF_THE_CLINICIAN.advance(state, Answered("reflect.clinician.decided", "clinician"))

    picked = OF_THE_CLINICIAN.picked(state, "decided")
    assert picked is not None
    assert picked.id == "clinician"
    assert OF_THE_CLINICIAN.place(state, "understood") is None


@pytest.mark.parametrize(
    "event", [Answered("reflect.patient.mattered", "asked"), Answered("reflect.patient.understood", "perhaps"), Jumped("O4")]
)
def test_what_does_not_fit_changes_nothing(event: AnyEvent) -> None:
    assert OF_THE_PATIENT.advance(OF_THE_PATIENT.start(), event) == OF_THE_PATIENT.start()


@settings(max_examples=60)
@given(st.data())
def test_any_reflection_is_replayed_the_same_and_going_back_leads_where_it_came_from(data: st.DataObject) -> None:
    events: list[AnyEvent] = []
    state = OF_THE_PATIENT.start()
    for _ in range(data.draw(st.integers(0, 25))):
        prompt = OF_THE_PATIENT.next_prompt(state)
        wishes: list[AnyEvent] = [WentBack(), Paused(), Resumed(), Jumped("mattered"), Answered("reflect.patient.elsewhere", None)]
        if prompt is not None:
            wishes += [Answered(prompt.question.id, answer) for answer in answers_to(prompt.question)]
        event = data.draw(st.sampled_from(wishes))
        before, state = state, OF_THE_PATIENT.advance(state, event)
        events.append(event)
        if isinstance(event, Answered) and state != before:
            assert OF_THE_PATIENT.advance(state, WentBack()).at == before.at
    assert replayed(OF_THE_PATIENT, events) == state
