"""What is told of a case beyond its form: each finding from the smallest case, with one thing spoilt."""

from typing import Any

import pytest

from sdm_cli.check import case_paths
from sdm_cli.check.case_paths import paths
from sdm_cli.check.cases import judged_case
from sdm_cli.check.judging import RULES, Asked
from sdm_cli.content.case_loading import read_case
from sdm_cli.conversation import playing
from tests.check.whole_stairs import WHOLE_STAIRS
from tests.check.whole_thumb import TODAY, laid_over
from tests.content.small_case import SMALL_CASE
from tests.conversation.walks import guide, option_set

KNEE = "knee-osteoarthritis"


def changed(*changes: tuple[str, str]) -> str:
    text = SMALL_CASE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def found(text: str) -> list[tuple[str, int, str]]:
    """Rule, line and message of everything that is told."""
    return [(each.rule, each.line, each.message) for each in judged_case(text.encode(), "case.yaml", Asked(TODAY)).diagnostics]


def rules(text: str) -> set[str]:
    return {rule for rule, _, _ in found(text)}


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_of_the_smallest_case_there_are_but_two_notes() -> None:
    assert rules(SMALL_CASE) == {"P11", "P17"}


@pytest.mark.parametrize(
    ("rule", "at", "changes"),
    [
        ("P01", "- id: wish", [("    topic: What matters\n", "    topic: What matters\n    when: {trust: at most 0}\n")]),
        ("P01", "- id: numbers", [("    topic: Deciding\n", "    topic: Deciding\n    side: true\n")]),
        ("P02", "- id: pain", [("      - id: pain\n", "      - id: pain\n        when: {wish: had}\n")]),
        (
            "P03",
            "- id: wish",
            [(f"      - id: {say}\n", f"      - id: {say}\n        when: {{opening: not had}}\n") for say in ("ask", "guess", "hurry")],
        ),
        (
            "P04",
            "- id: numbers",
            [
                ("decides: exercise, then: end", "decides: exercise, then: numbers"),
                ("decides: wait, then: end", "decides: wait, then: numbers"),
                ("decides: clinician, then: end", "decides: clinician, then: numbers"),
            ],
        ),
        ("P05", "exchanges:", [("        then: wish\n", "        then: opening\n")]),
        ("P06", "state: {trust: 2", [("state: {trust: 2}", "state: {trust: 2, hope: 1}")]),
        ("P07", "state: {trust: 2", [("state: {trust: 2}", "state: {trust: 2, hope: 1}")]),
        ("P08", "- id: grandchildren", [("        reveals: [grandchildren]\n", "")]),
        ("P09", "words: If you say so.}", [("{words: If you say so.}", "{when: {trust: at least 1}, words: If you say so.}")]),
        ("P10", "- id: plan", [("        instead: There is more than one way to go. May I say where we are first?\n", "")]),
        (
            "P20",
            "{grandchildren: told}",
            [("    topic: What matters\n", "    topic: What matters\n    when: {grandchildren: untold}\n")],
        ),
        (
            "P20",
            "{trust: at most 2}, words: No.",
            [
                ("    topic: What matters\n", "    topic: What matters\n    when: {trust: at least 3}\n"),
                ("      - {words: I just", "      - {when: {trust: at most 2}, words: No.}\n      - {words: I just"),
            ],
        ),
        (
            "P20",
            "at least 3}, words: Behind it.",
            [
                (
                    "words: You know about the little ones.}\n",
                    "words: You know about the little ones.}\n      - {when: {grandchildren: told, trust: at least 3}, words: Behind it.}\n",
                )
            ],
        ),
        (
            "P20",
            "{wish: not had}",
            [("    topic: Deciding\n", "    topic: Deciding\n    when: {wish: had}\n")],
        ),
        (
            "P20",
            "{trust: at most 1}, words: No.",
            [
                ("      - id: recap\n", "      - id: recap\n        when: {trust: at least 2}\n"),
                (
                    "        reply: Please do.\n",
                    "        reply:\n          - {when: {trust: at most 1}, words: No.}\n          - {words: Do.}\n",
                ),
            ],
        ),
        (
            "P20",
            "{grandchildren: untold}, words: Still.",
            [
                ("    topic: Deciding\n", "    topic: Deciding\n    when: {grandchildren: told}\n"),
                (
                    "    patient: And now?\n",
                    (
                        "    patient: And now?\n    silence:\n      reply: [{when: {grandchildren: untold}, words: Still.}, {words: Now.}]\n"
                        "      feels: A pause.\n      why: It waits.\n"
                    ),
                ),
            ],
        ),
        ("P19", "minutes: 30", [("minutes: 5", "minutes: 30")]),
        ("P21", "by: Marta", [("    cue: looks at her hands\n", "    cue: looks at her hands\n    by: Marta\n")]),
        ("P15", "# again", [("How bad is it today?", "Before we get to that, may I say where we are? # again")]),
    ],
)
def test_each_finding_stands_where_it_is_to_be_mended(rule: str, at: str, changes: list[tuple[str, str]]) -> None:
    text = changed(*changes)

    assert (rule, line_of(text, at)) in {(name, line) for name, line, _ in found(text)}
    assert rule not in rules(SMALL_CASE)


def test_what_comes_of_being_too_early_may_be_heard_on_arrival() -> None:
    early = ("      when: {wish: not had}\n", "      when: {wish: not had}\n      change: {trust: +1}\n      reveals: [grandchildren]\n")
    where = ("    topic: Deciding\n", "    topic: Deciding\n    when: {trust: at most 2, grandchildren: untold, opening: not had}\n")
    for heard in ("trust: at least 3", "grandchildren: told"):
        assert "P20" not in rules(
            changed(early, where, ("    patient: And now?", f"    patient: [{{when: {{{heard}}}, words: Hm.}}, {{words: So?}}]"))
        )
    never = ("    patient: And now?", "    patient: [{when: {opening: had}, words: Hm.}, {words: So?}]")
    assert "P20" in rules(changed(early, where, never))


def fix_of_the_minutes(text: str) -> list[str]:
    return [each.fix for each in judged_case(text.encode(), "case.yaml", Asked(TODAY)).diagnostics if each.rule == "P19"]


def test_nobody_is_told_to_write_minutes_that_cannot_stand_there() -> None:
    (fix,) = fix_of_the_minutes(changed(("  task: Find out", f"  task: {'Find ' * 12_000}out")))
    assert fix == "Shorten it: a case takes at most 40 minutes."


def test_a_talk_that_was_given_up_has_no_length(monkeypatch: pytest.MonkeyPatch) -> None:
    long = ("minutes: 5", "minutes: 30")
    assert "P19" in rules(changed(long))
    monkeypatch.setattr(playing, "_LONGEST", 3)
    assert "P19" not in rules(changed(long))


def test_of_many_circles_one_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []
    trace = case_paths._round

    def looking(*given: Any) -> tuple[str, ...]:
        looked.append(given)
        return trace(*given)

    monkeypatch.setattr(case_paths, "_round", looking)
    case = changed(
        ("        then: wish\n", "        then: opening\n"), ("why: It asks in terms of life.", "why: It asks.\n        then: opening")
    )
    assert "P05" in rules(case)
    assert len(looked) == 1


def test_a_line_that_silence_may_yet_bring_about_can_be_said() -> None:
    asked = ("    topic: What matters\n", "    topic: What matters\n    when: {trust: at most 2}\n")
    replied = ("        reply: Who does not.\n", "        reply: [{when: {trust: at least 3}, words: Oh yes.}, {words: Who does not.}]\n")
    wider_first = ("{grandchildren: told}, words", "{grandchildren: told, trust: at least 3}, words")
    narrower_behind = ("      - {words: I just", "      - {when: {grandchildren: told}, words: Well.}\n      - {words: I just")

    assert "P20" not in rules(changed(asked, replied))
    assert "P20" not in rules(changed(wider_first, narrower_behind))


@pytest.mark.parametrize("by", ["Maria", "A nurse", "Her neighbour", "Neighbour", "the neighbour's son", "O\u2019Neil"])
def test_whoever_the_case_tells_of_or_has_no_name_may_speak(by: str) -> None:
    told = changed(
        ("    cue: looks at her hands\n", f"    cue: looks at her hands\n    by: {by}\n"),
        ("  age: 67\n", "  age: 67\n  brings: Her neighbour O'Neil.\n"),
    )

    assert "P21" not in rules(told)


def test_a_misspelt_speaker_gets_the_name_that_was_meant() -> None:
    text = changed(("    cue: looks at her hands\n", "    cue: looks at her hands\n    by: Marta\n")).encode()
    (told,) = [each for each in judged_case(text, "case.yaml", Asked(TODAY)).diagnostics if each.rule == "P21"]

    assert (told.column, told.fix) == (9, "Did you mean 'Maria'?")


def test_a_circle_that_a_condition_ends_is_none() -> None:
    once = changed(("        then: wish\n", "        then: opening\n        when: {plan-again: not had}\n"))

    assert "P05" in rules(changed(("        then: wish\n", "        then: opening\n")))
    assert "P05" not in rules(once.replace("plan-again", "opening"))


def test_a_fact_that_only_something_brought_up_reveals_is_found() -> None:
    text = changed(
        ("        reveals: [grandchildren]\n", ""),
        ("    why: It asks about her life.\n", "    why: It asks about her life.\n    reveals: [grandchildren]\n"),
    )

    assert "P08" not in rules(text)


def test_a_search_that_was_stopped_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_paths, "BOUND", 3)

    told = found(SMALL_CASE)

    assert "P00" in {rule for rule, _, _ in told}
    assert any("the search was stopped before its end" in message for _, _, message in told)


def test_a_decision_that_is_never_offered_is_named_in_a_note() -> None:
    (note,) = [message for rule, _, message in found(SMALL_CASE) if rule == "P11"]

    assert "replacement" in note
    assert "exercise" not in note


def test_the_longest_talk_is_counted_with_all_that_can_be_brought_up() -> None:
    case = read_case(SMALL_CASE.encode(), "case.yaml", option_set(KNEE), list(guide("elwyn-2012").steps))

    ways = paths(case)

    # Three exchanges, each with a silence, and one aside.
    assert ways.longest == 7
    assert (ways.complete, ways.circle, ways.decisions) == (True, (), frozenset({"exercise", "wait", "clinician"}))


# The rules as the manual tells them


def test_the_whole_stairs_keep_every_rule() -> None:
    assert found(WHOLE_STAIRS) == []


@pytest.mark.no_cover  # each is a whole search
def test_each_wrong_example_breaks_its_rule_and_each_right_one_keeps_all() -> None:
    of_cases = [rule for rule in RULES.values() if rule.group == "cases"]

    assert [rule.id for rule in of_cases] == [f"P{number:02}" for number in range(22)]
    assert [rule.id for rule in of_cases if not rule.wrong] == ["P00"]
    for rule in of_cases:
        if rule.wrong:
            assert rule.id in rules(laid_over(rule.wrong, WHOLE_STAIRS)), rule.id
            assert found(laid_over(rule.right, WHOLE_STAIRS)) == [], rule.id


def test_a_selection_says_by_which_rules_a_case_is_checked_as_for_a_set() -> None:
    spoilt = changed(("state: {trust: 2}", "state: {trust: 2, hope: 1}"), ("life: Lives alone", "life: TODO Lives alone")).encode()

    def told(select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> set[str]:
        return {each.rule for each in judged_case(spoilt, "case.yaml", Asked(TODAY, select=select, ignore=ignore)).diagnostics}

    assert told() == {"P06", "P07", "P11", "P17", "R18"}
    assert told(select=("P06", "P1")) == {"P06", "P11", "P17"}
    assert told(ignore=("P0",)) == {"P11", "P17", "R18"}
    assert told(select=("R02",)) == set()


def test_a_comment_in_a_case_allows_one_rule_and_is_told_where_nothing_breaks_it() -> None:
    text = changed(
        ("exchanges:\n", "exchanges:  # sdm allow P11: a case of two ways\n"),
        ("state: {trust: 2}", "state:\n  trust: 2  # sdm allow P06: it holds"),
        ("  name: Maria", "  name: Maria  # sdm alow P06: it holds"),
    )
    checked = judged_case(text.encode(), "case.yaml", Asked(TODAY))

    assert [(each.rule, each.excerpt.split("#")[0].strip()) for each in checked.diagnostics] == [
        ("silence", "name: Maria"),
        ("unused-silence", "trust: 2"),
        ("P17", "exchanges:"),
    ]
    assert [each.rule for each in checked.silenced] == ["P11"]
    assert [each.reason for each in checked.used] == ["a case of two ways"]


def test_steps_that_nothing_practises_are_named_with_their_titles_and_optional_ones_are_not() -> None:
    (note,) = [message for rule, _, message in found(SMALL_CASE) if rule == "P17"]

    assert "O6 (" in note
    assert "T1" not in note
    assert "C1" not in note


def test_only_the_lines_that_are_held_up_are_graded_and_only_in_english() -> None:
    hard = "Considering your symptomatology and radiological appearance, conservative alternatives necessitate recapitulation " * 4
    missed = changed(("text: I would send you to the surgeon.", f"text: {hard}"))
    clear = changed(("text: Before we get to that, may I say where we are?", f"text: {hard}"))

    assert "P18" not in rules(missed)
    assert line_of(clear, "- id: opening") in {line for rule, line, _ in found(clear) if rule == "P18"}
    assert "P18" not in rules(clear.replace("level: first steps", "level: first steps\nlanguage: de"))


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("option_set: knee-osteoarthritis", "option_set: knee", "dangling-id"),
        ("decides: wait", "decides: waiting", "dangling-id"),
        ("to: replacement", "to: replacing", "dangling-id"),
        ("about: pain-score", "about: pain-scored", "dangling-id"),
        ("    about: pain-score\n", "    about: exercise\n    picture: true\n", "no-picture"),
        ("    step: D1\n    topic: What matters", "    topic: What matters\n    step: D9", "dangling-id"),
    ],
)
def test_what_a_case_names_elsewhere_has_to_be_there(old: str, new: str, rule: str) -> None:
    text = changed((old, new))

    assert (rule, line_of(text, new.strip().split("\n")[-1])) in {(name, line) for name, line, _ in found(text)}
