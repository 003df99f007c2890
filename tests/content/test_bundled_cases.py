"""What holds for every case that comes with sdm: proved by going every way through it."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from statistics import median

import msgspec
import pytest

from sdm_cli.check.case_paths import LONGEST, paths
from sdm_cli.check.cases import judged_case
from sdm_cli.check.judging import Asked
from sdm_cli.commands.practice_staging import staged
from sdm_cli.content.case_loading import LoadedCase, load_case
from sdm_cli.content.catalogue import Catalogue, contents
from sdm_cli.conversation.lasting import lasting
from sdm_cli.conversation.playing import played
from sdm_cli.conversation.practice import Practice
from tests.check.whole_thumb import TODAY
from tests.conversation.walks import guide

pytestmark = pytest.mark.no_cover  # each goes every way through a whole case
LIBRARY = Catalogue(())
CASES = LIBRARY.ids("cases")
each_case = pytest.mark.parametrize("case", CASES)


@cache
def loaded(case: str) -> LoadedCase:
    return load_case(LIBRARY, case, list(guide("elwyn-2012").steps))


def practice(case: str, seed: int) -> Practice:
    found = loaded(case)
    return staged(found.case, found.option_set.option_set, guide("elwyn-2012"), seed, own_words=False).conversation


@each_case
def test_a_bundled_case_has_nothing_to_mend(case: str) -> None:
    path = LIBRARY.path("cases", case)

    told = judged_case(contents(path), str(path), Asked(TODAY)).diagnostics

    assert [f"{each.line}: {each.rule} {each.message}" for each in told if each.level != "note"] == []
    assert "P00" not in {each.rule for each in told}, "every way was looked at"


@each_case
def test_random_talks_with_a_bundled_patient_end_in_the_time_it_says_and_come_to_every_exchange(case: str) -> None:
    ends = [played(practice(case, seed)) for seed in range(60)]

    assert all(state.ending is not None for state in ends)
    assert max(len(state.turns) for state in ends) <= LONGEST
    met = {turn.exchange for state in ends for turn in state.turns}
    assert met == {exchange.id for exchange in loaded(case).case.exchanges}
    middle = median(lasting(practice(case, seed), state).whole / timedelta(minutes=1) for seed, state in enumerate(ends))
    assert abs(middle - loaded(case).case.minutes) < 1, middle
    assert 12 <= loaded(case).case.minutes <= 20


def test_the_bundled_cases_are_of_three_levels_and_more_than_six_decisions() -> None:
    cases = [loaded(case).case for case in CASES]

    assert len(cases) == 12
    assert {case.level for case in cases} == {"first steps", "practised", "demanding"}
    assert len({case.option_set for case in cases}) >= 6


@each_case
def test_what_can_be_seen_or_heard_is_told_in_sentences(case: str) -> None:
    cues = list(cues_in(msgspec.to_builtins(loaded(case).case)))

    assert cues
    assert [cue for cue in cues if not (cue[0].isupper() and cue.endswith((".", "?", "!")))] == []


def cues_in(node: object) -> Iterator[str]:
    """Every cue of a case, wherever it stands."""
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list | tuple) else ()
    if isinstance(node, dict) and node.get("cue"):
        yield node["cue"]
    for each in inner:
        yield from cues_in(each)


def test_the_longest_way_through_a_bundled_case_is_known() -> None:
    ways = paths(loaded("stairs-and-grandchildren").case)

    assert ways.complete
    assert 17 < ways.longest <= LONGEST
