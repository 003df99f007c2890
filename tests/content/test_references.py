"""What no schema can say: ids that repeat or dangle, options passed over, figures that cannot be."""

import re
from textwrap import dedent

import pytest

from sdm_cli.content.reading import read
from sdm_cli.content.references import guide_references, near, option_set_references, steps_references
from sdm_cli.model.guide import GuideFile, Steps
from sdm_cli.model.option_set import OptionSet
from tests.content.sore_thumb import HERE, SORE_THUMB, changed, findings, reading, said

SPLINT = SORE_THUMB[SORE_THUMB.index("  - id: splint") : SORE_THUMB.index("order_reason")]
FIGURE = SORE_THUMB[SORE_THUMB.index("        events: 18") : SORE_THUMB.index("  - id: strength")]

# ── Ids ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new", "message", "fix"),
    [
        ("outcomes: [less-pain]", "outcomes: [▸les-pain]", "'les-pain' is not an outcome that is known here", "Did you mean 'less-pain'?"),
        ("outcomes: [less-pain]", "outcomes: [less-pain, ▸zzz]", "'zzz' is not an outcome that is known here", "There are: less-pain, strength, itch."),
        ("    ask: How much", "    outcomes: [▸itching]\n    ask: How much", "'itching' is not an outcome that is known here", "Did you mean 'itch'?"),
        ("sources: [trial]\n  - id: strength", "sources: [▸trail]\n  - id: strength", "'trail' is not a source that is known here", "Did you mean 'trial'?"),
        ("natural_course: Nobody knows.", "natural_course: Nobody knows.\n  sources: [trial, ▸zzz]", "'zzz' is not a source that is known here", "There are: trial, page."),
        ("undo: Take it off.", "undo: Take it off.\n      sources: [▸pag]", "'pag' is not a source that is known here", "Did you mean 'page'?"),
        ("answer: It may well.", "answer: It may well.\n    sources: [▸pages]", "'pages' is not a source that is known here", "Did you mean 'page'?"),
        ("quoted_in: trial", "quoted_in: ▸trail", "'trail' is not a source that is known here", "Did you mean 'trial'?"),
        ("option: splint", "option: ▸splnt", "'splnt' is not an option that is known here", "Did you mean 'splint'?"),
        ("option: splint", "option: ▸zzz", "'zzz' is not an option that is known here", "There are: rest, splint."),
    ],
)  # fmt: skip
def test_an_id_that_leads_nowhere_is_found_where_it_stands(old: str, new: str, message: str, fix: str) -> None:
    assert findings(changed((old, new))) == [("dangling-id", message, fix)]


@pytest.mark.parametrize("group", ["harms", "burdens"])
def test_outcomes_are_looked_up_in_every_list_of_points(group: str) -> None:
    marked = changed(("order_reason:", f"    {group}:\n      - text: It is worn.\n        outcomes: [▸wear]\norder_reason:"))
    assert [message for _, message, _ in findings(marked)] == ["'wear' is not an outcome that is known here"]


def test_a_figure_of_a_reference_is_looked_up_too() -> None:
    marked = changed(("figure: not known", "figure: {events: ▸200, sources: [▸zzz]}"))
    assert [rule for rule, _, _ in findings(marked)] == ["more-than-all", "dangling-id"]


@pytest.mark.parametrize(
    ("old", "new", "first"),
    [
        (SPLINT, SPLINT + SPLINT.replace("id: splint", "id: ▸splint"), "splint"),
        ("id: strength", "id: ▸less-pain", "less-pain"),
        ("questions:\n", "  - {id: ▸typing, name: Again, ask: And so?, options: {rest: {bears: neither, because: No.}, splint: {bears: neither, because: No.}}}\nquestions:\n", "typing"),
        ("misconceptions:\n", "  - {id: ▸how-long, ask: Again?, answers: {rest: 'Yes.', splint: 'No.'}}\nmisconceptions:\n", "how-long"),
        ("teach_back:\n", "  - {id: ▸never-again, belief: It will fall off., answer: It never does.}\nteach_back:\n", "never-again"),
    ],
    ids=["options", "outcomes", "values", "questions", "misconceptions"],
)  # fmt: skip
def test_an_id_that_stands_twice_is_found_at_its_second_place(old: str, new: str, first: str) -> None:
    line = SORE_THUMB[: SORE_THUMB.index(f"id: {first}")].count("\n") + 1
    message = f"'{first}' stands here a second time; first on line {line}"
    assert findings(changed((old, new))) == [("duplicate-id", message, "Give this one another name.")]


def test_a_source_that_stands_twice_is_found() -> None:
    assert [rule for rule, _, _ in findings(changed(("id: page", "id: ▸trial")))] == ["duplicate-id"]


def test_an_id_may_stand_in_several_groups() -> None:
    assert findings(changed(("id: how-long", "id: typing"), ("id: never-again", "id: typing"))) == []


# ── Whatever is said by option is said of every option ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new", "key", "remedy"),
    [
        (
            "by_option:\n      rest: not studied\n",
            "▸by_option:\n",
            "by_option",
            "write a figure, 'not studied', 'not known' or 'does not apply'",
        ),
        ("options:\n      rest: {bears: supports, because: Both hands stay free.}\n", "▸options:\n", "options", "write bears and because"),
        ("answers:\n      rest: Some days.\n", "▸answers:\n", "answers", "write the answer"),
    ],
)
def test_an_option_that_is_passed_over_is_named(old: str, new: str, key: str, remedy: str) -> None:
    assert findings(changed((old, new))) == [("missing-option", f"'{key}' says nothing of 'rest'", f"Add it: {remedy}.")]


def test_all_options_that_are_passed_over_are_one_finding() -> None:
    marked = changed(("answers:\n      rest: Some days.\n      splint: Some weeks.", "▸answers: {}"))
    assert [message for _, message, _ in findings(marked)] == ["'answers' says nothing of 'rest', 'splint'"]


def test_what_is_said_of_an_option_that_is_not_there_is_found() -> None:
    marked = changed(("splint: Some weeks.", "splint: Some weeks.\n      ▸surgery: One day."))
    assert findings(marked) == [("dangling-id", "'surgery' is not an option that is known here", "There are: rest, splint.")]


def test_without_waiting_among_the_options_a_reason_is_asked_for() -> None:
    marked = changed(("    no_action: true\n", ""), ("options:\n  - id: rest", "▸options:\n  - id: rest"))
    fix = "Mark one with 'no_action: true', or say why there is none in 'no_action_reason'."
    assert findings(marked) == [("no-waiting", "no option means waiting or carrying on as now", fix)]


def test_no_action_false_is_not_waiting() -> None:
    marked = changed(("no_action: true", "no_action: false"), ("options:\n  - id: rest", "▸options:\n  - id: rest"))
    assert [rule for rule, _, _ in findings(marked)] == ["no-waiting"]


def test_a_reason_for_having_no_waiting_is_enough() -> None:
    assert findings(changed(("    no_action: true\n", ""), ("order_reason:", "no_action_reason: It cannot wait.\norder_reason:"))) == []


# ── Figures ───────────────────────────────────────────────────────────────────────────────────────────────────────


def figure(written: str) -> str:
    """The sore thumb with another figure for the splint, under an outcome with counts and without a reference."""
    return changed((f"splint:\n{FIGURE}", f"splint: {written}\n"))


def test_a_figure_with_two_numbers_is_asked_to_keep_one() -> None:
    ((rule, message, fix),) = findings(figure("▸{events: 18, mean: 3, sources: [trial]}"))
    assert (rule, fix) == ("one-level", "Keep one.")
    assert message.startswith("a figure has exactly one of events, between, more, fewer, mean")
    assert message.endswith("; here: 'events' and 'mean'")


def test_a_figure_without_any_number_is_not_asked_to_keep_one() -> None:
    ((rule, message, fix),) = findings(figure("▸{certainty: low, sources: [trial]}"))
    assert rule == "one-level"
    assert message.endswith("; here: none")
    assert "Keep" not in fix


@pytest.mark.parametrize(
    ("marked", "finding"),
    [
        (
            figure("{▸mean: 3, sources: [trial]}"),
            ("wrong-level", "'mean' does not fit this outcome", "Give the outcome a 'scale', or write 'events'."),
        ),
        (
            changed(("rest: {mean: 6.5", "rest: {▸events: 6")),
            ("wrong-level", "'events' does not fit this outcome", "Write 'mean', or delete the outcome's 'scale'."),
        ),
        (
            figure("{▸more: 3, sources: [trial]}"),
            ("no-reference", "'more' than what?", "Add a 'reference' to the outcome: a name and a figure, or use events."),
        ),
        (
            figure("{▸fewer: 3, sources: [trial]}"),
            ("no-reference", "'fewer' than what?", "Add a 'reference' to the outcome: a name and a figure, or use events."),
        ),
        (figure("{events: ▸101, sources: [trial]}"), ("more-than-all", "101 of 100 is more than all", "Check both numbers.")),
        (figure("{between: ▸[20, 11], sources: [trial]}"), ("wrong-order", "the higher count stands first", "Write the lower one first.")),
        (
            figure("{events: 18, range: ▸[20, 26], sources: [trial]}"),
            ("outside-range", "18 does not lie between 20 and 26", "Check the figure and its range."),
        ),
        (
            figure("{between: [18, 27], range: ▸[10, 26], sources: [trial]}"),
            ("outside-range", "27 does not lie between 10 and 26", "Check the figure and its range."),
        ),
        (
            changed(("rest: {mean: 6.5", "rest: {mean: 6.5, range: ▸[1.5, 6.25]")),
            ("outside-range", "6.5 does not lie between 1.5 and 6.25", "Check the figure and its range."),
        ),
        (
            changed(("rest: {mean: 6.5", "rest: {mean: 6.5, basis: ▸estimate")),
            ("no-arithmetic", "'estimate' without its arithmetic", "Add 'arithmetic: …', so that a reader can follow it."),
        ),
        (
            figure("{events: 18, basis: ▸derived, sources: [trial]}"),
            ("no-arithmetic", "'derived' without its arithmetic", "Add 'arithmetic: …', so that a reader can follow it."),
        ),
    ],
)
def test_a_figure_that_cannot_be_is_found(marked: str, finding: tuple[str, str, str]) -> None:
    assert findings(marked) == [finding]


@pytest.mark.parametrize(
    "written",
    [
        "{events: 0, sources: [trial]}",
        "{events: 100, sources: [trial]}",
        "{events: 18, range: [18, 18], sources: [trial]}",
        "{between: [11, 20], sources: [trial]}",
        "{between: [11, 11], range: [10.5, 20.5], sources: [trial]}",
        "{events: 18, basis: published, sources: [trial]}",
        "{events: 18, basis: estimate, arithmetic: half of 36, sources: [trial]}",
    ],
)
def test_a_figure_at_the_edge_of_what_can_be_is_let_pass(written: str) -> None:
    assert findings(figure(written)) == []


def test_counts_are_measured_by_the_denominator_of_their_outcome() -> None:
    within = figure("{events: 101, sources: [trial]}").replace(
        "kind: benefit\n    time: 12", "kind: benefit\n    out_of: 1000\n    time: 12"
    )
    beyond = figure("{events: ▸18, sources: [trial]}").replace("kind: benefit\n    time: 12", "kind: benefit\n    out_of: 10\n    time: 12")
    assert findings(within) == []
    assert [message for _, message, _ in findings(beyond)] == ["18 of 10 is more than all"]


def test_an_interval_with_its_ends_turned_round_is_told_so() -> None:
    ((rule, _, fix),) = findings(figure("{events: 18, range: ▸[26, 10], sources: [trial]}"))
    assert (rule, fix) == ("wrong-order", "Write the lower one first.")


@pytest.mark.parametrize("words", ["event: had less pain", "no_event: had not"])
def test_an_outcome_with_counts_needs_the_words_of_its_sentence(words: str) -> None:
    ((rule, message, fix),) = findings(changed((f"    {words}\n", ""), ("- id: less-pain", "- ▸id: less-pain")))
    assert (rule, message) == ("missing-key", f"an outcome with counts needs '{words.split(':', maxsplit=1)[0]}'")
    assert fix == "It ends the sentence '18 of 100 people …'."


def test_an_average_may_be_in_a_unit_of_its_own_as_a_level_or_as_a_difference() -> None:
    unit = ("scale: {lowest: 0, highest: 10, lowest_means: none, highest_means: full}", "unit: minutes of grip")
    assert findings(changed(unit)) == []
    more = ("rest: {mean: 6.5", "rest: {more: 12")
    reference = ("    unit", "    reference: {name: No grip, figure: not known}\n    unit")
    without = changed(unit, ("rest: {mean: 6.5", "rest: {▸more: 12"))
    assert [rule for rule, *_ in findings(without)] == ["no-reference"]
    assert findings(changed(unit, more, reference)) == []


@pytest.mark.parametrize("key", ["more", "fewer"])
def test_a_difference_of_averages_has_decimals_and_one_of_people_has_none(key: str) -> None:
    scale = "scale: {lowest: 0, highest: 10, lowest_means: none, highest_means: full}"
    reference = "reference: {name: No grip, figure: not known}"
    averages = changed((scale, f"unit: minutes of grip\n    {reference}"), ("rest: {mean: 6.5", f"rest: {{{key}: 12.5"))
    people = figure(f"{{{key}: ▸2.5, sources: [trial]}}").replace(
        "kind: benefit\n    time: 12", f"kind: benefit\n    {reference}\n    time: 12"
    )
    assert findings(averages) == []
    fix = "Write a whole number, or give the outcome a 'unit' if averages are meant."
    assert findings(people) == [("not-whole", "2.5 people cannot be", fix)]


def test_an_outcome_in_a_unit_has_no_counts_and_no_scale() -> None:
    scale = "scale: {lowest: 0, highest: 10, lowest_means: none, highest_means: full}"
    counted = changed((scale, "unit: minutes of grip"), ("rest: {mean: 6.5", "rest: {▸events: 6"))
    both = changed((scale, f"▸unit: minutes of grip\n    {scale}"))
    assert findings(counted) == [("wrong-level", "'events' does not fit this outcome", "Write 'mean', or delete the outcome's 'unit'.")]
    assert findings(both) == [("excluded-key", "an outcome with a scale has no unit", "Keep one of the two.")]


@pytest.mark.parametrize(("spread", "beyond"), [("[10, 101]", "101"), ("[-1, 30]", "-1")])
def test_a_range_ends_within_the_people_that_there_are(spread: str, beyond: str) -> None:
    marked = figure(f"{{events: 20, range: ▸{spread}, sources: [trial]}}")
    assert findings(marked) == [("more-than-all", f"{beyond} of 100 cannot be", "Check the range.")]


def mistakes(marked: str) -> list[tuple[str, str, str]]:
    """Rule, message and remedy of every mistake, wherever it is."""
    return [(found.rule, found.message, found.fix) for found in reading(marked.replace(HERE, "")).diagnostics]


@pytest.mark.parametrize("name", ["more: 3", "fewer: 3", "at_baseline: true"])
def test_the_comparison_group_has_a_level_and_no_difference_from_itself(name: str) -> None:
    key = name.partition(":")[0]
    marked = changed(("      figure: not known", f"      figure: {{▸{name}, sources: [trial]}}"))
    fix = "Write its own count or average, or 'not known' in place of the figure."
    assert ("wrong-level", f"the comparison group cannot have '{key}'", fix) in mistakes(marked)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("event: had an itch", "event: null", "missing-key"),
        ("no_event: had none", "no_event: null", "missing-key"),
        ("    scale: {lowest: 0, highest: 10, lowest_means: none, highest_means: full}", "    scale: null", "wrong-level"),
        ("    reference:\n      name: No splint\n      figure: not known", "    reference: null", "no-reference"),
    ],
)
def test_a_null_is_as_good_as_nothing_written(old: str, new: str, rule: str) -> None:
    assert rule in [found for found, *_ in mistakes(changed((old, new)))]


def test_a_review_is_due_after_the_last_update() -> None:
    marked = re.sub(r"(?m)^review_due: .*$", "review_due: ▸2020-01-01", changed())
    (updated,) = re.findall(r"(?m)^updated: (.*)$", marked)
    message = f"the review would be due on 2020-01-01, and the last update was on {updated}"
    assert findings(marked) == [("wrong-order", message, "Give a day after the update.")]


def test_an_outcome_on_a_scale_has_no_denominator() -> None:
    marked = changed(("    scale: {lowest", "    ▸out_of: 100\n    scale: {lowest"))
    assert findings(marked) == [("excluded-key", "an outcome with a scale has no out_of", "Keep one of the two.")]


# ── Effects and the baselines that they start from ────────────────────────────────────────────────────────────────


def derived(baselines: str, splint: str) -> str:
    """The sore thumb with baselines under its first outcome, and a figure for the splint that starts from them."""
    return figure(splint).replace("    by_option:\n      rest: not studied", f"{baselines}    by_option:\n      rest: not studied")


BASELINES = "    baselines:\n      - {id: usual, name: Usual care, events: 20, sources: [trial]}\n"
EFFECT = "{effect: {measure: RR, value: 1.5}, sources: [trial]}"


def test_an_effect_with_a_baseline_is_let_pass() -> None:
    assert findings(derived(BASELINES, EFFECT)) == []
    assert findings(derived(BASELINES, "{at_baseline: true, sources: [trial]}")) == []


@pytest.mark.parametrize("written", ["{▸effect: {measure: RR, value: 1.5}, sources: [trial]}", "{▸at_baseline: true, sources: [trial]}"])
def test_an_effect_without_a_baseline_is_found(written: str) -> None:
    assert [rule for rule, _, _ in findings(figure(written))] == ["no-baseline"]


def test_baselines_that_nothing_starts_from_are_found() -> None:
    marked = derived(BASELINES.replace("baselines:", "▸baselines:"), "not known")
    assert [rule for rule, _, _ in findings(marked)] == ["unused-baseline"]


@pytest.mark.parametrize("events", ["101", "-1"])
def test_a_baseline_beyond_all_or_below_nobody_is_found(events: str) -> None:
    assert [rule for rule, _, _ in findings(derived(BASELINES.replace("20", f"▸{events}"), EFFECT))] == ["more-than-all"]


def test_a_baseline_that_stands_twice_is_found() -> None:
    twice = BASELINES + "      - {id: ▸usual, name: Again, events: 30, sources: [▸zzz]}\n"
    assert [rule for rule, _, _ in findings(derived(twice, EFFECT))] == ["duplicate-id", "dangling-id"]


# ── Guides ────────────────────────────────────────────────────────────────────────────────────────────────────────

GUIDE = dedent("""\
    id: short
    title: A short talk
    version: '1'
    summary: Two talks.
    source: Made up.
    before: P1
    talks:
      - id: first
        title: First talk
        purpose: To begin.
        steps: [C1, C2]
        optional: [C2]
      - id: second
        title: Second talk
        purpose: To end.
        steps: [D1]
    after: R1
    """)


def guide_findings(old: str, new: str) -> list[tuple[str, str, str]]:
    marked = GUIDE.replace(old, new)
    known = ["P1", "C1", "C2", "D1", "D2", "R1"]
    raw = marked.replace(HERE, "").encode()
    return said(read(raw, "short.yaml", GuideFile, lambda tree: guide_references(tree, known)).diagnostics, marked)


def test_a_guide_of_known_steps_is_let_pass() -> None:
    assert guide_findings("", "") == []


@pytest.mark.parametrize(
    ("old", "new", "rule", "message"),
    [
        ("before: P1", "before: ▸P2", "dangling-id", "'P2' is not a step that is known here"),
        ("after: R1", "after: ▸X9", "dangling-id", "'X9' is not a step that is known here"),
        ("steps: [D1]", "steps: [D1, ▸D3]", "dangling-id", "'D3' is not a step that is known here"),
        ("steps: [C1, C2]", "steps: [C1, C2, ▸C1]", "duplicate-id", "'C1' stands here a second time; first on line 11"),
        ("steps: [D1]", "steps: [D1, ▸C2]", "duplicate-id", "'C2' stands here a second time; first on line 11"),
        ("optional: [C2]", "optional: [C2, ▸D1]", "dangling-id", "'D1' is not one of this talk's steps that is known here"),
        ("id: second", "id: ▸first", "duplicate-id", "'first' stands here a second time; first on line 8"),
    ],
)
def test_a_guide_whose_steps_are_not_there_or_stand_twice_is_found(old: str, new: str, rule: str, message: str) -> None:
    assert [(found, what) for found, what, _ in guide_findings(old, new)] == [(rule, message)]


def test_a_step_that_is_not_known_names_the_nearest() -> None:
    assert [fix for _, _, fix in guide_findings("steps: [D1]", "steps: [D1, ▸D22]")] == ["Did you mean 'D2'?"]


# ── Steps ─────────────────────────────────────────────────────────────────────────────────────────────────────────

STEPS = dedent("""\
    steps:
      - {id: C1, key: one.step, title: One, activity: say, do: Say it., why: So., pitfall: None., source: Made up.}
      - id: C2
        key: two.step
        title: Two
        activity: support
        do: Help.
        why: So.
        pitfall: None.
        source: Made up.
        choices:
          - {id: family, name: Family, then: Ask them.}
          - {id: nurse, name: A nurse, then: Ask too.}
    """)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: C2", "id: ▸C1", "'C1' stands here a second time; first on line 2"),
        ("key: two.step", "key: ▸one.step", "'one.step' stands here a second time; first on line 2"),
        ("id: nurse", "id: ▸family", "'family' stands here a second time; first on line 12"),
    ],
)
def test_steps_and_their_keys_and_choices_stand_once(old: str, new: str, message: str) -> None:
    marked = STEPS.replace(old, new)
    found = read(marked.replace(HERE, "").encode(), "steps.yaml", Steps, steps_references).diagnostics
    assert [(rule, what) for rule, what, _ in said(found, marked)] == [("duplicate-id", message)]


@pytest.mark.parametrize(
    ("old", "new", "fix"),
    [
        ("key: two.step", "key: ▸two", "Begins the ids of the step's questions, such as choice.step_back. Never changes."),
        ("id: C2", "id: ▸c2", "Capital letters and digits, such as C1."),
        ("activity: support", "activity: ▸suport", "Did you mean 'support'?"),
    ],
)
def test_the_parts_of_a_step_have_their_form(old: str, new: str, fix: str) -> None:
    marked = STEPS.replace(old, new)
    found = read(marked.replace(HERE, "").encode(), "steps.yaml", Steps, steps_references).diagnostics
    assert [remedy for _, _, remedy in said(found, marked)] == [fix]


# ── Files of the wrong shape, and near misses ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("shape", ["5", "word", "[]", "[5, [5]]", "{}", "{a: {b: [c]}}", "[{id: [a]}, {id: {}}]", ""])
@pytest.mark.parametrize("key", ["options", "outcomes", "values", "questions", "misconceptions", "teach_back", "sources"])
def test_a_group_of_the_wrong_shape_does_not_hide_what_else_is_wrong(key: str, shape: str) -> None:
    other = "questions" if key == "values" else "values"
    raw = f"{key}: {shape}\n{other}: [{{id: a}}, {{id: a}}]\n".encode()
    found = read(raw, "odd.yaml", OptionSet, option_set_references)
    assert found.value is None
    assert [one.line for one in found.diagnostics if one.rule == "duplicate-id"] == [2]


@pytest.mark.parametrize(
    ("word", "meant"),
    [("exercize", "exercise"), ("Exercise", "exercise"), ("inject", "injection"), ("exercise", "exercise"), ("zzz", None), ("", None)],
)
def test_the_nearest_word_is_the_one_that_was_probably_meant(word: str, meant: str | None) -> None:
    assert near(word, ["injection", "exercise", "medicines"]) == meant


def test_among_nothing_nothing_is_near() -> None:
    assert near("word", []) is None


def test_an_effect_that_makes_more_people_than_there_are_does_not_fit_its_baseline() -> None:
    ((rule, message, _),) = findings(derived(BASELINES, "{effect: {measure: RR, ▸value: 6.5}, sources: [trial]}"))

    assert (rule, message) == ("more-than-all", "from the baseline of 20 it makes 130 of 100")
