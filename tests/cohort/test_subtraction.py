"""Nothing of fewer than five people can be read off the report of a class, nor be worked out by taking one number from another.

Which talks are in a number is found out from outside: one talk comes out otherwise, and the numbers that change hold it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from sdm_cli.cohort.report import Report, report, typed_in
from sdm_cli.cohort.tables import LightRow, Reached, SessionRow, StepRow, Tables, TurnRow, WordsRow
from sdm_cli.cohort.tally import LEAST, Count
from sdm_cli.document.plain import to_plain
from sdm_cli.pages.class_report import class_report

CASES = ("large", "small", "rare", "odd")
PLACES = {"large": ("C1", "C2", "C3"), "small": ("C1", "C2"), "rare": ("C1",), "odd": ("C1", "C3")}
Number = tuple[str, str]
"""What a number of the report is about, and which number of it."""


class Talk(Struct, frozen=True):
    """Who practised what by which guide, which of its steps came up, whether one was said again, and how it came out."""

    person: int
    case: str
    guide: str = "2012"
    optional: bool = True
    again: bool = False
    is_known: bool = True

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps that have a row, of which C3 is optional."""
        return tuple(step for step in PLACES[self.case] if step != "C3" or self.optional)


TALKS = st.builds(
    Talk,
    st.integers(0, 8),
    st.sampled_from((*CASES, "large", "large")),
    st.sampled_from(("2012", "2012", "2012", "2017")),
    st.sampled_from((True, True, True, False)),
    st.booleans(),
    st.sampled_from((True, True, True, True, True, False)),
)


@st.composite
def classes(draw: st.DrawFn) -> list[Talk]:
    """Some who talked about the same once, twice or three times, and whatever else."""
    people, times = draw(st.integers(4, 6)), draw(st.integers(1, 3))
    return [Talk(person, "large") for _ in range(times) for person in range(people)] + draw(st.lists(TALKS, max_size=9))


def tables(number: int, talk: Talk, *, otherwise: bool) -> Tables:
    """A talk that reached nothing, or otherwise all."""
    key = f"{number:016x}"
    row = SessionRow(
        session=key,
        person=f"p{talk.person}" if talk.is_known else "",
        kind="practice",
        started=f"2026-11-{number % 28 + 1:02}T10:00:00Z",
        option_set="knee",
        case=talk.case,
        guide=talk.guide,
        program="0.1.0",
        finished=True,
        seconds=60,
        entries=9,
        decision="",
        code="",
        role="",
        cut=False,
    )
    came_to: Literal["reached", "touched"] = "reached" if otherwise else "touched"
    steps = tuple(
        StepRow(session=key, step=step, title=step, talk=step, place=place, came_to=came_to, marked="", seconds=60)
        for place, step in enumerate(talk.steps)
    )
    facts = ("fear", "hope") if talk.optional else ("fear",)  # one that only some versions of the case have
    light = tuple(LightRow(session=key, case=talk.case, fact=fact, what=fact, told=otherwise) for fact in facts)
    words = tuple(WordsRow(session=key, step=step, question="q", words=str(number)) for step in talk.steps)
    turns = (turn(key, 1, "missed", None), turn(key, 2, came_to, 1)) if talk.again else ()
    return Tables(row, steps, turns, light, words=words)


def turn(key: str, number: int, reached: Reached, again_of: int | None) -> TurnRow:
    return TurnRow(
        session=key,
        turn=number,
        exchange="e",
        step="C1",
        kind="said",
        picked="",
        own_words="none",
        reached=reached,
        about="",
        decides="",
        taken_back=False,
        again_of=again_of,
        afterwards=False,
    )


def reported(talks: Sequence[Talk], otherwise: int | None = None) -> Report:
    """The report on a class of which one talk came out otherwise, counted in two parts."""
    sessions = [tables(number, talk, otherwise=number == otherwise) for number, talk in enumerate(talks)]
    count = Count.part(sessions[::2])
    count.take(Count.part(sessions[1::2]))
    return report(count.done(), None, 0, {}, [typed for each in sessions for typed in typed_in(each)])


def numbers(told: Report) -> dict[Number, int]:
    """Each number of the report that changes with what a talk came to."""
    found: dict[Number, int] = {}
    for kind in told.kinds:
        found |= {(f"{kind.guide} {step.step}", "all"): step.reached for step in kind.steps}
        found |= {(f"{kind.guide} {step.step}", "first"): step.first for step in kind.again}
        found |= {(f"{kind.guide} {step.step}", "last"): step.last for step in kind.again}
    found |= {(f"light {case.case} {fact.fact}", "told"): fact.told for case in told.cases for fact in case.light}
    return found | {("again", "reached"): sum(each.count for each in told.retries if each.last == "reached")}


def talks_in(talks: Sequence[Talk]) -> dict[Number, frozenset[int]]:
    """Which talks each number counts."""
    before = numbers(reported(talks))
    after = [numbers(reported(talks, otherwise)) for otherwise in range(len(talks))]
    assert all(each.keys() == before.keys() for each in after)  # what is left out hangs on no answer
    return {number: frozenset(talk for talk, each in enumerate(after) if each[number] != before[number]) for number in before}


def people(talks: Sequence[Talk], which: frozenset[int]) -> int:
    return len({talks[each].person if talks[each].is_known else f"talk {each}" for each in which})


def differences(found: Mapping[Number, frozenset[int]]) -> Iterator[tuple[str, frozenset[int]]]:
    """Whose results come of adding numbers about the same, and taking them from each other, in every way."""
    for about in {about for about, _ in found}:
        sets = [talks for (what, _), talks in found.items() if what == about]
        for signs in product((-1, 0, 1), repeat=len(sets)):
            talks = frozenset().union(*sets)
            left = {each: sum(sign for sign, held in zip(signs, sets, strict=True) if each in held) for each in talks}
            yield f"{about} {signs}", frozenset(each for each, times in left.items() if times)


@settings(max_examples=40)
@given(classes())
def test_no_number_and_no_difference_of_numbers_is_of_fewer_than_five_people(talks: list[Talk]) -> None:
    found = talks_in(talks)

    for how, which in differences(found):
        assert not which or people(talks, which) >= LEAST, how
    told = reported(talks)
    broken_down = {case.case for case in told.cases}
    for about, which in found.items():
        others = frozenset(each for each in which if talks[each].case not in broken_down)
        assert not others or people(talks, others) >= LEAST, f"{about}, without the cases that are broken down"
    for step in {quote.step for quote in told.quotes}:
        assert people(talks, frozenset(int(quote.words) for quote in told.quotes if quote.step == step)) >= LEAST


def seven_and_one() -> list[Talk]:
    return [*(Talk(person, "large") for person in range(7)), Talk(7, "small")]


def test_a_single_talk_about_another_case_is_in_no_number_that_stands_beside_those_of_a_case() -> None:
    told = reported(seven_and_one())

    (practices,) = told.kinds
    assert (practices.talks, practices.people, practices.left_out) == (7, 7, 1)
    assert {step.talks for step in practices.steps} == {time.talks for time in practices.times} == {7}
    assert told.not_broken_down == ("small",)
    page = " ".join(to_plain(class_report(told)).split())
    assert "7 practices of 7 people" in page
    assert "1 more is left out of every number here" in page


def test_talks_about_cases_of_too_few_count_where_together_they_are_of_enough() -> None:
    told = reported([*seven_and_one(), *(Talk(8 + number, case) for number, case in enumerate(("small", "rare", "rare", "odd")))])

    (practices,) = told.kinds
    assert (practices.talks, practices.left_out) == (12, 0)
    # Of the five others only two had C2, and one had C3.
    assert {step.step: step.talks for step in practices.steps} == {"C1": 12, "C2": 7, "C3": 7}
    assert [time.talks for time in practices.times] == [12, 7, 7]


def test_where_no_step_is_of_enough_people_none_is_said_to_be_reached() -> None:
    told = reported([*(Talk(person, "large", optional=False) for person in range(3)), *(Talk(3 + person, "rare") for person in range(2))])

    assert {step.step for kind in told.kinds for step in kind.steps} == {"C1"}
    nothing = replace(told, kinds=tuple(replace(kind, steps=()) for kind in told.kinds))
    assert "Every step was reached" not in to_plain(class_report(nothing))
    assert "No step and no case is of enough people to be told of." in to_plain(class_report(nothing))


def test_those_who_talked_once_are_not_what_is_left_of_all_without_the_first_and_the_last() -> None:
    twice = [Talk(person, "large") for person in range(6)] * 2

    (alone,) = reported(twice).kinds
    assert {(each.step, each.pairs) for each in alone.again} == {("C1", 6), ("C2", 6), ("C3", 6)}
    (beside_one,) = reported([*twice, Talk(6, "large")]).kinds
    assert (beside_one.again, beside_one.again_people) == ((), None)


def test_many_talks_of_one_person_about_a_step_are_one_persons() -> None:
    told = reported([*(Talk(person, "rare") for person in range(5)), *(Talk(0, "large") for _ in range(6))])

    (practices,) = told.kinds
    assert {step.step for step in practices.steps} == {"C1"}
