"""R16 to R19: files that are current, finished, and about nobody in particular."""

import datetime as dt
import re
from collections.abc import Iterator

from sdm_cli.check.checks import Check
from sdm_cli.check.draft import Draft, Found, about, day, found, number, said
from sdm_cli.content.placed import all_scalars
from sdm_cli.model.identifying import PERSONAL
from sdm_cli.model.rule import Rule

_SOON = dt.timedelta(days=90)
OLD_SOURCE = 15
"""Years after which a source is worth a second look."""
_SIGNS_OF_PLACEHOLDERS = ("todo", "fixme", "tbd", "xxx", "tbc", "lorem", "example.org", "example.com", "example.net", "???", "[insert")
PLACEHOLDER = re.compile(
    r"\b(?:TODO|FIXME|TBD|XXX|tbc|TBC)\b|(?i:\blorem ipsum\b|\bexample\.(?:org|com|net)\b)|\?\?\?|\[(?:insert|INSERT|Insert)\b[^\]]*\]"
)
"""What stands for something that is still to be written."""
_SIGNS_OF_A_PERSON = {
    "a date of birth": ("birth", "born", "dob", "d.ob", "do.b", "d.o.b"),
    "a record number": ("patient", "hospital", "record", "nhs", "mrn", "chart"),
}


def _stale(draft: Draft) -> Iterator[Found]:
    due = day(draft.tree, "review_due")
    if due is not None and draft.today.is_after(due):
        yield found(draft.tree.keys["review_due"], f"the review was due on {due}")
    elif due is not None and not draft.today.is_before(due - _SOON):
        yield found(draft.tree.keys["review_due"], f"the review is due {_when(draft.today.days_until(due))}", level="warning")
    for source in draft.tree.entries("sources"):
        year = number(source, "year")
        if year is not None and draft.today.years_since(year) > OLD_SOURCE:
            yield found(about(source), f"'{said(source, 'id')}' is of {year:.0f}", fix="See whether there is newer evidence.", level="note")


def _when(days: int) -> str:
    return "today" if not days else "in 1 day" if days == 1 else f"in {days} days"


def _identifiers(draft: Draft) -> Iterator[Found]:
    for what, pattern in PERSONAL.items():
        yield from _anywhere(draft, _SIGNS_OF_A_PERSON[what], pattern, f"'{{}}' looks like {what}")


def placeholders(draft: Draft) -> Iterator[Found]:
    """What is left to do, in any kind of file."""
    yield from _anywhere(draft, _SIGNS_OF_PLACEHOLDERS, PLACEHOLDER, "'{}' is not finished")


def _anywhere(draft: Draft, signs: tuple[str, ...], pattern: re.Pattern[str], message: str) -> Iterator[Found]:
    """Matches in any value of the file. Most files have none, which one look at the whole text tells."""
    if any(sign in draft.small for sign in signs) and pattern.search(draft.text):
        for scalar in all_scalars(draft.tree):
            for match in pattern.finditer(scalar.text):
                yield draft.piece(scalar, match.start(), match.end(), message.format(match[0]))


UPKEEP = (
    Check(
        Rule(
            id="R16",
            title="Not overdue, not out of old papers",
            group="upkeep",
            judged_by="machine",
            level="error",
            why="Evidence ages, and nobody sees it from the outside.",
            source=f"Hoffmann 2021, 10.1177/0272989X21996622. Within 90 days of the review a warning; a source of more than {OLD_SOURCE} years a note; both are our choice",
            fix="Read the set against its sources, then set 'updated' and 'review_due' anew.",
            wrong="updated: 2020-01-01\nreview_due: 2021-01-01",
            right="review_due: 2099-11-01",
        ),
        _stale,
    ),
    Check(
        Rule(
            id="R17",
            title="Nothing of one real person",
            group="upkeep",
            judged_by="hint",
            level="error",
            why="A set is read by many; whatever points to one patient does not belong there.",
            source="our own rule",
            fix="Take it out.",
            wrong="uncertain: ['Ask Mr A, date of birth 1.2.1950.']",
            right="uncertain: [It is not known for people above 70.]",
        ),
        _identifiers,
    ),
    Check(
        Rule(
            id="R18",
            title="Nothing left to do",
            group="upkeep",
            judged_by="machine",
            level="error",
            why="A placeholder that is read as a text misleads, or makes the rest look careless.",
            source="our own rule",
            fix="Write what belongs there, or take the entry out.",
            wrong="uncertain: [TODO]",
            right="uncertain: [How long it lasts is not known.]",
        ),
        placeholders,
    ),
    Check(
        Rule(
            id="R19",
            title="Every key is known, and every name leads somewhere",
            group="upkeep",
            judged_by="machine",
            level="error",
            why="A misspelt key is silence, and a name that leads nowhere a missing number.",
            source="our own rule",
            fix="The message names the nearest key or name.",
            wrong="titel: A sore thumb",
            right="title: A sore thumb",
            covers=("duplicate-id", "duplicate-key", "unknown-key", "dangling-id", "missing-option", "wrong-condition"),
        ),
    ),
    Check(
        Rule(
            id="F01",
            title="The file is YAML, and has the form of its schema",
            group="upkeep",
            judged_by="machine",
            level="error",
            why="What cannot be read, or stands in the wrong place, reaches nobody.",
            source="our own rule; YAML 1.2 as docs/option-sets.md tells",
            fix="The message says what is there and what should be; 'sdm schema' prints the whole form.",
            wrong="status: finished",
            right="status: draft",
            covers=(
                *("syntax", "tab", "empty", "not-a-mapping", "second-document", "too-deep", "too-large", "not-utf-8", "control-character"),
                *("anchor", "alias", "tag", "odd-key", "missing-key", "wrong-kind", "not-a-choice", "wrong-form", "empty-text", "too-long"),
                *("too-few", "too-many", "one-level", "wrong-level", "excluded-key", "no-arithmetic", "unused-baseline", "no-such-effect"),
            ),
        ),
    ),
)
