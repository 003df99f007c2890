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
SAID = {
    "1.1.1": ["the condition is described in 3 words; at least 15 are needed"],
    "1.1.2": ["the decision is not a question"],
    "1.1.3": ["no option means waiting or carrying on as now"],
    "1.1.4": ["nothing speaks for 'rest'"],
    "1.1.5": ["nothing speaks against 'rest'"],
    "1.2.1": ["what living with 'splint' is like is not told"],
    "2.1.1": ["'rest' has 2 words on its good sides and 33 on its bad ones"],
    "2.2.1": ["the source 'page' has no doi, pmid, pmcid or url"],
    "2.2.2": ["'updated' lies in the future"],
    "2.2.3": ["the review was due on 2021-01-01"],
    "2.2.4": ["how sure the figure of 'splint' is, is not said"],
    "2.3.1": ["'funding' is not said"],
    "2.4.1": ["what the test measures is not said"],
    "2.4.2": ["what follows a positive result is not said"],
    "2.4.3": ["what follows a negative result is not said"],
    "2.4.4": ["that it may find what would never have done harm is not said"],
    "Q01": ["what happens if nothing is done is not told"],
    "Q02": ["there are no outcomes to compare the options by"],
    "Q03": ["no outcome has a number for every option"],
    "Q05": ["'itch' gives changes, and not the level that they start from"],
    "Q07": ["'less-pain' counts out of 1000, and the set out of 100 elsewhere"],
    "Q08": ["people out of 250 are told in words, and not drawn"],
    "Q09": ["nothing asks what matters to the patient"],
    "Q11": ["there are no questions that a patient may bring to the talk"],
    "Q12": ["'patient_needs' is not done, as the set says itself"],
    "Q13": ["'professional_needs' is not done, as the set says itself"],
    "Q14": ["'reviewed_by_patients' is not done, as the set says itself"],
    "Q15": ["'reviewed_by_professionals' is not done, as the set says itself"],
    "Q16": ["'tested_with_patients' is not done, as the set says itself"],
    "Q17": ["'tested_with_professionals' is not done, as the set says itself"],
    "Q18": ["how the evidence was found is not said"],
    "Q19": ["neither the figure of 'splint' nor the set says how good the evidence is"],
    "Q20": ["an author without role"],
    "Q24": ["the four counts add up to 1010, and 'out_of' is 1000"],
    "Q25": ["the four counts add up to 1010, and 'out_of' is 1000"],
    "Q26": ["the four counts add up to 1010, and 'out_of' is 1000"],
    "Q27": ["the four counts add up to 1010, and 'out_of' is 1000"],
    "Q28": ["how many are found with the test, and how many without it, is not said"],
    "R01": ["'1 in 8' has a denominator of its own"],
    "R02": ["'halves' tells a change, and nothing here tells of how many"],
    "R03": ["'number needed to treat' is understood by few"],
    "R04": ["'common' without a number"],
    "R05": ["'common' colours the number beside it"],
    "R06": ["'0.4 of 100' counts parts of people"],
    "R07": ["'itch' gives changes, and not the level that they start from"],
    "R08": ["'8 of 50' is told from one side"],
    "R09": ["180 of 100 is more than all"],
    "R10": ["0 of 100 reads as never"],
    "R11": ["this text asks for 38.7 years of school (Flesch-Kincaid)"],
    "R12": ["a sentence of 35 words"],
    "R13": ["'randomised' is not in the glossary"],
    "R14": ["'best' pushes"],
    "R15": ["'NEVER' is louder than the rest", "'!' is louder than the rest"],
    "V01": ["what is asked about 'typing' is not a question"],
    "V02": ["'Wouldn't you' holds the answer in the question"],
    "R16": ["the review was due on 2021-01-01"],
    "R17": ["'date of birth 1.2.1950' looks like a date of birth"],
    "R18": ["'TODO' is not finished"],
    "R19": ["'titel' is not a key that stands here"],
    "F01": ["'status' cannot be 'finished'"],
}
"""What an author reads of each wrong example."""


def test_the_whole_thumb_keeps_every_rule() -> None:
    checked = check(WHOLE_THUMB)
    assert checked.diagnostics == ()
    assert {verdict.outcome for verdict in checked.verdicts} <= {"met", "attested", "for a person to judge", "does not apply"}


@pytest.mark.parametrize("rule", WITH_EXAMPLES, ids=lambda rule: rule.id)
def test_of_the_wrong_example_it_is_said_what_is_wrong_and_the_right_one_keeps_the_rule(rule: Rule) -> None:
    assert found(rule, rule.wrong) == SAID[rule.id], check(laid_over(rule.wrong)).diagnostics
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
