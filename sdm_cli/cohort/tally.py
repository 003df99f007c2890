"""Many sessions counted: nothing is kept of any one of them but what it adds to a number.

A tally is a bag of counts, so two tallies add up to one, whatever was counted first, and any engine that can count
groups makes the same one. What is read off it, quartiles too, is worked out from the counts with whole numbers.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Protocol, TypeVar

from msgspec import Struct

from sdm_cli.cohort.tables import StepRow, Tables, TurnRow
from sdm_cli.model.session import OBSERVATION, REFLECTION

P = TypeVar("P")
Group = tuple[str, ...]
"""What is counted together: the kind and guide of talks, or a case."""
LEAST = 5
"""People, or sessions where people are not known, below which a group is not broken down."""


class StepName(Struct, frozen=True, order=True):
    """A step in the order of its guide."""

    place: int
    step: str
    title: str
    talk: str


class Tally(Struct, frozen=True):
    """The counts. The names of the fields say what is counted; the keys begin with kind and guide, or with the case."""

    sessions: Mapping[tuple[str, str, str, bool], int]
    """Sessions by kind, guide, case or option set, and whether they came to their end."""
    people: Mapping[Group, int]
    """People by (kind, guide), by (case,), and by (kind, guide, "again") those who talked about the same more than once."""
    steps: Mapping[tuple[str, str, str, str], int]
    """Finished talks by kind, guide, step, and what the step came to."""
    seconds: Mapping[tuple[str, str, str, int], int]
    """Finished talks by kind, guide, talk, and the seconds spent in it."""
    light: Mapping[tuple[str, str, bool], int]
    """Finished practices by case, what was kept back, and whether it came to light."""
    retries: Mapping[tuple[str, str], int]
    """Turns said again, by what the first try came to and what the last did."""
    attempts: Mapping[tuple[str, str, str, str, str], int]
    """People who talked about the same more than once, by kind, guide, step, first or last, and what it came to."""
    seen: Mapping[tuple[str, str, str], int]
    """Finished observations by guide, step, and what the observer saw of it."""
    cut: int
    """Sessions whose last line a crash cut short."""
    names: Mapping[tuple[str, str], frozenset[StepName]]
    """The steps of talks by kind and guide; of observations, those that were watched."""
    facts: Mapping[tuple[str, str], str]


class _Attempt(Struct, frozen=True):
    """The steps of one finished talk, to be set beside the same person's others."""

    started: str
    session: str
    steps: tuple[tuple[str, str], ...]


class Counting(Protocol[P]):
    """What counts: parts apart from each other, in whatever process, and then together."""

    @property
    def part(self) -> Callable[[Iterable[Tables]], P]:
        """Count some sessions."""
        ...

    def take(self, part: P, /) -> None:
        """Take in a part."""
        ...

    def done(self) -> Tally:
        """What was counted."""
        ...


class Count:
    """A tally in the making, by the standard library. Counts of parts, made apart from each other, add up to the count of the whole."""

    def __init__(self) -> None:
        self.sessions: Counter[tuple[str, str, str, bool]] = Counter()
        self.people: dict[Group, set[str]] = {}
        self.steps: Counter[tuple[str, str, str, str]] = Counter()
        self.seconds: Counter[tuple[str, str, str, int]] = Counter()
        self.light: Counter[tuple[str, str, bool]] = Counter()
        self.retries: Counter[tuple[str, str]] = Counter()
        self.seen: Counter[tuple[str, str, str]] = Counter()
        self.cut = 0
        self.ends: dict[tuple[str, str, str, str], tuple[_Attempt, _Attempt]] = {}
        self.names: dict[tuple[str, str], set[StepName]] = {}
        self.facts: dict[tuple[str, str], str] = {}

    def add(self, tables: Tables) -> None:
        """Count one more session."""
        row = tables.session
        about = row.case or row.option_set
        self.sessions[row.kind, row.guide, about, row.finished] += 1
        self.cut += row.cut
        self.retries.update((again.first, again.last) for again in retries_of(tables.turns))
        # A talk that is not at its end says nothing yet of the steps that were still to come.
        # What somebody reflects on afterwards is for the three of them, and is only counted as a session.
        if not row.finished or row.kind == REFLECTION:
            return
        who = row.person or row.session
        self.people.setdefault((row.kind, row.guide), set()).add(who)
        if row.kind == OBSERVATION:
            self._watched(tables)
            return
        # Only those who talked: with those who watched, a case of too few people would look like one of enough.
        self.people.setdefault((about,), set()).add(who)
        names = self.names.setdefault((row.kind, row.guide), set())
        spent: Counter[str] = Counter()
        for step in tables.steps:
            self.steps[row.kind, row.guide, step.step, step.came_to] += 1
            spent[step.talk] += step.seconds
            names.add(StepName(step.place, step.step, step.title, step.talk))
        for talk, seconds in spent.items():
            if seconds:
                self.seconds[row.kind, row.guide, talk, seconds] += 1
        for fact in tables.light:
            self.light[fact.case, fact.fact, fact.told] += 1
            self._fact((fact.case, fact.fact), fact.what)
        if row.person:
            self._attempt((row.kind, row.guide, about, row.person), _Attempt(row.started, row.session, _came_to(tables.steps)))

    def _watched(self, tables: Tables) -> None:
        guide = tables.session.guide
        names = self.names.setdefault((OBSERVATION, guide), set())
        for step in tables.seen:
            self.seen[guide, step.step, step.was] += 1
            names.add(StepName(step.place, step.step, step.title, step.talk))

    @staticmethod
    def part(sessions: Iterable[Tables]) -> "Count":
        """Count some sessions as they come, by themselves."""
        counting = Count()
        for tables in sessions:
            counting.add(tables)
        return counting

    def take(self, part: "Count") -> None:
        """Count what another one has counted."""
        self.sessions.update(part.sessions)
        self.steps.update(part.steps)
        self.seconds.update(part.seconds)
        self.light.update(part.light)
        self.retries.update(part.retries)
        self.seen.update(part.seen)
        self.cut += part.cut
        for group, who in part.people.items():
            self.people.setdefault(group, set()).update(who)
        for names, found in part.names.items():
            self.names.setdefault(names, set()).update(found)
        for fact, what in part.facts.items():
            self._fact(fact, what)
        for same, ends in part.ends.items():
            for attempt in ends:
                self._attempt(same, attempt)

    def _fact(self, fact: tuple[str, str], what: str) -> None:
        """Of two versions of a case the same words stand, whichever was read first."""
        self.facts[fact] = min(what, self.facts.get(fact, what))

    def _attempt(self, same: tuple[str, str, str, str], attempt: _Attempt) -> None:
        first, last = self.ends.get(same, (attempt, attempt))
        in_order = sorted((first, last, attempt), key=lambda each: (each.started, each.session))
        self.ends[same] = in_order[0], in_order[-1]

    def done(self) -> Tally:
        """What was counted."""
        attempts: Counter[tuple[str, str, str, str, str]] = Counter()
        people = dict(self.people)
        for (kind, guide, _, person), ends in self.ends.items():
            if ends[0].session == ends[1].session:
                continue
            people.setdefault((kind, guide, "again"), set()).add(person)
            for which, attempt in zip(("first", "last"), ends, strict=True):
                attempts.update((kind, guide, step, which, came_to) for step, came_to in attempt.steps)
        return Tally(
            self.sessions,
            {group: len(who) for group, who in people.items()},
            self.steps,
            self.seconds,
            self.light,
            self.retries,
            attempts,
            self.seen,
            self.cut,
            {group: frozenset(names) for group, names in self.names.items()},
            self.facts,
        )


def tallied(sessions: Iterable[Tables]) -> Tally:
    """Count sessions as they come."""
    return Count.part(sessions).done()


def _came_to(steps: Iterable[StepRow]) -> tuple[tuple[str, str], ...]:
    return tuple((step.step, step.came_to) for step in steps)


class RetryRow(Struct, frozen=True):
    """What a turn that was said again came to at first, and at last."""

    first: str
    last: str


def retries_of(turns: tuple[TurnRow, ...]) -> Iterator[RetryRow]:
    """What each turn that was said again came to at first, and at last."""
    by_number = {turn.turn: turn for turn in turns}
    tried_again = {turn.again_of for turn in turns}
    for turn in turns:
        if turn.again_of is None or turn.turn in tried_again:
            continue
        first = turn
        # Only ever backwards: a file that others made may say that two turns try each other again.
        while first.again_of is not None and first.again_of < first.turn and first.again_of in by_number:
            first = by_number[first.again_of]
        if first.reached and turn.reached:
            yield RetryRow(first.reached, turn.reached)


def quartiles(counted: Mapping[int, int]) -> tuple[int, int, int] | None:
    """The quarter, the median and three quarters of whole numbers, each given with how often it came; None without any.

    Between two neighbours the place is taken in proportion (type 7 of Hyndman and Fan, 1996), and rounded to a whole
    number, a half upwards.
    """
    total = sum(counted.values())
    if not total:
        return None
    values = sorted(counted.items())
    low, middle, high = (_at(values, Fraction(quarter * (total - 1), 4)) for quarter in (1, 2, 3))
    return low, middle, high


def _at(values: list[tuple[int, int]], place: Fraction) -> int:
    below = place.numerator // place.denominator
    lower, upper = _nth(values, below), _nth(values, below + 1)
    return int(lower + (upper - lower) * (place - below) + Fraction(1, 2))


def _nth(values: list[tuple[int, int]], wanted: int) -> int:
    """The value at a place, counted from 0; the last one beyond the end."""
    passed = 0
    for value, count in values:
        passed += count
        if wanted < passed:
            return value
    return values[-1][0]
