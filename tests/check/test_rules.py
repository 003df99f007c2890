"""Each rule finds its own example of what is wrong, and nothing in its example of what is right."""

import pytest

from sdm_cli.check.judging import RULES
from sdm_cli.check.rules import CHECKS
from sdm_cli.check.rules.cases import CASE_RULES
from sdm_cli.model.rule import Rule
from tests.check.whole_thumb import WHOLE_THUMB, check, laid_over

OF_SETS = [rule for rule in RULES.values() if rule.group != "cases"]
"""Those for cases are in test_cases.py."""
WITH_EXAMPLES = [rule for rule in OF_SETS if rule.wrong]


def test_the_whole_thumb_keeps_every_rule() -> None:
    checked = check(WHOLE_THUMB)
    assert checked.diagnostics == ()
    assert {verdict.outcome for verdict in checked.verdicts} <= {"met", "attested", "for a person to judge", "does not apply"}


@pytest.mark.parametrize("rule", WITH_EXAMPLES, ids=lambda rule: rule.id)
def test_the_wrong_example_breaks_the_rule_and_the_right_one_keeps_it(rule: Rule) -> None:
    assert found(rule, rule.wrong), check(laid_over(rule.wrong)).diagnostics
    assert found(rule, rule.right) == []


@pytest.mark.parametrize("rule", WITH_EXAMPLES, ids=lambda rule: rule.id)
def test_the_right_example_breaks_no_other_rule_either(rule: Rule) -> None:
    others = [(each.rule, each.message) for each in check(laid_over(rule.right)).diagnostics if each.level != "note"]
    if rule.group in {"certifying, tests", "quality"} and "kind: screening" in rule.right:
        # What a test must say as well, these short examples leave out.
        others = [each for each in others if not each[0].startswith(("2.4", "Q2"))]
    assert others == []


def found(rule: Rule, piece: str) -> list[str]:
    """What is found that breaks this rule when a piece is laid over the whole thumb."""
    checked = check(laid_over(piece))
    verdict = next(each for each in checked.verdicts if each.rule.id == rule.id)
    return [each.message for each in verdict.findings]


def test_ids_are_each_once_and_every_rule_says_what_it_has_to() -> None:
    assert len(RULES) == len(CHECKS) + len(CASE_RULES)
    for rule in RULES.values():
        assert all((rule.title, rule.why, rule.source, rule.fix)), rule.id
        assert bool(rule.wrong) == bool(rule.right), rule.id
        assert not rule.title.endswith("."), rule.id
        assert rule.why.endswith("."), rule.id


def test_the_rules_are_all_that_the_field_asks_for() -> None:
    assert {f"R{number:02}" for number in range(1, 20)} | {f"Q{number:02}" for number in range(1, 29)} <= RULES.keys()
    assert {"1.1.1", "1.1.2", "1.1.3", "1.1.4", "1.1.5", "1.2.1"} <= RULES.keys()
    assert {"2.1.1", "2.2.1", "2.2.2", "2.2.3", "2.2.4", "2.3.1", "2.4.1", "2.4.2", "2.4.3", "2.4.4"} <= RULES.keys()


def test_only_what_the_format_holds_or_a_person_judges_is_without_an_example() -> None:
    assert [rule.id for rule in OF_SETS if not rule.wrong] == ["Q04", "Q06", "Q10", "Q21", "Q22", "Q23"]
