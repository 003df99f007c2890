"""The report on a class: what to teach again, step by step and case by case. Nobody is in it."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from itertools import groupby

from sdm_cli.cohort.report import CaseReport, FactCount, Handed, KindReport, Report, SeenCount, SeenReport, StepCount
from sdm_cli.cohort.tally import LEAST
from sdm_cli.document.blocks import (
    LONGEST_BAR,
    Bar,
    Bars,
    Block,
    Bullets,
    Document,
    Facts,
    Faint,
    Heading,
    Kind,
    Line,
    Paragraph,
    Part,
    Quotation,
    Table,
    Unknown,
    legend_of,
    line,
)  # fmt: skip
from sdm_cli.pages.figures import inside
from sdm_cli.pages.screen import clock
from sdm_cli.pages.titles import NO_TITLES, Titles, called

_KINDS = {"walk": ("Rehearsals", "rehearsal"), "practice": ("Practices with a patient", "practice")}
_SMALL = {"walk": "Rehearsals", "practice": "Practices with a patient", "observation": "Observed talks"}
_PARTS: tuple[tuple[str, str, Kind], ...] = (
    ("reached", "reached", "event"),
    ("touched", "touched", "between"),
    ("missed", "missed: something was said there, and it did nothing for the step", "extra"),
    ("skipped", "skipped on purpose", "avoided"),
    ("not_met", "not met", "none"),
)
_REACHED_MEANS = {
    "walk": "Reached means here that something was noted, or marked as said; touched, that the step was shown and nothing noted.",
    "practice": "What was said decides whether a step was reached or touched. A case that has no place for a step is not counted there.",
}
_SEEN_MEANS = (
    "In how many of them each step was seen so, in the words of the observer. An observer and a practice look at different talks, "
    "so they stand side by side, and are neither added nor averaged."
)
_FIRST = 3
"""Steps that the report begins with."""
_QUOTES = 8
"""Quotes of one step on a page; the rest is in the data."""


def class_report(told: Report, titles: Titles = NO_TITLES) -> Document:
    """The whole report. Cases and guides are called by their titles."""
    blocks: list[Block] = [Heading(1, "What the class practised"), *_handed_in(told.handed_in)]
    if told.kinds or told.seen or told.cases:
        blocks += [Heading(2, "In short"), *_in_short(told, titles)]
    for kind in told.kinds:
        blocks += _kind(kind, titles)
    for seen in told.seen:
        blocks += _seen(seen, titles)
    blocks += _cases(told.cases, titles)
    blocks += _retries(told)
    blocks += _quotes(told)
    if told.not_broken_down:
        blocks.append(Heading(2, "Not broken down"))
        few = _number(LEAST)
        why = f"Fewer than {few} people finished these, or fewer would be left if one number were taken from another."
        blocks.append(Paragraph(line(f"{why} {_ONLY_TOGETHER}")))
        blocks.append(Bullets(tuple(line(_small(each, titles)) for each in told.not_broken_down)))
    blocks += [Heading(2, "How to read this"), Paragraph(line(_HOW_TO_READ))]
    return Document(tuple(blocks))


_ONLY_TOGETHER = "What they did is in a number above only together with others, where all of them are that many people:"
_HOW_TO_READ = (
    "It counts what happened in made-up talks. It is no mark for anybody, and compares nobody. A step may be missed for a good reason, "
    "and what a trainee did in a rehearsal says little about a talk with a patient."
)


def _handed_in(handed: Handed) -> Iterator[Block]:
    facts = [("Sessions", line(f"{handed.sessions}, of which {handed.finished} came to their end. Only those are counted below."))]
    if handed.people is not None:
        facts.append(("People", line(f"{handed.people}, a folder each")))
    elif handed.sessions:
        facts.append(("People", line("Not known: all files lie in one folder. Sessions stand for people below.")))
    if handed.reflections:
        facts.append(
            ("Reflections", line(f"{handed.reflections} of the sessions, each for the three of its role play; nothing of them is below"))
        )
    if handed.cut:
        facts.append(("Cut short", line(f"{handed.cut}, by a crash; each is counted as far as it goes")))
    if handed.twice:
        facts.append(("Handed in twice", line(f"{handed.twice}, each counted once")))
    if handed.passed_over:
        listed = ", ".join(f"{count} {reason}" for reason, count in handed.passed_over.items())
        facts.append(("Passed over", line(f"{sum(handed.passed_over.values())}: {listed}")))
    yield Facts(tuple(facts))


def _in_short(told: Report, titles: Titles) -> Iterator[Block]:
    """What was reached least and what came to light least: where to begin tomorrow."""
    points: list[Line] = []
    for kind in told.kinds:
        least = sorted(kind.steps, key=lambda step: Fraction(step.reached, step.talks))[:_FIRST]
        named = "; ".join(
            f"{step.step} {inside(step.title)} ({_of(step.reached, step.talks)})" for step in least if step.reached < step.talks
        )
        if named:
            points.append(line(f"{_KINDS[kind.kind][0]}: least often reached were {named}."))
    for seen in told.seen:
        unseen = sorted(seen.steps, key=lambda step: -Fraction(step.not_seen, step.talks))[:_FIRST]
        named = "; ".join(f"{step.step} {inside(step.title)} ({_of(step.not_seen, step.talks)})" for step in unseen if step.not_seen)
        if named:
            points.append(line(f"Observed talks: most often not seen were {named}."))
    for case in told.cases:
        seldom = [fact for fact in case.light if fact.told < fact.kept]
        named = " ".join(f"{_quoted(fact.what)} ({_seldom(fact)})" for fact in seldom)
        if named:
            points.append(line(f"{called(titles, 'cases', case.case)}: mostly stayed unsaid: {named}"))
    is_empty = not (any(kind.steps for kind in told.kinds) or any(seen.steps for seen in told.seen) or told.cases)
    nothing = "No step and no case is of enough people to be told of." if is_empty else "Every step was reached in every talk."
    yield Bullets(tuple(points)) if points else Paragraph(line(nothing))


def _kind(kind: KindReport, titles: Titles) -> Iterator[Block]:
    plural, one = _KINDS[kind.kind]
    yield Heading(2, f"{plural}{_by(kind.guide, titles)}")
    yield Paragraph(line(f"{_counted(kind.talks, one)} of {kind.people} people. {_REACHED_MEANS[kind.kind]} {_scale(kind.talks)}"))
    if kind.left_out:
        yield Paragraph(line(_left_out(kind.left_out)))
    bars = [(step.talk, _bar(step)) for step in kind.steps]
    legend = legend_of(bar for _, bar in bars)
    for talk, of_talk in groupby(bars, key=lambda bar: bar[0]):
        yield Heading(3, talk)
        yield Bars(tuple(bar for _, bar in of_talk), legend if talk == bars[-1][0] else ())
    if kind.times:
        yield Heading(3, "Time in each talk")
        yield Table(
            ("Talk", "Median", "Half of them between"),
            tuple((line(time.talk), line(_clock(time.median)), line(f"{_clock(time.quarter)} and {_clock(time.three_quarters)}")) for time in kind.times),
        )  # fmt: skip
        yield Paragraph(
            line(
                Faint(
                    "In minutes, pauses left out. Half of the talks took no longer than the median; the middle half lies between the quartiles."
                )
            )
        )
    if kind.again_people is not None:
        yield from _again(kind)


def _left_out(talks: int) -> str:
    which, about = ("is", "It is about a case") if talks == 1 else ("are", "They are about cases")
    few = _number(LEAST)
    return (
        f"{talks} more {which} left out of every number here. {about} of fewer than {few} people; what such people did could be "
        "worked out by subtraction."
    )


def _seen(seen: SeenReport, titles: Titles) -> Iterator[Block]:
    yield Heading(2, f"Observed talks{_by(seen.guide, titles)}")
    yield Paragraph(line(f"{_counted(seen.talks, 'observation')} of {seen.people} people. {_SEEN_MEANS}"))
    beside = any(step.practices is not None for step in seen.steps)
    columns = ("Step", "Not seen", "Touched", "Clear", "Clear, and checked", *(("Reached in practices",) if beside else ()))
    yield Table(columns, tuple(_seen_row(step, beside=beside) for step in seen.steps))


def _seen_row(step: SeenCount, *, beside: bool) -> tuple[Line, ...]:
    counts = tuple(line(str(count)) for count in (step.not_seen, step.touched, step.clear, step.checked))
    told = (
        line(_of(step.reached, step.practices))
        if step.reached is not None and step.practices is not None
        else line(Unknown("too few to tell"))
    )
    return (line(f"{step.step} {step.title}"), *counts, *((told,) if beside else ()))


def _bar(step: StepCount) -> Bar:
    parts = tuple(Part(getattr(step, name), meaning, kind) for name, meaning, kind in _PARTS if getattr(step, name))
    said = ", ".join(f"{name.replace('_', ' ')} {getattr(step, name)}" for name, _, _ in _PARTS if getattr(step, name))
    return Bar(f"{step.step} {step.title}", parts, said)


def _again(kind: KindReport) -> Iterator[Block]:
    yield Heading(3, "The same again")
    changed = [each for each in kind.again if each.first != each.last]
    yield Paragraph(
        line(
            f"{kind.again_people} people talked about the same more than once. Steps that their last talk reached more or less often than their first:"
        )
    )
    if not changed:
        yield Paragraph(line("None."))
        return
    rows = tuple(
        (line(f"{each.step} {each.title}"), line(_of(each.first, each.pairs)), line(_of(each.last, each.pairs))) for each in changed
    )
    yield Table(("Step", "Reached at first", "Reached at last"), rows)


def _cases(cases: tuple[CaseReport, ...], titles: Titles) -> Iterator[Block]:
    if not cases:
        return
    yield Heading(2, "What came to light")
    yield Paragraph(line(f"What each patient will not say unless asked. {_scale(max(case.talks for case in cases))}"))
    for case in cases:
        bars = tuple(
            Bar(
                _quoted(fact.what),
                tuple(Part(count, meaning, kind) for count, meaning, kind in _told(fact.told, fact.kept) if count),
                _seldom(fact),
            )
            for fact in sorted(case.light, key=lambda fact: fact.told)
        )
        if bars:
            yield Heading(3, called(titles, "cases", case.case))
            yield Paragraph(line(f"{_counted(case.talks, 'practice')} of {case.people} people."))
            yield Bars(bars, legend_of(bars) if case is cases[-1] else ())


def _seldom(fact: FactCount) -> str:
    return f"came to light in {_of(fact.told, fact.told + fact.kept)}" if fact.told else f"never came to light, in {fact.kept}"


def _told(told: int, kept: int) -> tuple[tuple[int, str, Kind], ...]:
    return (told, "came to light", "event"), (kept, "stayed unsaid", "none")


def _retries(told: Report) -> Iterator[Block]:
    if not told.retries:
        return
    yield Heading(2, "Said again")
    yield Paragraph(line("Turns that were taken back, or tried again after the end."))
    yield Bullets(tuple(line(f"{each.first}, then {each.last}: {each.count}") for each in told.retries))


def _quotes(told: Report) -> Iterator[Block]:
    if not told.quotes:
        return
    yield Heading(2, "In their own words")
    yield Paragraph(line("In no order, and without who said it. Read them before you show them: people may have typed a name."))
    titles = dict.fromkeys((step.step, step.title) for kind in told.kinds for step in kind.steps)
    for step, title in titles:
        said = dict.fromkeys(quote.words for quote in told.quotes if quote.step == step)
        if said:
            yield Heading(3, f"{step} {title}")
            ordered = list(said)
            yield from (Quotation(words) for words in ordered[:_QUOTES])
            if len(ordered) > _QUOTES:
                yield Paragraph(line(Faint(f"And {len(ordered) - _QUOTES} more; --json has them all.")))


def _by(guide: str, titles: Titles) -> str:
    return f" by the guide {_quoted(called(titles, 'guides', guide))}"


def _small(group: str, titles: Titles) -> str:
    """A group too small to be broken down: a kind of talk by a guide, or a case."""
    kind, by, guide = group.partition(" by ")
    return f"{_SMALL.get(kind, kind)}{_by(guide, titles)}" if by else called(titles, "cases", group)


def _scale(talks: int) -> str:
    return "One mark is one talk." if talks <= LONGEST_BAR else "A whole bar is all talks."


def _of(some: int, whole: int) -> str:
    return f"{some} of {whole}"


def _counted(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"


def _number(number: int) -> str:
    return {5: "five"}.get(number, str(number))


def _quoted(words: str) -> str:
    return f'"{words}"'


def _clock(seconds: int) -> str:
    return clock(timedelta(seconds=seconds))
