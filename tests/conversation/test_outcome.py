"""What a practice came to: evidence of each step, and what the patient told."""

from sdm_cli.conversation.outcome import NOT_MET, came_to_light, heard_first, steps_reached, without_a_place
from sdm_cli.conversation.practice import Practice
from sdm_cli.conversation.talk import State
from tests.conversation.practices import practice_of, said, talked


def met(practice: Practice, state: State) -> dict[str, str]:
    """The steps that were met, in the order in which they stand."""
    return {step: word for step, word in steps_reached(practice, state).items() if word != NOT_MET}


def test_every_step_that_the_case_has_a_place_for_is_told_of_and_an_optional_one_only_if_it_was_met() -> None:
    practice = practice_of()
    on_a_support_step = practice_of(("        step: O1\n", "        step: T1\n"))

    start = steps_reached(practice, practice.start())

    assert start == dict.fromkeys(["C1", "O1", "D1", "D3"], "not met")
    assert without_a_place(practice) == ("C2", "C3", "C4", "C5", "O2", "O3", "O4", "O5", "O6", "D2", "D4")
    assert list(steps_reached(on_a_support_step, said(on_a_support_step, "pain"))) == ["C1", "T1", "D1", "D3"]
    assert "T1" not in steps_reached(on_a_support_step, said(on_a_support_step, "recap"))


def test_a_step_came_to_what_was_said_for_it() -> None:
    practice = practice_of()

    assert met(practice, said(practice, "recap", "hurry", "train")) == {"C1": "reached", "D1": "missed", "D3": "reached"}
    assert met(practice, said(practice, "pain", "guess", "you")) == {"O1": "touched", "D1": "touched", "D3": "missed"}


def test_of_several_turns_at_a_step_the_best_counts_in_whatever_order_they_came() -> None:
    practice = practice_of(("    step: D3\n", "    step: D1\n"))

    assert met(practice, said(practice, "recap", "hurry", "train")) == {"C1": "reached", "D1": "reached"}
    assert met(practice, said(practice, "recap", "ask", "you")) == {"C1": "reached", "D1": "reached"}
    assert met(practice, said(practice, "recap", "guess", "you")) == {"C1": "reached", "D1": "touched"}


def test_saying_nothing_meets_no_step() -> None:
    practice = practice_of()

    assert met(practice, said(practice, None, None)) == {}


def test_what_is_said_again_after_the_talk_changes_nothing_that_it_came_to() -> None:
    practice = practice_of()
    over = said(practice, "plan", "guess", "train")
    again = talked(practice, "turn-2", None, "ask", state=over)

    assert met(practice, over) == met(practice, again) == {"C1": "missed", "D1": "touched", "D3": "reached"}
    assert [fact.id for fact in came_to_light(practice, again)[1]] == ["grandchildren"]


def test_what_the_patient_told_and_what_they_kept_back_is_parted_in_the_middle_of_the_talk_as_at_its_end() -> None:
    practice = practice_of()
    grandchildren = practice.case.patient.unsaid

    assert came_to_light(practice, practice.start()) == ((), grandchildren)
    assert came_to_light(practice, said(practice, "recap", "ask")) == (grandchildren, ())
    assert came_to_light(practice, said(practice, "recap", "ask", "train")) == (grandchildren, ())
    assert came_to_light(practice, said(practice, "recap", "guess", "train")) == ((), grandchildren)


def test_while_a_turn_is_tried_again_what_came_to_light_later_in_the_talk_stays_told() -> None:
    practice = practice_of()
    over = said(practice, "plan", "ask", "train")

    trying = talked(practice, "turn-1", state=over)

    assert trying.mind.told == frozenset()
    assert came_to_light(practice, trying) == (practice.case.patient.unsaid, ())


def test_what_the_patient_says_before_the_first_turn_is_told_too() -> None:
    assert heard_first(practice_of()).words == "So. What do we do about this knee?"
