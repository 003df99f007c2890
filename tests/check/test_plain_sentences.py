"""Sentences as authors write them: those that a rule is for, and those that it must let pass."""

import pytest

from tests.check.whole_thumb import WHOLE_THUMB, check

COURSE = "It may settle, or come and go."


def rules(sentence: str) -> set[str]:
    """The rules that a sentence breaks, notes left out."""
    text = WHOLE_THUMB.replace(f"natural_course: {COURSE}", f'natural_course: "{sentence}"')
    return {each.rule for each in check(text).diagnostics if each.level != "note"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Call 0800 123 4567 at once.",
        "Of 10 000 000 people nobody knows.",
        "They ask for your date of birth and weight.",
        "Babies born on time do well.",
        "There may be loss of feeling or of strength.",
        "It works for 24 hr.",
        "The thumb is bent 20 times as part of the exercise.",
        "It may start as a common cold.",
        "The common bile duct is near.",
        "Some people pass water frequently.",
        "It is not known how common this is.",
        "How rare it is, no study has counted.",
        "Take one in 12 hours.",
        "Visits: one in six months.",
        "You must not drive.",
        "You can refuse.",
        "Nobody knows which is best.",
        "The WOMAC score and NSAID tablets were looked at.",
        "It was 5 in 2021.",
    ],
)
def test_an_honest_sentence_is_let_pass(sentence: str) -> None:
    assert rules(sentence) == set()


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("It cuts your risk by 50%.", "R02"),
        ("It lowers pain by a third.", "R02"),
        ("It means double the risk.", "R02"),
        ("The OR of 2.1 was large.", "R02"),
        ("One person in ten stops.", "R01"),
        ("A 1-in-8 chance.", "R01"),
        ("One in eleven stops.", "R01"),
        ("It helps 2.5 people in 100.", "R06"),
        ("The risk is low.", "R04"),
        ("It happens seldom.", "R04"),
        ("We advise a splint.", "R14"),
        ("A superior way.", "R14"),
        ("Born 12 March 1950.", "R17"),
        ("[insert text here]", "R18"),
        ("This is NEVER done.", "R15"),
    ],
)
def test_a_sentence_that_a_rule_is_for_is_found(sentence: str, rule: str) -> None:
    if rule == "R15":
        text = WHOLE_THUMB.replace("Leave the thumb alone for some weeks.", sentence)
        assert rule in {each.rule for each in check(text).diagnostics}
    else:
        assert rule in rules(sentence)


@pytest.mark.parametrize("apostrophe", ["'", "\u2019"])
def test_a_leading_question_is_found_with_any_apostrophe(apostrophe: str) -> None:
    text = WHOLE_THUMB.replace("How does typing come up in your days?", f'"Don{apostrophe}t you want to type?"')

    assert "V02" in {each.rule for each in check(text).diagnostics}
