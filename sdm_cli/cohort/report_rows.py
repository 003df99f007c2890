"""A report as one table, for a spreadsheet: one number a row."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from sdm_cli.cohort.report import KindReport, Report, SeenReport
from sdm_cli.model.session import OBSERVATION


class ReportRow(Struct, frozen=True, kw_only=True):
    """One number of a report, with what it counts."""

    about: Annotated[str, Meta(description="handed in, left out, step, time, again, seen, light or retry.")]
    kind: Annotated[str, Meta(description="walk, practice or observation; empty where it is neither's.")] = ""
    guide: Annotated[str, Meta(description="The guide; empty where it is none's.")] = ""
    case: Annotated[str, Meta(description="The case; empty where it is none's.")] = ""
    name: Annotated[str, Meta(description="The step, the talk or the fact.")] = ""
    what: Annotated[str, Meta(description="What is counted, such as reached, or which time, such as median.")] = ""
    number: Annotated[int, Meta(description="How many; of times, seconds.")] = 0
    of: Annotated[int | None, Meta(description="Out of how many; empty where there is no whole.")] = None


def report_rows(told: Report) -> Iterator[ReportRow]:
    """The report as rows, for a spreadsheet."""
    handed = told.handed_in
    for what, number in (
        ("sessions", handed.sessions),
        ("finished", handed.finished),
        ("reflections", handed.reflections),
        ("twice", handed.twice),
        ("cut short", handed.cut),
    ):
        yield ReportRow(about="handed in", what=what, number=number)
    for reason, number in handed.passed_over.items():
        yield ReportRow(about="handed in", name=reason, what="passed over", number=number)
    for kind in told.kinds:
        yield from _kind_rows(kind)
    for seen in told.seen:
        yield from _seen_rows(seen)
    for case in told.cases:
        for fact in case.light:
            yield ReportRow(
                about="light", kind="practice", case=case.case, name=fact.fact, what="told", number=fact.told, of=fact.told + fact.kept
            )
    for retry in told.retries:
        yield ReportRow(about="retry", kind="practice", name=retry.first, what=retry.last, number=retry.count)


def _seen_rows(seen: SeenReport) -> Iterator[ReportRow]:
    for step in seen.steps:
        row = ReportRow(about="seen", kind=OBSERVATION, guide=seen.guide, name=step.step, of=step.talks)
        yield from _numbers(row, step, ("not_seen", "touched", "clear", "checked"))


def _kind_rows(kind: KindReport) -> Iterator[ReportRow]:
    whole = ReportRow(about="", kind=kind.kind, guide=kind.guide)
    if kind.left_out:
        yield replace(whole, about="left out", what="talks", number=kind.left_out, of=kind.talks + kind.left_out)
    for step in kind.steps:
        row = replace(whole, about="step", name=step.step, of=step.talks)
        yield from _numbers(row, step, ("reached", "touched", "missed", "skipped", "not_met"))
    for time in kind.times:
        yield from _numbers(replace(whole, about="time", name=time.talk, of=time.talks), time, ("quarter", "median", "three_quarters"))
    for change in kind.again:
        yield from _numbers(replace(whole, about="again", name=change.step, of=change.pairs), change, ("first", "last"))


def _numbers(row: ReportRow, counted: Struct, names: Sequence[str]) -> Iterator[ReportRow]:
    """The row once for each of these numbers of what was counted."""
    for name in names:
        yield replace(row, what=name.replace("_", " "), number=getattr(counted, name))
