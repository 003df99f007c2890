"""What a teacher may read off a tally: talks and steps, never a person.

Groups of fewer than five people are left whole here, in one place, so that no page and no table can show what another
one hides.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Annotated

from msgspec import Meta, Struct

from sdm_cli.cohort.tables import SCHEMA, Tables
from sdm_cli.cohort.tally import LEAST, Group, StepName, Tally, quartiles
from sdm_cli.model.session import OBSERVATION, PRACTICE, REFLECTION

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
    left_out: Annotated[int, Meta(description="Finished talks that are in no number: about cases that are not broken down.")] = 0
    steps: tuple[StepCount, ...]
    times: tuple[TalkTime, ...]
    again_people: Annotated[int | None, Meta(description="People who talked about the same more than once; null where too few are left.")]
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


class Typed(Struct, frozen=True):
    """A quote, with what decides whether it may be shown: the guide and the case of its talk. Neither is shown with it."""

    guide: str
    about: str
    quote: Quote


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
    not_broken_down: Annotated[tuple[str, ...], Meta(description="Groups of fewer than five people, or that would leave so few.")]
    quotes: tuple[Quote, ...] = ()


def report(tally: Tally, people: int | None, twice: int, passed_over: Mapping[str, int], typed: Iterable[Typed] = ()) -> Report:
    """The report on a tally."""
    kinds = sorted(tally.names)
    cases = sorted({case for case, _, _ in tally.light} | {about for kind, _, about, _ in tally.sessions if kind == PRACTICE})
    shown = [group for group in kinds if _parts(tally, group)]
    small = [f"{kind} by {guide}" for kind, guide in kinds if (kind, guide) not in shown]
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
    return Report(
        handed_in=handed,
        kinds=tuple(_kind(tally, group) for group in shown if group[0] != OBSERVATION),
        seen=tuple(_seen(tally, group) for group in shown if group[0] == OBSERVATION),
        cases=tuple(_case(tally, case) for case in cases if _is_large(tally, (case,))),
        retries=tuple(_retries(tally)),
        not_broken_down=tuple(small),
        # By a hash: the order in which they were handed in would put one person's together.
        quotes=tuple(sorted(_quotes(tally, typed), key=lambda quote: (quote.step, _shuffled(quote.words)))),
    )


# ── What may be shown ────────────────────────────────────────────────────────────────────────────────────────────────
#
# A number is made of parts, each of which is of five people or more, or is not in it: the talks about cases that are
# broken down, and those about all other cases together. So whoever takes from it what is told of the cases is left with
# nobody or with five. Only the first and the last talks of people who talked again are a part of another number, that
# of all talks. They are shown where the other talks of that number are nobody's, or are of five people too.


def _parts(tally: Tally, group: tuple[str, str]) -> tuple[bool, ...]:
    """Which talks by a guide are of enough people: those about cases that are broken down (False), those about rare ones (True)."""
    return tuple(rare for rare in (False, True) if _is_large(tally, (*group, rare)))


def _counted(tally: Tally, what: str, group: tuple[str, str], *name: str) -> tuple[bool, ...]:
    """Which of them a number is made of."""
    return tuple(rare for rare in (False, True) if _is_enough(tally, what, *group, rare, *name))


def _is_enough(tally: Tally, *number: str | bool) -> bool:
    return tally.behind.get(number, 0) >= LEAST


def _is_large(tally: Tally, group: Group) -> bool:
    return tally.people.get(group, 0) >= LEAST


def _is_rare(tally: Tally, kind: str, about: str) -> bool:
    return kind == PRACTICE and not _is_large(tally, (about,))


# ── What is shown ────────────────────────────────────────────────────────────────────────────────────────────────────


def _shuffled(words: str) -> bytes:
    return sha256(words.encode()).digest()


def typed_in(tables: Tables) -> Iterator[Typed]:
    """What was typed in one finished talk, without who typed it."""
    titles = {step.step: step.title for step in tables.steps}
    row = tables.session
    for typed in tables.words:
        if row.finished and typed.step in titles:
            quote = Quote(kind=row.kind, step=typed.step, title=titles[typed.step], words=typed.words)
            yield Typed(row.guide, row.case or row.option_set, quote)


def _quotes(tally: Tally, typed: Iterable[Typed]) -> Iterator[Quote]:
    """What was typed in talks that are counted at its step."""
    for each in typed:
        quote = each.quote
        if _is_rare(tally, quote.kind, each.about) in _counted(tally, "step", (quote.kind, each.guide), quote.step):
            yield quote


def _kind(tally: Tally, group: tuple[str, str]) -> KindReport:
    kind, guide = group
    names, parts = sorted(tally.names[group]), _parts(tally, group)
    talks = dict.fromkeys((False, True), 0)
    for (*which, about, finished), count in tally.sessions.items():
        if tuple(which) == group and finished:
            talks[_is_rare(tally, kind, about)] += count
    left_out = sum(count for rare, count in talks.items() if rare not in parts)
    changes = tuple(_changes(tally, group, names))
    return KindReport(
        kind=kind,
        guide=guide,
        talks=sum(talks.values()) - left_out,
        people=tally.people[(*group, *parts) if left_out else group],
        left_out=left_out,
        steps=tuple(step for name in names if (step := _step(tally, group, name)).talks),
        times=tuple(_times(tally, group, dict.fromkeys(name.talk for name in names))),
        again_people=tally.people[kind, guide, "again"] if changes else None,
        again=changes,
    )


def _step(tally: Tally, group: tuple[str, str], name: StepName) -> StepCount:
    parts = _counted(tally, "step", group, name.step)

    def count(came_to: str) -> int:
        return sum(tally.steps.get((*group, rare, name.step, came_to), 0) for rare in parts)

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
        steps=tuple(step for step in steps if _is_enough(tally, "seen", guide, step.step)),
    )


def _seen_step(tally: Tally, guide: str, name: StepName) -> SeenCount:
    def count(was: str) -> int:
        return tally.seen.get((guide, name.step, was), 0)

    practised = _step(tally, (PRACTICE, guide), name)
    return SeenCount(
        step=name.step,
        title=name.title,
        talk=name.talk,
        not_seen=count("not-seen"),
        touched=count("touched"),
        clear=count("clear"),
        checked=count("checked"),
        reached=practised.reached if practised.talks else None,
        practices=practised.talks or None,
    )


def _times(tally: Tally, group: tuple[str, str], talks: Iterable[str]) -> Iterator[TalkTime]:
    for talk in talks:
        parts, spent = _counted(tally, "time", group, talk), Counter[int]()
        for (*which, rare, name, seconds), count in tally.seconds.items():
            if (*which, name) == (*group, talk) and rare in parts:
                spent[seconds] += count
        if (found := quartiles(spent)) is not None:
            yield TalkTime(talk=talk, talks=spent.total(), quarter=found[0], median=found[1], three_quarters=found[2])


def _changes(tally: Tally, group: tuple[str, str], names: Iterable[StepName]) -> Iterator[StepChange]:
    for name in names:
        parts = [rare for rare in _counted(tally, "pair", group, name.step) if _can_be_taken_away(tally, group, rare, name)]
        ends = {which: Counter[str]() for which in ("first", "last")}
        for (*which, rare, step, end, came_to), count in tally.attempts.items():
            if (*which, step) == (*group, name.step) and rare in parts:
                ends[end][came_to] += count
        if parts:
            first, last = (ends[which]["reached"] for which in ("first", "last"))
            yield StepChange(step=name.step, title=name.title, first=first, last=last, pairs=ends["first"].total())


def _can_be_taken_away(tally: Tally, group: tuple[str, str], rare: bool, name: StepName) -> bool:  # noqa: FBT001 - a part
    """Whether all talks without the first and the last are nobody's, or of enough people."""
    return tally.behind.get(("other", *group, rare, name.step), 0) in (0, LEAST)


def _case(tally: Tally, case: str) -> CaseReport:
    facts = sorted({fact for found, fact, _ in tally.light if found == case})
    return CaseReport(
        case=case,
        people=tally.people[case,],
        talks=sum(count for (kind, _, about, finished), count in tally.sessions.items() if kind == PRACTICE and about == case and finished),
        light=tuple(
            FactCount(
                fact=fact,
                what=tally.facts[case, fact],
                told=tally.light.get((case, fact, True), 0),
                kept=tally.light.get((case, fact, False), 0),
            )
            for fact in facts
            if _is_enough(tally, "fact", case, fact)
        ),
    )


def _retries(tally: Tally) -> Iterator[Retry]:
    found: Counter[tuple[str, str]] = Counter()
    for (kind, guide, rare, first, last), count in tally.retries.items():
        if rare in _counted(tally, "retry", (kind, guide)):
            found[first, last] += count
    order = ("missed", "touched", "reached")
    for first, last in sorted(found, key=lambda pair: (order.index(pair[0]), order.index(pair[1]))):
        yield Retry(first=first, last=last, count=found[first, last])
