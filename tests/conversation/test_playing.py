from sdm_cli.conversation.playing import played
from sdm_cli.conversation.talk import State
from tests.conversation.practices import practice_of

ROUND_AND_ROUND = (("then: end", "then: opening"),) * 3


def had(state: State) -> list[tuple[str, str | None]]:
    return [(turn.kind, turn.picked or turn.about or turn.exchange) for turn in state.turns]


def test_the_same_numbers_give_the_same_talks_on_every_machine() -> None:
    # With every Python too: these may never change.
    assert {seed: had(played(practice_of(seed=seed))) for seed in (3, 4, 6)} == {
        3: [("silent", "opening"), ("said", "plan"), ("said", "guess"), ("said", "train")],
        4: [("said", "pain"), ("shown", "daily-tasks"), ("said", "guess"), ("said", "you")],
        6: [
            ("brought up", "home"),
            ("answered", "make-worse"),
            ("said", "recap"),
            ("said", "ask"),
            ("silent", "numbers"),
            ("said", "train"),
        ],
    }


def test_a_random_talk_goes_to_its_end_without_taking_back_leaving_a_topic_or_saying_anything_again() -> None:
    talks = [played(practice_of(seed=seed)) for seed in range(60)]

    assert {state.at for state in talks} == {None}
    assert all(state.kept() == state.turns for state in talks)
    kinds = [turn.kind for state in talks for turn in state.turns]
    assert set(kinds) == {"said", "silent", "passed", "brought up", "shown", "answered", "checked"}
    assert kinds.count("said") > 0.6 * len(kinds)


def test_where_nothing_can_be_said_the_moment_passes() -> None:
    nobody = tuple(
        (f"      - id: {say}\n", f"      - id: {say}\n        when: {{trust: at least 5}}\n") for say in ("recap", "plan", "pain")
    )

    assert had(played(practice_of(*nobody, seed=3)))[:2] == [("silent", "opening"), ("passed", "opening")]


def test_a_talk_that_finds_no_end_is_given_up() -> None:
    state = played(practice_of(*ROUND_AND_ROUND, seed=2))

    assert (state.ending, len(state.path)) == (None, 600)
