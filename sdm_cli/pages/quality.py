"""The report of a set: criterion by criterion, what is met, what is not, and what only people can judge."""

from collections.abc import Iterator, Sequence

from sdm_cli.document.blocks import Block, Bullets, Document, Heading, Line, Paragraph, Strong, Table, line
from sdm_cli.model.rule import Checked, Verdict
from sdm_cli.pages.rules import GROUPS

_IPDAS = ("qualifying", "certifying", "certifying, tests", "quality")
_BY_MACHINE = {"machine", "hint"}
_SHOWN = 3
"""Places named for a criterion; the rest are counted."""


def report(checked: Sequence[Checked], day: str, by: str) -> Document:
    """The report of one set or of several, on a day, by some rules."""
    blocks: list[Block] = [
        Heading(1, "What the check can say" if len(checked) != 1 else f"What the check can say of {checked[0].file}"),
        Paragraph(
            line(
                f"Checked on {day} by {by}. The criteria are those of IPDAS 4.0 (Joseph-Williams 2014, 10.1177/0272989X13501721), in our words, and rules "
                "of our own. A machine sees form and not truth: this is no certificate."
            )
        ),
    ]
    for each in checked:
        if len(checked) > 1:
            blocks.append(Heading(2, each.file))
        blocks += _of_one(each, 2 if len(checked) == 1 else 3)
    return Document(tuple(blocks))


def _of_one(checked: Checked, level: int) -> Iterator[Block]:
    if not checked.verdicts:
        yield Paragraph(line("The file could not be read; 'sdm check' says where."))
        return
    yield Paragraph(line(Strong(passed(checked.verdicts)), *_others(checked.verdicts)))
    for group, title in GROUPS.items():
        verdicts = [verdict for verdict in checked.verdicts if verdict.rule.group == group]
        if verdicts:
            yield Heading(level, title)
            yield Table(("Criterion", "Outcome", "What was seen"), tuple(_row(verdict) for verdict in verdicts))
    if checked.used:
        yield Heading(level, "Allowed, with the reason given in the file")
        yield Bullets(tuple(line(f"{silence.rule}, line {silence.line}: {silence.reason}") for silence in checked.used))


def passed(verdicts: Sequence[Verdict]) -> str:
    """'Passes n of m machine-checkable criteria': of IPDAS, and of those that are for this set."""
    judged = [
        each for each in verdicts if each.rule.group in _IPDAS and each.rule.judged_by in _BY_MACHINE and each.outcome != "does not apply"
    ]
    met = sum(each.outcome == "met" for each in judged)
    return f"Passes {met} of {len(judged)} machine-checkable criteria."


def _others(verdicts: Sequence[Verdict]) -> Iterator[str]:
    allowed = sum(each.outcome == "allowed" for each in verdicts)
    attested = [each for each in verdicts if each.rule.judged_by == "attested"]
    vouched = sum(each.outcome == "attested" for each in attested)
    if allowed:
        yield f" {allowed} {'rule is' if allowed == 1 else 'rules are'} not met, with a reason given in the file."
    if attested:
        yield f" Of {len(attested)} things that only people can vouch for, {vouched} {'is' if vouched == 1 else 'are'} vouched for."


def _row(verdict: Verdict) -> tuple[Line, ...]:
    return line(f"{verdict.rule.id}  {verdict.rule.title}"), line(verdict.outcome), line("; ".join(_seen(verdict)))


def _seen(verdict: Verdict) -> Iterator[str]:
    if verdict.said:
        yield verdict.said
    yield from (f"line {found.line}: {found.message}" for found in verdict.findings[:_SHOWN])
    if len(verdict.findings) > _SHOWN:
        yield f"and {len(verdict.findings) - _SHOWN} more"
