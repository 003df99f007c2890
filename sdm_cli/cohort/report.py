"""What a teacher may read off a tally: talks and steps, never a person.

Groups of fewer than five people are left whole here, in one place, so that no page and no table can show what another
one hides.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Annotated

from msgspec import Meta, Struct

from sdm_cli.cohort.tables import SCHEMA, Tables
from sdm_cli.cohort.tally import LEAST, Group, StepName, Tally, quartiles
from sdm_cli.model.session import OBSERVATION, REFLECTION

FORMAT = 1


class StepCount(Struct, frozen=True, kw_only=True):
    """In how many talks a step was reached, touched, missed, skipped and not met."""

    step: str
    title: str
    talk: str
    reached: int = 0
    touched: int = 0
    missed: int = 0
    skipped: int = 0
    not_met: int = 0

    @property
    def talks(self) -> int:
        """In how many talks it could have been met."""
        return self.reached + self.touched + self.missed + self.skipped + self.not_met


class TalkTime(Struct, frozen=True, kw_only=True):
    """Seconds spent in one of the three talks: a quarter of the talks took no longer than the first, half than the second."""

    talk: str
    talks: int
    quarter: int
    median: int
    three_quarters: int


class StepChange(Struct, frozen=True, kw_only=True):
    """In how many first and in how many last talks a step was reached, by people who talked about the same more than once."""

    step: str
    title: str
    first: int
    last: int
    pairs: int


class KindReport(Struct, frozen=True, kw_only=True):
    """All finished talks of one kind by one guide."""

    kind: str
    guide: str
    talks: int
    people: int
    steps: tuple[StepCount, ...]
    times: tuple[TalkTime, ...]
    again_people: Annotated[int | None, Meta(description="People who talked about the same more than once; null below five.")]
    again: tuple[StepChange, ...]


class SeenCount(Struct, frozen=True, kw_only=True):
    """In how many talks observers saw what of a step, and beside it in how many practices it was reached."""

    step: str
    title: str
    talk: str
    not_seen: int = 0
    touched: int = 0
    clear: int = 0
    checked: int = 0
    reached: Annotated[int | None, Meta(description="Practices that reached it; null where practices are not broken down.")] = None
    practices: Annotated[int | None, Meta(description="Practices that could have; null as above.")] = None

    @property
    def talks(self) -> int:
        """In how many talks it was watched for."""
        return self.not_seen + self.touched + self.clear + self.checked


class SeenReport(Struct, frozen=True, kw_only=True):
    """All finished observations by one guide."""

    guide: str
    talks: int
    people: int
    steps: tuple[SeenCount, ...]


class FactCount(Struct, frozen=True, kw_only=True):
    """In how many talks something came to light that the patient keeps back."""

    fact: str
    what: str
    told: int
    kept: int


class CaseReport(Struct, frozen=True, kw_only=True):
    """All finished practices of one case."""

    case: str
    people: int
    talks: int
    light: tuple[FactCount, ...]


class Retry(Struct, frozen=True, kw_only=True):
    """How often a turn that came to `first` came to `last` when it was said again."""

    first: str
    last: str
    count: int


class Quote(Struct, frozen=True, kw_only=True):
    """Words that somebody typed, without who."""

    kind: str
    step: str
    title: str
    words: str


class Handed(Struct, frozen=True, kw_only=True):
    """What was handed in."""

    sessions: int
    finished: int
    people: Annotated[int | None, Meta(description="Folders that sessions came from; null if there is only one.")]
    twice: int
    reflections: Annotated[int, Meta(description="How many of the sessions are reflections after a role play.")] = 0
    cut: Annotated[int, Meta(description="Sessions whose last line a crash cut short; they count as far as they go.")] = 0
    passed_over: dict[str, int]


class Report(Struct, frozen=True, kw_only=True):
    """A class, as a teacher may see it."""

    format: int = FORMAT
    tables: int = SCHEMA
    handed_in: Handed
    kinds: tuple[KindReport, ...]
    seen: tuple[SeenReport, ...] = ()
    cases: tuple[CaseReport, ...]
    retries: tuple[Retry, ...]
    not_broken_down: Annotated[tuple[str, ...], Meta(description="Groups of fewer than five people.")]
    quotes: tuple[Quote, ...] = ()


def report(tally: Tally, people: int | None, twice: int, passed_over: Mapping[str, int], quotes: Sequence[Quote] = ()) -> Report:
    """The report on a tally."""
    kinds = sorted(tally.names)
    cases = sorted({case for case, _, _ in tally.light} | {about for kind, _, about, _ in tally.sessions if kind == "practice"})
    large = [group for group in kinds if _is_large(tally, group)]
    small = [f"{kind} by {guide}" for kind, guide in kinds if (kind, guide) not in large]
    small += [case for case in cases if not _is_large(tally, (case,))]
    handed = Handed(
        sessions=sum(tally.sessions.values()),
        finished=sum(count for (*_, finished), count in tally.sessions.items() if finished),
        people=people,
        twice=twice,
        reflections=sum(count for (kind, *_), count in tally.sessions.items() if kind == REFLECTION),
        cut=tally.cut,
        passed_over=dict(sorted(passed_over.items())),
    )
    shown = {kind for kind, _ in large}
    return Report(
        handed_in=handed,
        kinds=tuple(_kind(tally, group) for group in large if group[0] != OBSERVATION),
        seen=tuple(_seen(tally, group) for group in large if group[0] == OBSERVATION),
        cases=tuple(_case(tally, case) for case in cases if _is_large(tally, (case,))),
        retries=tuple(_retries(tally)) if "practice" in shown else (),
        not_broken_down=tuple(small),
        # By a hash: the order in which they were handed in would put one person's together.
        quotes=tuple(sorted((quote for quote in quotes if quote.kind in shown), key=lambda quote: (quote.step, _shuffled(quote.words)))),
    )


def _shuffled(words: str) -> bytes:
    return sha256(words.encode()).digest()


def quotes_of(tables: Tables) -> Iterator[Quote]:
    """What was typed in one finished talk, without who typed it."""
    titles = {step.step: step.title for step in tables.steps}
    for row in tables.words:
        if tables.session.finished and row.step in titles:
            yield Quote(kind=tables.session.kind, step=row.step, title=titles[row.step], words=row.words)


def _is_large(tally: Tally, group: Group) -> bool:
    return tally.people.get(group, 0) >= LEAST


def _kind(tally: Tally, group: tuple[str, str]) -> KindReport:
    kind, guide = group
    names = sorted(tally.names[group])
    again = tally.people.get((kind, guide, "again"), 0)
    return KindReport(
        kind=kind,
        guide=guide,
        talks=sum(count for (*which, _, finished), count in tally.sessions.items() if tuple(which) == group and finished),
        people=tally.people[group],
        steps=tuple(step for name in names if (step := _step(tally, group, name)).talks >= LEAST),
        times=tuple(_times(tally, group, dict.fromkeys(name.talk for name in names))),
        again_people=again if again >= LEAST else None,
        again=tuple(_changes(tally, group, names)) if again >= LEAST else (),
    )


def _step(tally: Tally, group: tuple[str, str], name: StepName) -> StepCount:
    def count(came_to: str) -> int:
        return tally.steps.get((*group, name.step, came_to), 0)

    return StepCount(
        step=name.step,
        title=name.title,
        talk=name.talk,
        reached=count("reached"),
        touched=count("touched"),
        missed=count("missed"),
        skipped=count("skipped"),
        not_met=count("not met"),
    )


def _seen(tally: Tally, group: tuple[str, str]) -> SeenReport:
    guide = group[1]
    steps = (_seen_step(tally, guide, name) for name in sorted(tally.names[group]))
    return SeenReport(
        guide=guide,
        talks=sum(count for (*which, _, finished), count in tally.sessions.items() if tuple(which) == group and finished),
        people=tally.people[group],
        steps=tuple(step for step in steps if step.talks >= LEAST),
    )


def _seen_step(tally: Tally, guide: str, name: StepName) -> SeenCount:
    def count(was: str) -> int:
        return tally.seen.get((guide, name.step, was), 0)

    practised = _step(tally, ("practice", guide), name)
    is_large = _is_large(tally, ("practice", guide)) and practised.talks >= LEAST
    return SeenCount(
        step=name.step,
        title=name.title,
        talk=name.talk,
        not_seen=count("not-seen"),
        touched=count("touched"),
        clear=count("clear"),
        checked=count("checked"),
        reached=practised.reached if is_large else None,
        practices=practised.talks if is_large else None,
    )


def _times(tally: Tally, group: tuple[str, str], talks: Iterable[str]) -> Iterator[TalkTime]:
    for talk in talks:
        spent = {seconds: count for (*which, name, seconds), count in tally.seconds.items() if (*which, name) == (*group, talk)}
        found = quartiles(spent)
        if found is not None and sum(spent.values()) >= LEAST:
            yield TalkTime(talk=talk, talks=sum(spent.values()), quarter=found[0], median=found[1], three_quarters=found[2])


def _changes(tally: Tally, group: tuple[str, str], names: Iterable[StepName]) -> Iterator[StepChange]:
    for name in names:
        ends = {
            which: {came_to: count for (*key, came_to), count in tally.attempts.items() if key == [*group, name.step, which]}
            for which in ("first", "last")
        }
        first, last = (ends[which].get("reached", 0) for which in ("first", "last"))
        pairs = min(sum(each.values()) for each in ends.values())
        if pairs >= LEAST:
            yield StepChange(step=name.step, title=name.title, first=first, last=last, pairs=pairs)


def _case(tally: Tally, case: str) -> CaseReport:
    facts = sorted({fact for found, fact, _ in tally.light if found == case})
    return CaseReport(
        case=case,
        people=tally.people[case,],
        talks=sum(
            count for (kind, _, about, finished), count in tally.sessions.items() if kind == "practice" and about == case and finished
        ),
        light=tuple(
            FactCount(
                fact=fact,
                what=tally.facts[case, fact],
                told=tally.light.get((case, fact, True), 0),
                kept=tally.light.get((case, fact, False), 0),
            )
            for fact in facts
        ),
    )


def _retries(tally: Tally) -> Iterator[Retry]:
    """All of them or none: fewer than five would be somebody's."""
    if sum(tally.retries.values()) < LEAST:
        return
    order = ("missed", "touched", "reached")
    for first, last in sorted(tally.retries, key=lambda pair: (order.index(pair[0]), order.index(pair[1]))):
        yield Retry(first=first, last=last, count=tally.retries[first, last])
