"""What no schema can say of a case: names and conditions."""

import pytest

from sdm_cli.content.case_references import case_references
from sdm_cli.content.reading import read
from sdm_cli.model.case import Case
from tests.content.small_case import SMALL_CASE


def found(text: str) -> list[tuple[int, str, str]]:
    """Line, rule and remedy of everything that is wrong."""
    return [(each.line, each.rule, each.fix) for each in read(text.encode(), "case.yaml", Case, case_references).diagnostics]


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_a_case_without_mistakes_is_a_value() -> None:
    assert found(SMALL_CASE) == []
    assert read(SMALL_CASE.encode(), "case.yaml", Case, case_references).value is not None


@pytest.mark.parametrize(
    ("old", "new", "at", "rule", "remedy"),
    [
        ("rests_on: [grandchildren]", "rests_on: [grandchilden]", "rests_on:", "dangling-id", "Did you mean 'grandchildren'?"),
        ("reveals: [grandchildren]", "reveals: [trust]", "reveals: [trust]", "dangling-id", "There are: grandchildren."),
        ("change: {trust: +1}", "change: {trusted: +1}", "trusted: +1", "dangling-id", "Did you mean 'trust'?"),
        ("then: end", "then: ende", "then: ende", "dangling-id", "Did you mean 'end'?"),
        (
            "when: {trust: at least 3}",
            "when: {trust: told}",
            "trust: told",
            "wrong-condition",
            "Write a bound, such as 'at least 2' or 'at most 2'.",
        ),
        (
            "when: {grandchildren: told}",
            "when: {grandchildren: had}",
            "grandchildren: had",
            "wrong-condition",
            "Write 'told' or 'untold'.",
        ),
        ("  - id: numbers", "  - id: trust", "- id: trust", "duplicate-id", "Give this one another name."),
        ("  - id: numbers", "  - id: end", "- id: end", "duplicate-id", "Give this one another name."),
        ("  - id: home", "  - id: more", "- id: more", "duplicate-id", "Give this one another name."),
        ("      - id: pain", "      - id: something-else", "- id: something-else", "duplicate-id", "Give this one another name."),
    ],
)
def test_a_name_that_leads_nowhere_is_told_where_it_stands(old: str, new: str, at: str, rule: str, remedy: str) -> None:
    assert old in SMALL_CASE
    spoilt = SMALL_CASE.replace(old, new, 1)
    assert (line_of(spoilt, at), rule, remedy) in found(spoilt)
