"""Many sessions counted: nothing is kept of any one of them but what it adds to a number.

A tally is a bag of counts, so two tallies add up to one, whatever was counted first, and any engine that can count
groups makes the same one. What is read off it, quartiles too, is worked out from the counts with whole numbers.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Protocol, TypeVar

from msgspec import Struct

from sdm_cli.cohort.tables import StepRow, Tables, TurnRow
from sdm_cli.model.session import OBSERVATION, PRACTICE, REFLECTION

P = TypeVar("P")
Group = tuple[str | bool, ...]
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
    """People by (kind, guide), by (kind, guide, rare), by (case,), and by (kind, guide, "again") those who talked about the same
    more than once. A talk is rare that is about a case of fewer than five people."""
    behind: Mapping[Group, int]
    """People behind a number, counted up to five: by ("step", kind, guide, rare, step), of which ("pair", ...) are those whose first
    and last talk about the same are set side by side there, and ("other", ...) those of all other talks; by ("time", kind, guide, rare,
    talk), ("retry", kind, guide, rare), ("fact", case, fact) and ("seen", guide, step)."""
    steps: Mapping[tuple[str, str, bool, str, str], int]
    """Finished talks by kind, guide, rare, step, and what the step came to."""
    seconds: Mapping[tuple[str, str, bool, str, int], int]
    """Finished talks by kind, guide, rare, talk, and the seconds spent in it."""
    light: Mapping[tuple[str, str, bool], int]
    """Finished practices by case, what was kept back, and whether it came to light."""
    retries: Mapping[tuple[str, str, bool, str, str], int]
    """Turns of finished talks said again, by kind, guide, rare, what the first try came to and what the last did."""
    attempts: Mapping[tuple[str, str, bool, str, str, str], int]
    """First and last talks of a person about the same that both have a step: by kind, guide, rare, step, first or last, and what it came to."""
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
    """A tally in the making, by the standard library. Counts of parts, made apart from each other, add up to the count of the whole.

    Which cases are of too few people is known at the end, so until then the keys have the case where a tally's say if it is rare.
    """

    def __init__(self) -> None:
        self.sessions: Counter[tuple[str, str, str, bool]] = Counter()
        self.people: dict[tuple[str, ...], set[str]] = {}
        self.behind: dict[tuple[str, ...], set[str]] = {}
        self.steps: Counter[tuple[str, str, str, str, str]] = Counter()
        self.seconds: Counter[tuple[str, str, str, str, int]] = Counter()
        self.light: Counter[tuple[str, str, bool]] = Counter()
        self.retries: Counter[tuple[str, str, str, str, str]] = Counter()
        self.seen: Counter[tuple[str, str, str]] = Counter()
        self.cut = 0
        self.ends: dict[_Same, tuple[_Attempt, _Attempt]] = {}
        self.names: dict[tuple[str, str], set[StepName]] = {}
        self.facts: dict[tuple[str, str], str] = {}

    def add(self, tables: Tables) -> None:
        """Count one more session."""
        row = tables.session
        about = row.case or row.option_set
        self.sessions[row.kind, row.guide, about, row.finished] += 1
        self.cut += row.cut
        # A talk that is not at its end says nothing yet of the steps that were still to come.
        # What somebody reflects on afterwards is for the three of them, and is only counted as a session.
        if not row.finished or row.kind == REFLECTION:
            return
        who = row.person or row.session
        self.people.setdefault((row.kind, row.guide, about), set()).add(who)
        if row.kind == OBSERVATION:
            self._watched(tables, who)
        else:
            self._talked(tables, (row.kind, row.guide, about), who)

    def _talked(self, tables: Tables, group: tuple[str, str, str], who: str) -> None:
        row = tables.session
        names = self.names.setdefault(group[:2], set())
        spent: Counter[str] = Counter()
        for step in tables.steps:
            self.steps[*group, step.step, step.came_to] += 1
            spent[step.talk] += step.seconds
            names.add(StepName(step.place, step.step, step.title, step.talk))
        for talk, seconds in spent.items():
            if seconds:
                self.seconds[*group, talk, seconds] += 1
                _stands_behind(self.behind, ("time", *group, talk), who)
        for again in retries_of(row.session, tables.turns):
            self.retries[*group, again.first, again.last] += 1
            _stands_behind(self.behind, ("retry", *group), who)
        for fact in tables.light:
            self.light[fact.case, fact.fact, fact.told] += 1
            _stands_behind(self.behind, ("fact", fact.case, fact.fact), who)
            self._fact((fact.case, fact.fact), fact.what)
        attempt = _Attempt(row.started, row.session, _came_to(tables.steps))
        if row.person:
            self._attempt((*group, row.person), attempt)
        else:
            self._other(group, attempt, who)

    def _watched(self, tables: Tables, who: str) -> None:
        guide = tables.session.guide
        names = self.names.setdefault((OBSERVATION, guide), set())
        for step in tables.seen:
            self.seen[guide, step.step, step.was] += 1
            _stands_behind(self.behind, ("seen", guide, step.step), who)
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
        for number, who in part.behind.items():
            for person in who:
                _stands_behind(self.behind, number, person)
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

    def _attempt(self, same: "_Same", attempt: _Attempt) -> None:
        first, last = self.ends.get(same, (attempt, attempt))
        earliest, between, latest = sorted((first, last, attempt), key=lambda each: (each.started, each.session))
        self.ends[same] = earliest, latest
        if between.session not in (earliest.session, latest.session):
            self._other(same[:3], between, same[3])

    def _other(self, group: tuple[str, str, str], attempt: _Attempt, who: str) -> None:
        """A talk that is set beside no other."""
        for step, _ in attempt.steps:
            _stands_behind(self.behind, ("other", *group, step), who)

    def done(self) -> Tally:
        """What was counted."""
        practised = _joined(self.people, lambda key: key[2:] if key[0] == PRACTICE else None)
        rare = frozenset(case for (case,), who in practised.items() if len(who) < LEAST)

        def in_tally(group: tuple[str, str, str]) -> tuple[str, str, bool]:
            return (*group[:2], group[0] == PRACTICE and group[2] in rare)

        attempts, again, behind = self._side_by_side()
        people = practised | again | _joined(self.people, lambda key: key[:2]) | _joined(self.people, in_tally)
        counted = _joined(behind, lambda key: key if key[0] in ("fact", "seen") else (key[0], *in_tally(key[1:4]), *key[4:]))
        met = _joined(counted, lambda key: ("step", *key[1:]) if key[0] in ("pair", "other") else None)
        return Tally(
            sessions=self.sessions,
            people={group: len(who) for group, who in people.items()},
            behind={number: min(len(who), LEAST) for number, who in (counted | met).items()},
            steps=_added(self.steps, in_tally),
            seconds=_added(self.seconds, in_tally),
            light=self.light,
            retries=_added(self.retries, in_tally),
            attempts=_added(attempts, in_tally),
            seen=self.seen,
            cut=self.cut,
            names={group: frozenset(names) for group, names in self.names.items()},
            facts=self.facts,
        )

    def _side_by_side(self) -> tuple[Counter[Any], dict[Group, set[str]], dict[Group, set[str]]]:
        """The first and last talks at the steps that both have, who talked again, and who stands behind each number with them."""
        attempts: Counter[Any] = Counter()
        again: dict[Group, set[str]] = {}
        behind: dict[Group, set[str]] = {number: set(who) for number, who in self.behind.items()}
        for (*group, person), (first, last) in self.ends.items():
            came_to, at_last = dict(first.steps), dict(last.steps)
            both = came_to.keys() & at_last.keys() if first.session != last.session else set()
            if first.session != last.session:
                again.setdefault((*group[:2], "again"), set()).add(person)
            for step in both:
                attempts[*group, step, "first", came_to[step]] += 1
                attempts[*group, step, "last", at_last[step]] += 1
                _stands_behind(behind, ("pair", *group, step), person)
            for step in (came_to.keys() | at_last.keys()) - both:
                _stands_behind(behind, ("other", *group, step), person)
        return attempts, again, behind


_Same = tuple[str, str, str, str]
"""Talks of the same kind by the same guide about the same by the same person."""


def _stands_behind(behind: dict[Any, set[str]], number: Group, person: str) -> None:
    """Of the people behind a number only as many are kept as are enough: there is one for every step."""
    who = behind.setdefault(number, set())
    if len(who) < LEAST:
        who.add(person)


def _joined(groups: Mapping[Any, set[str]], into: Callable[[Any], Group | None]) -> dict[Group, set[str]]:
    """Groups of people as they come together."""
    joined: dict[Group, set[str]] = {}
    for group, who in groups.items():
        if (whole := into(group)) is not None:
            joined.setdefault(whole, set()).update(who)
    return joined


def _added(counts: Counter[Any], into: Callable[[Any], Group]) -> Counter[Any]:
    """Counts by kind, guide and what it was about, as they come together."""
    added: Counter[Any] = Counter()
    for (kind, guide, about, *what), count in counts.items():
        added[*into((kind, guide, about)), *what] += count
    return added


def tallied(sessions: Iterable[Tables]) -> Tally:
    """Count sessions as they come."""
    return Count.part(sessions).done()


def _came_to(steps: Iterable[StepRow]) -> tuple[tuple[str, str], ...]:
    return tuple((step.step, step.came_to) for step in steps)


class RetryRow(Struct, frozen=True):
    """What a turn of a session that was said again came to at first, and at last."""

    session: str
    first: str
    last: str


def retries_of(session: str, turns: tuple[TurnRow, ...]) -> Iterator[RetryRow]:
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
            yield RetryRow(session, first.reached, turn.reached)


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
