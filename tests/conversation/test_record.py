import pytest

from sdm_cli.conversation.activities import UNSURE
from sdm_cli.conversation.record import NO_LEANING, Cell, Record, Row
from sdm_cli.conversation.walk import Walk
from sdm_cli.model.event import Answer
from sdm_cli.model.figure import Figure
from tests.conversation.walks import GUIDES, SETS, SMALL, guide, option_set, walk_of, walked

FIRST = "option.know.initial"
LEANING = "decision.elicit.leaning"
AFTER = "decision.elicit.after"
OPEN = "decision.matters.open"
HOW = "decision.matters.how"
RANK = "decision.matters.rank"
OWN = "decision.matters.own"


def record(walk: Walk, answers: dict[str, Answer]) -> Record:
    """What a walk with these answers comes to."""
    return Record.of(walk.option_set, walk.guide, walked(walk, answers).answers)


# Preferences


def test_the_first_preference_stays_what_it_was_when_the_informed_one_differs() -> None:
    said = record(walk_of(), {FIRST: ("plaster",), LEANING: ("wait",), AFTER: ("wait",)})

    assert said.initial_preference() == "A plaster"
    assert said.informed_preference() == "Wait"


def test_the_last_word_on_the_informed_preference_counts() -> None:
    said = record(walk_of(), {LEANING: ("wait",), AFTER: ("plaster",)})

    assert said.informed_preference() == "A plaster"


def test_the_informed_preference_stands_if_nothing_was_said_after_seeing_it_side_by_side() -> None:
    assert record(walk_of(), {LEANING: ("wait",)}).informed_preference() == "Wait"


def test_no_leaning_yet_is_an_answer_and_not_the_same_as_nothing_said() -> None:
    said = record(walk_of(), {FIRST: (UNSURE,), LEANING: ("wait",), AFTER: (UNSURE,)})

    assert said.initial_preference() == NO_LEANING
    assert said.informed_preference() == NO_LEANING


def test_a_preference_for_two_options_names_both() -> None:
    assert record(walk_of(), {FIRST: ("wait", "plaster")}).initial_preference() == "Wait and A plaster"


def test_what_a_guide_does_not_ask_or_a_set_does_not_have_is_not_made_up() -> None:
    tiny = walk_of()
    said = Record(tiny.option_set, tiny.guide, {FIRST: ("cast",)})

    assert said.answer("sing", "note") is None
    assert said.initial_preference() == "cast"


@pytest.mark.parametrize("by", GUIDES)
@pytest.mark.parametrize("name", [*SMALL, *SETS])
def test_enter_alone_expresses_no_preference_no_value_and_no_decision(name: str, by: str) -> None:
    silent = record(walk_of(name, by), {})

    assert silent.initial_preference() is None
    assert silent.informed_preference() is None
    assert silent.matters() == ()
    assert silent.alignment() == ()
    assert silent.answer("decide", "readiness") is None
    assert silent.picked("decide", "choice") == ()


def test_the_clinicians_own_leaning_is_nobody_elses_preference() -> None:
    private = record(walk_of(), {"prepare.before.leaning": ("plaster",)})

    assert private.initial_preference() is None
    assert private.informed_preference() is None


def test_the_first_preference_does_not_stand_for_the_informed_one() -> None:
    assert record(walk_of(), {FIRST: ("plaster",)}).informed_preference() is None


def test_the_informed_preference_does_not_stand_for_the_first_one() -> None:
    assert record(walk_of(), {LEANING: ("plaster",), AFTER: ("plaster",)}).initial_preference() is None


def test_being_ready_decides_nothing_yet() -> None:
    ready = record(walk_of(), {FIRST: ("plaster",), LEANING: ("plaster",), "decision.close.readiness": "ready"})

    assert ready.picked("decide", "choice") == ()


def test_choosing_to_go_through_the_list_rates_nothing_yet() -> None:
    assert record(walk_of(), {HOW: "rate"}).matters() == ()
    assert record(walk_of(), {HOW: "rank"}).matters() == ()


# What was said, against the options


def test_the_alignment_has_a_row_for_everything_rated_and_for_own_words_last() -> None:
    said = record(walk_of(), {HOW: "rate", "decision.matters.rate.comfort": 9, "decision.matters.rate.looks": 2, OWN: "my garden"})

    assert [(row.matter.name, row.matter.said) for row in said.alignment()] == [
        ("Comfort", "9 of 10"),
        ("Looks", "2 of 10"),
        ("my garden", "their own words"),
    ]


def test_the_alignment_keeps_the_order_in_which_things_were_put() -> None:
    said = record(walk_of(), {HOW: "rank", RANK: ("looks", "comfort"), OWN: "my garden"})

    assert [(row.matter.name, row.matter.said) for row in said.alignment()] == [
        ("Looks", "place 1"),
        ("Comfort", "place 2"),
        ("my garden", "their own words"),
    ]


def test_a_rating_of_nought_was_said_and_what_was_not_rated_was_not() -> None:
    said = record(walk_of(), {HOW: "rate", "decision.matters.rate.looks": 0})

    (row,) = said.alignment()
    assert (row.matter.name, row.matter.said) == ("Looks", "0 of 10")
    assert row.cells == (Cell("supports", "Nothing shows."), Cell("not known", "Nobody asked."))


def test_each_cell_says_in_the_sets_own_words_how_an_option_bears_on_it_with_its_figures() -> None:
    tiny = option_set("tiny")
    better = tiny.outcomes[0]

    said = record(walk_of(), {HOW: "rank", RANK: ("looks", "comfort")})

    assert [row.cells for row in said.alignment()] == [
        (Cell("supports", "Nothing shows."), Cell("not known", "Nobody asked.")),
        (
            Cell("against", "It hurts.", ((better, better.by_option["wait"]),)),
            Cell("supports", "It is soft.", ((better, "not studied"),)),
        ),
    ]


@pytest.mark.parametrize("name", SETS)
def test_every_row_has_a_cell_for_every_option_in_the_order_of_the_set(name: str) -> None:
    bundled = option_set(name)
    backwards = tuple(value.id for value in reversed(bundled.values))

    said = record(walk_of(name), {HOW: "rank", RANK: backwards, OWN: "my garden"})

    *listed, own = said.alignment()
    assert [(row.matter.name, [cell.because for cell in row.cells]) for row in listed] == [
        (value.name, [value.options[option.id].because for option in bundled.options]) for value in reversed(bundled.values)
    ]
    assert len(own.cells) == len(bundled.options)


@pytest.mark.parametrize("name", SETS)
def test_how_much_something_matters_changes_no_cell_and_adds_no_total(name: str) -> None:
    values = [value.id for value in option_set(name).values]

    little = record(walk_of(name), {HOW: "rate", **{f"decision.matters.rate.{value}": 1 for value in values}}).alignment()
    much = record(walk_of(name), {HOW: "rate", **{f"decision.matters.rate.{value}": 10 for value in values}}).alignment()

    assert [row.cells for row in little] == [row.cells for row in much]
    assert len(much) == len(values)
    assert Row.__struct_fields__ == ("matter", "cells")


def test_own_words_stand_beside_the_options_as_they_were_noted_together() -> None:
    said = record(walk_of(), {OPEN: "gardening", OWN: "my garden", "decision.matters.own_supports": ("plaster",)})

    assert [row.cells for row in said.alignment()] == [(Cell("not known", "nothing noted"), Cell("supports", "as you noted together"))]


def test_own_words_may_count_for_and_against_the_same_option() -> None:
    both = {"decision.matters.own_supports": ("wait", "plaster"), "decision.matters.own_against": ("wait",)}

    said = record(walk_of(), {OPEN: "gardening", OWN: "my garden", **both})

    assert [[cell.bears for cell in row.cells] for row in said.alignment()] == [["both", "supports"]]


def test_own_words_against_which_nothing_was_noted_claim_nothing() -> None:
    said = record(walk_of(), {OPEN: "gardening", OWN: "my garden"})

    assert [[(cell.bears, cell.because) for cell in row.cells] for row in said.alignment()] == [[("not known", "nothing noted")] * 2]


def test_what_the_set_says_of_an_option_can_be_put_otherwise_and_the_set_s_word_stays_beside_it() -> None:
    ranked: dict[str, Answer] = {HOW: "rank", RANK: ("looks", "comfort")}
    theirs: dict[str, Answer] = {
        "decision.elicit.otherwise": ("comfort",),
        "decision.elicit.serves.comfort": ("wait",),
        "decision.elicit.against.comfort": ("plaster", "wait"),
    }

    looks, comfort = record(walk_of(), {**ranked, **theirs}).alignment()

    assert [(cell.bears, cell.set_says, cell.because) for cell in comfort.cells] == [
        ("both", "against", "It hurts."),
        ("against", "supports", "It is soft."),
    ]
    assert [cell.set_says for cell in looks.cells] == [None, None]


def test_of_an_option_that_they_do_not_name_the_set_s_word_stays() -> None:
    answers: dict[str, Answer] = {"decision.elicit.otherwise": ("comfort",), "decision.elicit.serves.comfort": ("wait",)}

    (row,) = record(walk_of(), {HOW: "rank", RANK: ("comfort",), **answers}).alignment()

    assert [(cell.bears, cell.set_says) for cell in row.cells] == [("supports", "against"), ("supports", None)]


def test_to_see_it_as_the_set_does_is_no_other_word() -> None:
    ranked: dict[str, Answer] = {HOW: "rank", RANK: ("comfort",)}

    (row,) = record(
        walk_of(), {**ranked, "decision.elicit.otherwise": ("comfort",), "decision.elicit.serves.comfort": ("plaster",)}
    ).alignment()

    assert [(cell.bears, cell.set_says) for cell in row.cells] == [("against", None), ("supports", None)]


def test_the_set_s_word_stays_until_somebody_says_another() -> None:
    ranked: dict[str, Answer] = {HOW: "rank", RANK: ("looks", "comfort")}

    untouched = record(walk_of(), ranked).alignment()
    opened_and_left = record(walk_of(), {**ranked, "decision.elicit.otherwise": ("looks", "comfort")}).alignment()

    assert opened_and_left == untouched


@pytest.mark.parametrize("said", [{}, {OPEN: "gardening", OWN: "my garden"}])
def test_nothing_can_be_put_otherwise_while_nothing_of_the_set_s_list_was_said_to_matter(said: dict[str, Answer]) -> None:
    state = walked(walk_of(), said)

    assert "decision.elicit.otherwise" not in {prompt.question.id for prompt in walk_of().script(state.answers)}


def people(said: Record) -> list[int | None]:
    """The counts in the only row, option by option."""
    (row,) = said.alignment()
    return [figure.events for cell in row.cells for _, figure in cell.figures if isinstance(figure, Figure)]


def test_figures_start_from_the_baseline_that_was_picked() -> None:
    said = record(walk_of("two-groups"), {"option.weigh.baseline.better": "clinic", HOW: "rank", RANK: ("comfort",)})

    assert people(said) == [40, 20]


def test_figures_start_from_the_first_baseline_if_none_was_picked() -> None:
    assert people(record(walk_of("two-groups"), {HOW: "rank", RANK: ("comfort",)})) == [20, 10]


# What may be missing


def gaps(answers: dict[str, Answer]) -> dict[str, str]:
    return {gap.step.id: gap.what for gap in record(walk_of(), answers).gaps()}


def test_each_gap_names_the_step_to_go_back_to() -> None:
    assert gaps({}) == {
        "O6": "no option was said back in their own words",
        "D1": "what matters most is not noted",
        "O4": "nothing is noted on benefits, drawbacks and chances",
        "D2": "no leaning is noted",
        "O5": "nothing is noted on who or what else could help",
    }


@pytest.mark.parametrize(
    ("answers", "closed"),
    [
        ({"option.summarise.said_back": ("wait",)}, "O6"),
        ({OPEN: "gardening"}, "D1"),
        ({HOW: "rank", RANK: ("looks",)}, "D1"),
        ({HOW: "rate", "decision.matters.rate.looks": 0}, "D1"),
        ({HOW: "rate", OWN: "my garden"}, "D1"),
        ({"option.weigh.plaster": True}, "O4"),
        ({"option.weigh.as_pictures": ("better",), "option.weigh.picture.better": "the number"}, "O4"),
        ({LEANING: ("wait",)}, "D2"),
        ({LEANING: (UNSURE,)}, "D2"),
        ({OPEN: "gardening", AFTER: ("wait",)}, "D2"),
        ({"option.support.with": ("trusted-person",)}, "O5"),
    ],
)
def test_something_said_at_a_step_closes_its_gap(answers: dict[str, Answer], closed: str) -> None:
    assert closed not in gaps(answers)


@pytest.mark.parametrize(
    "answers",
    [
        {HOW: "rate"},
        {FIRST: ("wait",)},
        {"option.know.known": "a lot", "option.describe.wait": "hm", "decision.close.readiness": "ready"},
    ],
)
def test_something_said_elsewhere_closes_no_gap(answers: dict[str, Answer]) -> None:
    assert set(gaps(answers)) == {"O4", "O5", "O6", "D1", "D2"}


def test_nothing_is_missing_when_everything_was_said() -> None:
    said: dict[str, Answer] = {
        "option.weigh.wait": True,
        "option.support.with": ("handout",),
        "option.summarise.said_back": ("wait",),
        OPEN: "gardening",
        LEANING: ("wait",),
    }

    assert gaps(said) == {}


# Under another guide


@pytest.mark.parametrize("name", SETS)
def test_a_session_held_by_the_2012_guide_reads_the_same_under_the_2017_guide(name: str) -> None:
    options = [option.id for option in option_set(name).options]
    values = [value.id for value in option_set(name).values]
    answers: dict[str, Answer] = {
        "choice.monitor.reaction": "worried",
        FIRST: (options[0],),
        f"option.weigh.{options[1]}": "so many",
        "option.support.with": ("handout",),
        OPEN: "gardening",
        HOW: "rank",
        RANK: (values[1], values[0]),
        OWN: "my garden",
        LEANING: (options[1],),
        AFTER: (options[0], options[1]),
        "decision.close.readiness": "wait",
        "decision.close.until": "summer",
    }
    held = record(walk_of(name, "elwyn-2012"), answers)

    read = Record.of(option_set(name), guide("elwyn-2017"), held.answers)

    assert read.initial_preference() == held.initial_preference() == option_set(name).options[0].name
    assert read.informed_preference() == held.informed_preference() is not None
    assert read.alignment() == held.alignment()
    assert [row.matter.name for row in read.alignment()] == [option_set(name).values[1].name, option_set(name).values[0].name, "my garden"]
    assert read.gaps() == held.gaps()
    assert [gap.step.id for gap in read.gaps()] == ["O6"]
    assert read.answer("react", "reaction") == "worried"
    assert read.words("decide", "until") == "summer"
