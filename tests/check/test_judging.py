"""What `sdm check` finds beside the rules' own examples: where, how loudly, and what a comment in the file allows."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdm_cli.check.judging import RULES, Asked, judged
from sdm_cli.content.catalogue import BUNDLED
from sdm_cli.model.diagnostic import Diagnostic
from tests.check.whole_thumb import TODAY, WHOLE_THUMB, check
from tests.pages.made_up import bundled_ids

COMMON = "The skin under it may itch."


def changed(old: str, new: str) -> str:
    assert WHOLE_THUMB.count(old) == 1
    return WHOLE_THUMB.replace(old, new)


def of(rule: str, text: str) -> list[Diagnostic]:
    return [each for each in check(text).diagnostics if each.rule == rule]


def place(text: str, words: str) -> tuple[int, int]:
    """Line and column at which words stand, both from 1."""
    before = text[: text.index(words)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


# Where


@pytest.mark.parametrize(
    "written",
    ["Sore skin is common, they say.", '"Sore skin is common, they say."', "'Sore skin is common, they say.'"],
)
def test_a_word_is_underlined_where_it_stands(written: str) -> None:
    text = changed("It may settle, or come and go.", written)
    (found,) = of("R04", text)
    assert (found.line, found.column, found.width) == (*place(text, "common, they"), 6)


@pytest.mark.parametrize("style", [">-", "|", ">"])
def test_a_word_in_a_block_of_text_is_underlined_on_its_own_line(style: str) -> None:
    text = changed(
        "natural_course: It may settle, or come and go.", f"natural_course: {style}\n    It may come\n    and go, and is\n    common."
    )
    (found,) = of("R04", text)
    assert (found.line, found.column) == place(text, "common.")


def test_a_phrase_that_is_folded_is_found_at_its_beginning() -> None:
    text = changed("natural_course: It may settle, or come and go.", "natural_course: >-\n    It stays for 1 in\n    8 people.")
    (found,) = of("R01", text)
    assert (found.line, found.column) == place(text, "1 in\n")


def test_the_second_of_two_equal_words_is_underlined_too() -> None:
    text = changed("It may settle, or come and go.", "Pain is common. Itching is common.")
    assert [each.column for each in of("R04", text)] == [place(text, "common. I")[1], place(text, "common.\n")[1]]


@pytest.mark.parametrize(
    ("other_side", "told"),
    [("for 42 it goes", 0), ("42, they say", 0), ("for 420 it goes", 1), ("for 58 it goes", 1), ("others do well", 1)],
)
def test_a_number_is_told_from_one_side_unless_the_rest_of_the_people_stand_beside_it(other_side: str, told: int) -> None:
    assert len(of("R08", changed("It may settle, or come and go.", f"For 8 of 50 people it stays, and {other_side}."))) == told


def test_a_phrase_never_runs_from_one_text_into_the_next() -> None:
    assert of("R01", changed("suits: [People with a sore thumb]", "suits: [People who have 1, in 8 weeks]")) == []


# How loudly


def test_everything_of_a_file_comes_at_once_in_its_order_with_mistakes_of_form() -> None:
    text = changed("title: A sore thumb", "titel: A sore thumb").replace("It may settle, or come and go.", "For 1 in 8 it stays.")
    assert [(each.rule, each.level) for each in check(text).diagnostics] == [("unknown-key", "error"), ("R01", "error")]


def test_where_the_form_is_wrong_a_rule_says_nothing_of_the_same_place() -> None:
    checked = check(changed("decision: Shall I rest my thumb, or wear a splint?", "decision: [a, b]"))
    assert "1.1.2" not in {each.rule for each in checked.diagnostics if (each.line, each.column) == (3, 11)}
    assert verdict(checked, "1.1.2") == "not met"


def verdict(checked: object, rule: str) -> str:
    return next(each.outcome for each in checked.verdicts if each.rule.id == rule)  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(
    ("days", "level"), [("2026-11-21", "error"), ("2026-11-22", "warning"), ("2027-02-20", "warning"), ("2027-02-21", None)]
)
def test_a_review_is_told_before_it_is_due_and_louder_after(days: str, level: str | None) -> None:
    found = of("R16", changed("review_due: 2027-11-01", f"review_due: {days}"))
    assert [each.level for each in found] == ([level] if level else [])


@pytest.mark.parametrize(
    ("word", "levels"),
    [("best", ["warning"]), ("simply", ["note"]), ("bestow", []), ("Best", ["warning"]), ("treatment of\n    choice", ["warning"])],
)
def test_words_that_push_are_louder_than_words_that_colour(word: str, levels: list[str]) -> None:
    text = changed("natural_course: It may settle, or come and go.", f"natural_course: >-\n    Rest is {word} here.")
    assert [each.level for each in of("R14", text)] == levels


def test_what_a_patient_believes_or_asks_may_hold_any_word() -> None:
    text = WHOLE_THUMB.replace("It will never heal.", "A splint is best.").replace("How long does it take?", "What is best?")
    assert of("R14", text) == []


def test_a_fictional_set_need_not_cite() -> None:
    text = changed("    doi: 10.1000/thumb\n", "")
    assert [each.rule for each in check(text).diagnostics] == ["2.2.1"]
    made_up = check(text.replace("status: draft", "status: fictional"))
    assert (made_up.diagnostics, verdict(made_up, "2.2.1")) == ((), "does not apply")


def test_a_language_without_lists_and_formula_is_not_judged_by_those_of_another() -> None:
    text = changed("title: A sore thumb", "title: Ein Daumen\nlanguage: de").replace("It may settle, or come and go.", "best common safe")
    checked = check(text)
    assert checked.diagnostics == ()
    assert next(each.said for each in checked.verdicts if each.rule.id == "R11") == "there is no formula for this language here"


# By which rules


@pytest.mark.parametrize(
    ("asked", "rules"),
    [
        ({}, {"R04", "Q11"}),
        ({"profile": "teaching"}, {"R04"}),
        ({"select": ("Q",)}, {"Q11"}),
        ({"select": ("R0",)}, {"R04"}),
        ({"ignore": ("R04",)}, {"Q11"}),
        ({"profile": "teaching", "select": ("Q11", "R04"), "ignore": ("R",)}, {"Q11"}),
    ],
)
def test_a_profile_or_a_selection_says_by_which_rules(asked: dict[str, object], rules: set[str]) -> None:
    text = changed("It may settle, or come and go.", "Pain is common.").replace(
        "questions_to_ask: [How long until I notice a difference?]", "questions_to_ask: []"
    )
    assert {each.rule for each in check(text, **asked).diagnostics} == rules  # type: ignore[arg-type]


# What a comment allows


@pytest.mark.parametrize(
    "written",
    [
        "natural_course: Pain is common.  # sdm allow R04: their own words",
        "# sdm allow R04: their own words\n  natural_course: Pain is common.",
        "# sdm allow R04: their own words\n  # and more\n\n  natural_course: Pain is common.",
        "natural_course: >-  # sdm allow R04: their own words\n    It hurts, and pain\n    is common.",
    ],
)
def test_a_comment_allows_a_breach_beside_it_or_below_it_with_its_reason(written: str) -> None:
    checked = check(changed("natural_course: It may settle, or come and go.", written))
    assert checked.diagnostics == ()
    assert [each.rule for each in checked.silenced] == ["R04"]
    assert [(each.rule, each.reason) for each in checked.used] == [("R04", "their own words")]
    assert verdict(checked, "R04") == "allowed"


@pytest.mark.parametrize(
    ("comment", "rule", "level"),
    [
        ("# sdm allow R14: other rule", "unused-silence", "warning"),
        ("# sdm allow R04:", "silence", "error"),
        ("# sdm allow R04", "silence", "error"),
        ("# sdm allow words: no rule", "silence", "error"),
        ("# sdm allow", "silence", "error"),
        ("# sdm allow R99: no such rule", "silence", "error"),
        ("# sdm: allow R04: their own words", "silence", "error"),
        ("# sdm alow R04: their own words", "silence", "error"),
        ("# SDM Allow R04: their own words", "silence", "error"),
        ("# sdm ignore R04", "silence", "error"),
        ("# sdm R04: their own words", "silence", "error"),
        ("# sdm allwo R04: their own words", "silence", "error"),
        ("# sdm_allows R04: their own words", "silence", "error"),
    ],
)
def test_a_comment_that_allows_nothing_is_told(comment: str, rule: str, level: str) -> None:
    text = changed("natural_course: It may settle, or come and go.", f"natural_course: Pain is common.  {comment}")
    assert {(each.rule, each.level) for each in check(text).diagnostics} == {("R04", "error"), (rule, level)}


@pytest.mark.parametrize(
    "comment", ["# sdm preview shows it", "# sdm 0.1: made with it", "# see sdm", "# sdm", "# sdmallow", "# sdm always"]
)
def test_a_comment_that_only_speaks_of_sdm_is_left_alone(comment: str) -> None:
    assert check(changed("or come and go.", f"or come and go.  {comment}")).diagnostics == ()


def test_a_comment_above_a_block_of_text_allows_its_rule_in_the_whole_block_and_every_place_is_counted() -> None:
    block = "# sdm allow R04: their own words\n  natural_course: >-\n    It is common.\n    It is rare.\n    One in\n    ten people has it."
    checked = check(changed("natural_course: It may settle, or come and go.", block))
    assert [(each.rule, each.excerpt.strip()) for each in checked.silenced] == [("R04", "It is common."), ("R04", "It is rare.")]
    assert [each.rule for each in checked.diagnostics] == ["R01"]


def test_a_comment_for_a_rule_that_was_not_looked_for_is_not_called_unused() -> None:
    text = changed("natural_course: It may settle, or come and go.", "natural_course: It goes.  # sdm allow Q01: short")
    assert check(text, "teaching").diagnostics == ()
    assert [each.rule for each in check(text).diagnostics] == ["unused-silence"]


# Ours


@pytest.mark.parametrize("name", bundled_ids())
def test_every_bundled_set_keeps_every_rule_but_the_promises_that_nobody_made(name: str) -> None:
    path = BUNDLED / "option_sets" / f"{name}.yaml"
    checked = judged(path.read_bytes(), name, Asked(TODAY, "clinical"))
    assert [each for each in checked.diagnostics if each.level != "note"] == []
    not_met = {each.rule.id for each in checked.verdicts if each.outcome == "not met"}
    assert {"Q12", "Q13", "Q14", "Q15", "Q16", "Q17"} <= not_met
    assert all(RULES[rule].level == "note" for rule in not_met)


LINES = WHOLE_THUMB.split("\n")
ODD = st.sampled_from(
    [
        "null",
        "[]",
        "{}",
        "12",
        "-1.5",
        "true",
        "text",
        "[a, [b], {c: d}]",
        "{id: x, text: [1]}",
        "''",
        ">-",
        "|",
        "\u202e",
        "1 in 8 common best",
    ]
)


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(st.integers(0, len(LINES) - 1), ODD, max_size=6))
def test_no_file_is_too_odd_to_be_judged(odd: dict[int, str]) -> None:
    lines = [
        f"{line.split(': ')[0]}: {odd[number]}" if number in odd and ": " in line and "{" not in line.split(": ")[0] else line
        for number, line in enumerate(LINES)
    ]
    checked = check("\n".join(lines))
    assert all(1 <= each.line <= len(LINES) + 1 and each.column >= 1 for each in checked.diagnostics)


@settings(deadline=None)
@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_only_days_decide_what_is_due(today: date) -> None:
    found = {each.rule for each in judged(WHOLE_THUMB.encode(), "t", Asked(today, "clinical")).diagnostics}
    assert ("R16" in found) == (today > date(2027, 8, 2))
    assert ("2.2.2" in found) == (today < date(2026, 11, 1))
    assert found <= RULES.keys()


def test_each_of_two_comments_inside_a_text_is_told() -> None:
    folded = "natural_course: >-\n    It goes.  # sdm allow R04: quoted\n    It stays.  # sdm alow R04: quoted"
    text = changed("natural_course: It may settle, or come and go.", folded)

    assert [(each.rule, each.line) for each in check(text).diagnostics] == [
        ("silence", place(text, words)[0]) for words in ("# sdm allow", "# sdm alow")
    ]


def test_a_comment_inside_a_text_is_text_that_patients_read_and_is_told() -> None:
    text = changed(
        "natural_course: It may settle, or come and go.", "natural_course: >-\n    It is common.  # sdm allow R04: quoted\n    It goes."
    )
    found = [(each.rule, each.line) for each in check(text).diagnostics]

    assert found == [("R04", place(text, "It is common")[0]), ("silence", place(text, "# sdm allow")[0])]


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("One child in ten gets it.", True),
        ("One of ten children gets it.", True),
        ("1 out of every 20 people stop.", True),
        ("Visits: one in six months.", False),
        ("Ring 1 in 2 days.", False),
        ("It is one of two ways.", False),
        ("It was seen in one trial in 16 countries.", False),
    ],
)
def test_one_in_so_many_is_found_however_it_is_said_and_time_is_not_taken_for_it(words: str, is_one: bool) -> None:  # noqa: FBT001
    assert bool(of("R01", changed("It may settle, or come and go.", f'"{words}"'))) == is_one


@pytest.mark.parametrize(
    "words", ["It reduces the risk by 30 %.", "The risk falls by about 30 per cent.", "A 30% lower risk.", "It halves the risk."]
)
def test_a_change_alone_is_found_however_it_is_said(words: str) -> None:
    assert of("R02", changed("It may settle, or come and go.", words))


# What a report may say


def outcomes(text: str, **asked: object) -> dict[str, str]:
    return {each.rule.id: each.outcome for each in check(text, **asked).verdicts}  # type: ignore[arg-type]


def test_a_promise_counts_with_a_name_and_a_day_that_has_been() -> None:
    promise = "patient_needs: {by: A Teacher, on: 2026-11-01}"
    kept = [promise, promise.replace("A Teacher", "TODO"), promise.replace("2026-11-01", "2099-01-01"), "patient_needs: not done"]

    assert [outcomes(changed(promise, each))["Q12"] for each in kept] == ["attested", "not met", "not met", "not met"]


def test_what_was_not_looked_for_is_not_called_met() -> None:
    german = outcomes(changed("title: A sore thumb", "title: Ein Daumen\nlanguage: de"))

    assert {german[rule] for rule in ("R04", "R05", "R11", "R13", "R14", "V02")} == {"does not apply"}


def test_an_overdue_review_is_not_met_whatever_is_ignored_and_allowed_only_where_the_file_says_why() -> None:
    late = changed("review_due: 2027-11-01", "review_due: 2026-11-10")
    allowed = changed("review_due: 2027-11-01", "review_due: 2026-11-10  # sdm allow R16: later")

    assert outcomes(late)["2.2.3"] == "not met"
    assert outcomes(late, ignore=("R16",))["2.2.3"] == "not met"
    assert outcomes(allowed)["2.2.3"] == "allowed"


def test_two_options_of_one_name_are_told_and_do_no_harm() -> None:
    long = " ".join(["word"] * 40)
    text = WHOLE_THUMB.replace(
        "  - id: splint\n    name: Splint\n    summary: Wear a splint by day, for some weeks.",
        f"  - id: rest\n    name: Rest\n    summary: {long}",
    )

    assert {"duplicate-id", "R15"} <= {each.rule for each in check(text).diagnostics}
