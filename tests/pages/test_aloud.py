import re

import pytest

from sdm_cli.document.blocks import Bullets, Heading, words
from sdm_cli.document.plain import to_plain
from sdm_cli.model.figure import Figure, Outcome, grouped
from sdm_cli.model.option_set import OptionSet
from sdm_cli.pages.aloud import aloud_page, spoken
from tests.pages.made_up import bundled, bundled_ids, tiny

WRITTEN = re.compile(r"[;\[\]]|\((derived|estimate)\)|\bNone\b|\bof 1000? people\b(?<!out of 100 people)(?<!out of 1000 people)")
"""What stands well in a table and cannot be said to anybody."""


def figures(outcome: Outcome, option_set: OptionSet) -> list[Figure]:
    said = [outcome.by_option[option.id] for option in option_set.options]
    said += [outcome.reference.figure] if outcome.reference is not None else []
    return [figure for figure in said if isinstance(figure, Figure)]


@pytest.mark.parametrize("name", bundled_ids())
def test_every_figure_of_every_set_can_be_said(name: str) -> None:
    option_set = bundled(name)
    for outcome in option_set.outcomes:
        for figure in figures(outcome, option_set):
            said = spoken(outcome, figure)
            assert not WRITTEN.search(said.replace(outcome.event or "-", "")), said
            assert said.endswith(".")
            if figure.events is not None:
                assert f"{figure.events} out of {grouped(outcome.out_of)} people {outcome.event}, and " in said
                assert f"and {outcome.out_of - figure.events} {outcome.no_event}." in said
            if figure.basis != "published":
                assert "worked out" in said


@pytest.mark.parametrize("name", bundled_ids())
def test_every_outcome_is_said_of_every_option(name: str) -> None:
    option_set = bundled(name)
    blocks = aloud_page(option_set).blocks
    assert [block.text for block in blocks if isinstance(block, Heading)][1 : len(option_set.outcomes) + 1] == [
        outcome.name for outcome in option_set.outcomes
    ]
    lists = [block for block in blocks if isinstance(block, Bullets) and not block.ordered]
    for outcome, block in zip(option_set.outcomes, lists, strict=True):
        everything = "\n".join(words(item) for item in block.items).lower()
        assert [option.name for option in option_set.options if option.name.lower() not in everything] == [], outcome.name


@pytest.mark.parametrize(
    ("outcome", "option", "said"),
    [
        ("pain", "rest", "40 out of 100 people were free of pain, and 60 were not."),
        (
            "pain",
            "splint",
            "55 out of 100 people were free of pain, and 45 were not. It could be anywhere from 48 to 62. This is likely so.",
        ),
        ("back-at-work", "rest", "between 60 and 70 out of 100 people were back at work, and 30 to 40 were not."),
        ("back-at-work", "splint", "5 fewer out of 100 people were back at work than with usual care."),
        (
            "grip",
            "rest",
            "the average score was 5.5. It may be so, and new studies could change it.",
        ),
    ],
)
def test_a_figure_is_said_with_both_sides_and_how_sure_it_is(outcome: str, option: str, said: str) -> None:
    found = next(each for each in tiny().outcomes if each.id == outcome)
    figure = found.by_option[option]
    assert isinstance(figure, Figure)
    assert spoken(found, figure) == said


def test_what_the_scores_run_from_and_to_is_said_once_before_them_and_fits_any_meaning_of_the_ends() -> None:
    between = ("highest_means: full grip", "highest_means: from the weakest to the strongest grip")
    said = to_plain(aloud_page(tiny(between)))
    assert (
        "Scores run from 0 to 10. 0 means: no grip. 10 means: from the weakest to the strongest grip.\n- With rest: the average score was 5.5. "
    ) in re.sub(r"\n+", "\n", said)
    assert said.count("Scores run from") == 1
