"""What each rule says of everything that it is for, and where it begins: the last that it lets pass, and the first that it does not.

Each rule's own examples, and whole broken files, are in other files; here are the small differences.
"""

import re

import pytest

from tests.check.whole_thumb import WHOLE_THUMB, check, laid_over

Said = tuple[str, str, str]
"""What is underlined, what is said, and how loudly."""


def words(many: int) -> str:
    return " ".join(["word"] * many)


def of(rule: str, piece: str) -> list[Said]:
    """What a rule says when a piece is laid over the whole thumb; keys with null in the piece are gone from it."""
    return of_text(rule, re.sub(r"(?m)^ *[\w-]+: null\n", "", laid_over(piece)))


def of_text(rule: str, text: str) -> list[Said]:
    lines = text.splitlines()
    verdict = next(each for each in check(text).verdicts if each.rule.id == rule)
    return [(lines[each.line - 1][each.column - 1 :][: each.width], each.message, each.level) for each in verdict.findings]


def two_sides(good: int, bad: int) -> str:
    return f"options: [{{id: rest, benefits: [{{text: {words(good)}}}], burdens: [{{text: {words(bad)}}}]}}]"


# ── Equal detail ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("good", "bad"), [(26, 52), (10, 35), (35, 10), (10, 21), (1, 26)])
def test_sides_may_differ_by_a_sentence_or_two_or_up_to_twice(good: int, bad: int) -> None:
    assert of("2.1.1", two_sides(good, bad)) == []


@pytest.mark.parametrize(("good", "bad"), [(26, 53), (10, 36), (53, 26), (1, 27)])
def test_beyond_that_one_side_seems_to_weigh_more(good: int, bad: int) -> None:
    assert of("2.1.1", two_sides(good, bad)) == [
        ("rest", f"'rest' has {good} words on its good sides and {bad} on its bad ones", "warning")
    ]


# ── Sources, days and figures ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        ("sources: [{id: page, url: null}]", [("page", "the source 'page' has no doi, pmid, pmcid or url", "error")]),
        ("sources: [{id: page, year: null}]", [("i", "the source 'page' has no year", "error")]),
        ("sources: [{id: page, title: ''}]", [("title", "the source 'page' has no title", "error")]),
        (
            "sources: [{id: page, title: null, year: null, url: null}]",
            [
                ("i", "the source 'page' has no title", "error"),
                ("i", "the source 'page' has no year", "error"),
                ("page", "the source 'page' has no doi, pmid, pmcid or url", "error"),
            ],
        ),
        (
            "outcomes: [{id: less-pain, by_option: {splint: {sources: null}}}]",
            [("splint", "a figure of 'splint' has no source", "error")],
        ),
        (
            "outcomes: [{id: less-pain, by_option: {splint: {sources: []}}}]",
            [("sources", "a figure of 'splint' has no source", "error")],
        ),
    ],
)
def test_a_source_is_named_and_can_be_found(piece: str, said: list[Said]) -> None:
    assert of("2.2.1", piece) == said


@pytest.mark.parametrize("where", ["doi: 10.1000/x", "pmid: 1", "pmcid: PMC1", "url: https://thumbs.invalid/"])
def test_any_address_of_a_source_is_enough(where: str) -> None:
    assert of("2.2.1", f"sources: [{{id: page, {where}{'' if where.startswith('url') else ', url: null'}}}]") == []


def test_what_is_missing_beside_an_address_does_not_hide_that_there_is_no_address() -> None:
    text = laid_over("sources: [{id: page, url: ''}]").replace("  year: 2021\n", "")

    messages = [each.message for each in check(text).diagnostics]

    assert "the source 'page' has no doi, pmid, pmcid or url" in messages
    assert any("has no 'year'" in message for message in messages)


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        ("updated: 2026-11-22", []),
        ("updated: 2026-11-23", [("updated", "'updated' lies in the future", "error")]),
        ("published: 2026-11-23", [("published", "'published' lies in the future", "error")]),
        ("{updated: null, published: 2026-11-01}", []),
        ("updated: null", [("i", "neither 'published' nor 'updated' is there", "error")]),
    ],
)
def test_a_set_tells_its_day_and_it_has_been(piece: str, said: list[Said]) -> None:
    assert of("2.2.2", piece) == said


def test_a_day_that_is_missing_is_told_once() -> None:
    text = re.sub(r"updated: .*\n", "", laid_over("title: A sore thumb"))
    assert [each.rule for each in check(text).diagnostics] == ["missing-key"]


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        ("update_policy: null", "who looks at the set again, and when, is not said"),
        ("review_due: null", "no day is set for the next review"),
    ],
)
def test_a_set_tells_who_looks_at_it_again_and_when(piece: str, said: str) -> None:
    assert of("2.2.3", piece) == [("i", said, "error")]


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("{certainty: null}", []),  # a range tells as much
        ("{certainty: null, range: null, events: null, between: [10, 26]}", []),
        ("{certainty: null, range: null}", [("splint", "how sure the figure of 'splint' is, is not said", "warning")]),
        ("{certainty: low}", [("certainty", "'low' without its reason", "note")]),
        ("{certainty: very low}", [("certainty", "'very low' without its reason", "note")]),
        ("{certainty: very low, certainty_reason: Few people.}", []),
        ("{certainty: moderate}", []),
    ],
)
def test_every_figure_tells_how_sure_it_is(figure: str, said: list[Said]) -> None:
    assert of("2.2.4", f"outcomes: [{{id: less-pain, by_option: {{splint: {figure}}}}}]") == said


def test_whoever_is_told_of_a_missing_reason_is_told_its_key() -> None:
    text = laid_over("outcomes: [{id: less-pain, by_option: {splint: {certainty: low}}}]")
    assert [each.fix for each in check(text).diagnostics] == ["Add 'certainty_reason'."]


@pytest.mark.parametrize(("out_of", "told"), [("null", "0 of 100"), ("1000", "0 of 1000"), ("10000", "0 of 10 000")])
def test_nought_of_so_many_is_told_with_how_many(out_of: str, told: str) -> None:
    piece = f"outcomes: [{{id: less-pain, out_of: {out_of}, by_option: {{splint: {{events: 0, range: [0, 4]}}}}}}]"
    assert of("R10", piece) == [("events", f"{told} reads as never", "warning")]


# ── One denominator ──────────────────────────────────────────────────────────────────────────────────────────────────


def out_of_1000(rest: str, splint: str) -> str:
    """One outcome counted out of 1000, beside another that is counted out of 100."""
    return f"""
        outcomes:
          - {{id: less-pain, out_of: 1000, by_option: {{rest: {rest}, splint: {splint}}}}}
        """


FINE = [
    ("{events: 9, range: null}", "{events: 90, range: null}"),
    ("{events: 90, range: null}", "{events: 91, range: null}"),
    ("{events: 90, range: null}", "{events: 99, range: null}"),
    ("{events: 90, range: [5, 200]}", "{events: 180, range: null}"),
    ("{events: null, range: null, between: [5, 200]}", "{events: 180, range: null}"),
    ("{events: 90, range: null}", "{events: null, range: null, fewer: 3}"),
    ("{events: 90, range: null}", "{events: null, range: null, more: 3}"),
]
COARSE = [
    ("{events: 10, range: null}", "{events: 90, range: null}"),
    ("{events: 90, range: null}", "{events: 90, range: null}"),
    ("{events: 90, range: null}", "{events: 100, range: null}"),
]


@pytest.mark.parametrize(("rest", "splint"), FINE)
def test_what_cannot_be_seen_out_of_100_may_be_counted_out_of_1000(rest: str, splint: str) -> None:
    assert of("Q07", out_of_1000(rest, splint)) == []


@pytest.mark.parametrize(("rest", "splint"), COARSE)
def test_what_can_be_seen_out_of_100_is_counted_so(rest: str, splint: str) -> None:
    said = [("out_of", "'less-pain' counts out of 1000, and the set out of 100 elsewhere", "warning")]
    assert of("Q07", out_of_1000(rest, splint)) == said


@pytest.mark.parametrize("average", ["unit: kg, scale: null", "name: Strength on a scale"])
def test_averages_have_no_denominator_that_could_be_another(average: str) -> None:
    piece = f"""
        outcomes:
          - {{id: less-pain, out_of: 1000, by_option: {{rest: {{events: 90, range: null}}, splint: {{events: 180, range: null}}}}}}
          - {{id: itch, out_of: 1000, by_option: {{splint: {{more: 30, range: null}}}}, reference: {{figure: {{events: 20, range: null}}}}}}
          - {{id: strength, {average}}}
        """
    assert of("Q07", piece) == []


# ── What matters, and both sides of a count ──────────────────────────────────────────────────────────────────────────


def test_what_may_matter_is_tied_to_an_outcome() -> None:
    assert of("Q09", "values: [{id: typing, outcomes: null}]") == [("values", "nothing that may matter is tied to an outcome", "warning")]


@pytest.mark.parametrize(
    "sentence",
    ["42 people went on; 8 of 50 stopped.", "8 of 50 stopped; 42 did not.", "1,000 of 5,000 people stopped, 4000 went on."],
)
def test_the_other_side_of_a_count_may_stand_anywhere_in_its_text(sentence: str) -> None:
    assert of("R08", f"uncertain: ['{sentence}']") == []


@pytest.mark.parametrize("key", ["lowest_means", "highest_means"])
def test_the_end_of_a_scale_may_be_the_best(key: str) -> None:
    assert of("R14", f"outcomes: [{{id: strength, scale: {{{key}: the best there is}}}}]") == []


# ── The condition, the decision and the options ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rule", "piece", "said"),
    [
        ("1.1.1", f"condition: {{summary: {words(15)}}}", []),
        (
            "1.1.1",
            f"condition: {{summary: {words(14)}}}",
            [("summary", "the condition is described in 14 words; at least 15 are needed", "error")],
        ),
        ("1.1.1", "condition: {summary: null}", [("condition", "the condition is not described", "error")]),
        ("1.1.2", "decision: null", [("i", "the decision is not stated", "error")]),
        ("1.1.3", "options: [{id: rest, name: null}]", [("i", "an option without its name", "error")]),
        ("1.1.3", "options: [{id: rest, summary: null}]", [("i", "an option without its summary", "error")]),
        ("1.1.3", "options: [{id: rest, name: null, summary: null}]", [("i", "an option without its name and summary", "error")]),
        ("1.1.4", "options: [{id: rest, benefits: null}]", [("i", "nothing speaks for 'rest'", "error")]),
        ("1.1.4", "options: [{id: rest, benefits: [{text: ''}]}]", [("benefits", "nothing speaks for 'rest'", "error")]),
        ("1.1.5", "options: [{id: rest, burdens: null}]", [("rest", "nothing speaks against 'rest'", "error")]),
        ("1.1.5", "options: [{id: rest, burdens: null, harms: [{text: It hurts.}]}]", []),
        ("1.2.1", "options: [{id: rest, experience: {social: null, psychological: Hard.}}]", []),
        ("1.2.1", "options: [{id: rest, experience: {physical: null}}]", []),
        (
            "1.2.1",
            "options: [{id: rest, experience: {social: null}}]",
            [("experience", "only the bodily side is told, nothing of mind or daily life", "note")],
        ),
    ],
)
def test_what_makes_a_file_a_decision_aid(rule: str, piece: str, said: list[Said]) -> None:
    assert of(rule, piece) == said


# ── Current, finished, and of nobody ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-21", [("review_due", "the review was due on 2026-11-21", "error")]),
        ("2026-11-22", [("review_due", "the review is due today", "warning")]),
        ("2026-11-23", [("review_due", "the review is due in 1 day", "warning")]),
        ("2026-11-24", [("review_due", "the review is due in 2 days", "warning")]),
        ("2027-02-20", [("review_due", "the review is due in 90 days", "warning")]),
        ("2027-02-21", []),
    ],
)
def test_a_review_is_told_from_ninety_days_before_it_is_due(day: str, said: list[Said]) -> None:
    assert of("R16", f"review_due: {day}") == said


@pytest.mark.parametrize(("year", "said"), [(2011, []), (2010, [("page", "'page' is of 2010", "note")])])
def test_a_source_is_old_after_fifteen_years(year: int, said: list[Said]) -> None:
    assert of("R16", f"sources: [{{id: page, year: {year}}}]") == said


def test_whoever_is_told_of_an_old_source_is_told_what_to_do() -> None:
    assert [each.fix for each in check(laid_over("sources: [{id: page, year: 2010}]")).diagnostics] == [
        "See whether there is newer evidence."
    ]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        *((f"{words} 1.2.1950", "a date of birth") for words in ("date of birth", "Date of birth", "DOB", "D.O.B.", "born", "Born on")),
        *((f"{words} 1234567", "a record number") for words in ("MRN", "NHS", "record", "Patient ID", "hospital no.", "Chart number:")),
    ],
)
def test_whatever_points_to_one_person_is_found(words: str, what: str) -> None:
    assert of("R17", f"uncertain: ['{words}']") == [(words, f"'{words}' looks like {what}", "error")]


@pytest.mark.parametrize(
    "left",
    ["TODO", "FIXME", "TBD", "XXX", "tbc", "TBC", "Lorem ipsum", "example.org", "example.com", "example.net", "???", "[insert text]"],
)
def test_whatever_stands_for_something_still_to_be_written_is_found(left: str) -> None:
    assert of("R18", f"uncertain: ['{left}']") == [(left, f"'{left}' is not finished", "error")]


# ── Words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("many", "level"), [(20, None), (21, "note"), (30, "note"), (31, "warning")])
def test_a_sentence_is_long_from_21_words_and_too_long_from_31(many: int, level: str | None) -> None:
    assert [said[1:] for said in of("R12", f"uncertain: ['{words(many)}.']")] == ([(f"a sentence of {many} words", level)] if level else [])


FORTY = " ".join(["a"] * 40)
"""As many words as a text needs to be graded, and each as short as a word can be."""


@pytest.mark.parametrize("text", [FORTY.removesuffix(" a"), FORTY.removesuffix("a") + "7", "A thumb hurts. " * 20])
def test_a_text_that_is_short_or_easy_asks_for_no_school(text: str) -> None:
    assert of("R11", f"uncertain: ['{text.strip()}']") == []


def test_a_text_of_40_words_is_graded_by_itself() -> None:
    ((underlined, message, level),) = of("R11", f"uncertain: ['{FORTY}']")
    # 0.39 * 40 words a sentence + 11.8 * 1 syllable a word - 15.59
    assert (message, level) == ("this text asks for 11.8 years of school (Flesch-Kincaid)", "warning")
    assert underlined == FORTY


@pytest.mark.parametrize(("many", "said"), [(18, []), (25, [("6.9", "note")]), (40, [("10.1", "warning")])])
def test_a_whole_set_aims_at_grade_6_and_keeps_to_8(many: int, said: list[tuple[str, str]]) -> None:
    hard = ", ".join(["Cartilage deteriorates progressively."] * many)
    assert of("R11", f"uncertain: [{hard}]") == [
        ("i", f"the set asks for {grade} years of school (Flesch-Kincaid)", level) for grade, level in said
    ]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Flesch-Kincaid -1.0, SMOG 3.9"),
        ("en-GB", "Flesch-Kincaid -1.0, SMOG 3.9"),
        ("de", "there is no formula for this language here"),
    ],
)
def test_a_report_tells_the_grade_where_there_is_a_formula(language: str, told: str) -> None:
    (verdict,) = (each for each in check(laid_over(f"language: {language}")).verdicts if each.rule.id == "R11")
    assert verdict.said == told


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        ("uncertain: [A placebo. Another placebo. A biopsy.]", ["placebo", "biopsy"]),
        ("{uncertain: [Two anticoagulants.], glossary: {Anticoagulant: It keeps blood from clotting.}}", []),
        ("{uncertain: [A placebo. Placebos.], glossary: {Placebo: A tablet with nothing in it.}}", []),
        ("{uncertain: [A placebo. Placebos.], glossary: {Placebos: Tablets with nothing in them.}}", []),
        ("glossary: {Splint: Not randomised.}", []),
        ("{uncertain: [It may be benign.], glossary: {Benign: No cancer., Splint: A stiff glove.}}", []),
        ("{uncertain: [An adverse event.], glossary: {Adverse: Unwanted., Event: What happens.}}", ["adverse event"]),
    ],
)
def test_a_word_of_the_trade_is_told_once_unless_the_glossary_has_it(piece: str, said: list[str]) -> None:
    assert of("R13", piece) == [(word, f"'{word}' is not in the glossary", "note") for word in said]


@pytest.mark.parametrize(("rest", "splint"), [(15, 30), (10, 25), (25, 10), (1, 16), (16, 32)])
def test_summaries_may_differ_by_a_sentence_or_up_to_twice(rest: int, splint: int) -> None:
    assert of("R15", f"options: [{{id: rest, summary: {words(rest)}}}, {{id: splint, summary: {words(splint)}}}]") == []


@pytest.mark.parametrize(("rest", "splint"), [(15, 31), (10, 26), (26, 10), (1, 17), (16, 33)])
def test_beyond_that_the_longer_summary_is_told(rest: int, splint: int) -> None:
    less, more = sorted((rest, splint))
    assert of("R15", f"options: [{{id: rest, summary: {words(rest)}}}, {{id: splint, summary: {words(splint)}}}]") == [
        ("summary", f"this summary has {more} words, and the shortest has {less}", "warning")
    ]


@pytest.mark.parametrize(
    ("summary", "loud"),
    [
        ("Wear it!", ["!"]),
        ("**Wear** it", ["**", "**"]),
        ("__Wear__ it", ["__", "__"]),
        ("Wear it ALWAYS", ["ALWAYS"]),
        ("The WOMAC score", []),
    ],
)
def test_an_option_does_not_raise_its_voice(summary: str, loud: list[str]) -> None:
    piece = f"options: [{{id: splint, summary: '{summary}'}}]"
    assert of("R15", piece) == [(each, f"'{each}' is louder than the rest", "warning") for each in loud]


def test_elsewhere_than_in_an_option_a_word_may_be_loud() -> None:
    assert of("R15", "safety_net: ['Come at once!']") == []


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        ("values: [{id: typing, ask: Surely you agree?}]", [("Surely", "'Surely' holds the answer in the question", "warning")]),
        ("uncertain: [Surely it helps.]", []),
    ],
)
def test_only_what_is_asked_can_hold_its_answer(piece: str, said: list[Said]) -> None:
    assert of("V02", piece) == said


# ── Numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("term", ["NNT", "NNTB", "NNTH", "NNH", "numbers needed to harm", "Number needed to treat"])
def test_a_number_needed_to_treat_is_found_by_all_its_names(term: str) -> None:
    assert of("R03", f"uncertain: [The {term} is 8.]") == [(term, f"'{term}' is understood by few", "warning")]


@pytest.mark.parametrize(
    "piece",
    [
        "glossary: {Halves: It halves the pain.}",
        "uncertain: ['It halves the pain, from 20 of 100 to 10 of 100.']",
        "outcomes: [{id: less-pain, event: halved their pain}]",
        "options: [{id: splint, benefits: [{text: It halved the pain., outcomes: [less-pain]}]}]",
        "uncertain: ['It was 50%.']",
    ],
)
def test_a_change_may_be_told_where_people_are_counted(piece: str) -> None:
    assert of("R02", piece) == []


@pytest.mark.parametrize(
    ("piece", "change"),
    [
        ("outcomes: [{id: itch, event: halved their pain}]", "halved"),
        ("outcomes: [{id: strength, event: halved their pain}]", "halved"),
        ("options: [{id: splint, benefits: [{text: It halved the pain., outcomes: [itch]}]}]", "halved"),
        ("uncertain: ['It cuts pain by 50%.']", "cuts pain by 50%"),
        ("uncertain: ['Pain was 50 per cent less.']", "50 per cent less"),
    ],
)
def test_where_nobody_is_counted_a_change_tells_nothing(piece: str, change: str) -> None:
    assert of("R02", piece) == [(change, f"'{change}' tells a change, and nothing here tells of how many", "error")]


@pytest.mark.parametrize(
    ("harm", "rule", "said"),
    [
        ("{text: It is common.}", "R04", [("common", "'common' without a number", "error")]),
        ("{text: It is common., outcomes: [itch]}", "R04", [("common", "'common' without a number", "error")]),
        ("{text: It is common., outcomes: [less-pain]}", "R04", []),
        ("{text: Is it common?}", "R04", []),
        ("{text: It is common.}", "R05", []),
        ("{text: 'It is common: 5%.'}", "R05", [("common", "'common' colours the number beside it", "note")]),
        ("{text: 'It is common: 5 of 100.'}", "R05", [("common", "'common' colours the number beside it", "note")]),
        ("{text: 'Is it common, in 5 of 100?'}", "R05", []),
    ],
)
def test_a_word_for_how_often_is_told_in_one_way_with_a_number_and_in_another_without(harm: str, rule: str, said: list[Said]) -> None:
    assert of(rule, f"options: [{{id: splint, harms: [{harm}]}}]") == said


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        ("uncertain: [18.4 of 100 had it.]", [("18.4 of 100", "'18.4 of 100' counts parts of people", "warning")]),
        (
            "outcomes: [{id: less-pain, by_option: {splint: {note: The source has 18.4 of 100.}}}]",
            [("18.4 of 100", "'18.4 of 100' counts parts of people", "note")],
        ),
        (
            "outcomes: [{id: less-pain, baselines: [{id: a, name: A, events: 2.5}]}]",
            [("events", "2.5 counts parts of people", "note")],
        ),
        ("outcomes: [{id: less-pain, baselines: [{id: a, name: A, events: 2.0}, {id: b, name: B}]}]", []),
    ],
)
def test_people_are_whole_but_where_a_source_is_quoted(piece: str, said: list[Said]) -> None:
    assert of("R06", piece) == said


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (
            "{id: itch, reference: {figure: not known}}",
            [("not known", "'itch' gives changes, and not the level that they start from", "error")],
        ),
        (
            "{id: itch, by_option: {splint: {more: null, fewer: 1}}, reference: {figure: not known}}",
            [("not known", "'itch' gives changes, and not the level that they start from", "error")],
        ),
        ("{id: itch, by_option: {splint: {more: null, events: 4}}, reference: {figure: not known}}", []),
        ("{id: itch, unit: kg, reference: {figure: not known}}", []),  # a change of an average is told as such
        ("{id: itch, reference: null}", [("more", "'more' than what?", "error")]),
    ],
)
def test_a_change_says_from_where(outcome: str, said: list[Said]) -> None:
    assert of("R07", f"outcomes: [{outcome}]") == said


@pytest.mark.parametrize(
    "piece",
    [
        "uncertain: [5 in 2021 stopped.]",
        "uncertain: [5 in 1921 stopped.]",
        "uncertain: [1 in 8 stopped.]",
        "glossary: {Splint: 8 of 50 have one.}",
        "outcomes: [{id: less-pain, by_option: {splint: {note: 8 of 50.}}}]",
        "outcomes: [{id: itch, reference: {name: 8 of 50}}]",
    ],
)
def test_what_is_no_count_of_its_own_needs_no_other_side(piece: str) -> None:
    assert of("R08", piece) == []


@pytest.mark.parametrize("piece", ["outcomes: [{id: less-pain, people: 8 of 50}]", "uncertain: [8 of 50 stopped in 2021.]"])
def test_a_count_in_words_is_told_from_one_side(piece: str) -> None:
    assert of("R08", piece) == [("8 of 50", "'8 of 50' is told from one side", "note")]


# ── Tests, and what somebody vouches for ─────────────────────────────────────────────────────────────────────────────

SCREENING = "{kind: screening, test: {measures: A protein., if_positive: A scan., if_negative: Nothing., overdiagnosis: Some., %s}}"
FOUR = "true_positives: 20, false_positives: 80, true_negatives: 890, false_negatives: 10"


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (f"out_of: 1000, {FOUR}", []),
        (f"out_of: 999, {FOUR}", [("test", "the four counts add up to 1000, and 'out_of' is 999", "error")]),
        (FOUR, [("test", "the four counts add up to 1000, and 'out_of' is missing", "error")]),
        ("out_of: 1000", [("test", "the test has no true_positives, false_positives, true_negatives, false_negatives", "warning")]),
        (
            "out_of: 1000, true_positives: 20, true_negatives: 890",
            [("test", "the test has no false_positives, false_negatives", "warning")],
        ),
    ],
)
def test_the_four_counts_of_a_test_are_all_there_and_add_up(counts: str, said: list[Said]) -> None:
    for rule in ("Q24", "Q25", "Q26", "Q27"):
        assert of(rule, SCREENING % counts) == said


def test_without_a_test_all_of_it_is_missing() -> None:
    missing = "the test has no true_positives, false_positives, true_negatives, false_negatives"
    assert of("Q24", "kind: test") == [("i", missing, "warning")]
    assert of("2.4.1", "kind: test") == [("i", "what the test measures is not said", "error")]
    assert of("Q28", "kind: test") == [("i", "how many are found with the test, and how many without it, is not said", "warning")]


@pytest.mark.parametrize("gone", ["found_with_test", "found_without_test", "out_of", None])
def test_how_many_are_found_is_told_with_and_without_a_test_and_out_of_how_many(gone: str | None) -> None:
    counts = {"found_with_test": 30, "found_without_test": 20, "out_of": 1000, gone: None}
    told = ", ".join(f"{key}: {count}" for key, count in counts.items() if key and count)
    lacking = ("test", "how many are found with the test, and how many without it, is not said", "warning")
    assert of("Q28", SCREENING % told) == ([lacking] if gone else [])


@pytest.mark.parametrize(
    ("vouched", "said"),
    [
        ("{by: A Teacher, on: 2026-11-22}", []),
        ("{by: A Teacher, on: 2026-11-23}", ["'patient_needs' needs who vouches for it, and a day that has been"]),
        ("{by: A Teacher}", ["'patient_needs' needs who vouches for it, and a day that has been"]),
        ("{on: 2026-11-01}", ["'patient_needs' needs who vouches for it, and a day that has been"]),
        ("{by: TODO, on: 2026-11-01}", ["'patient_needs' needs who vouches for it, and a day that has been"]),
        ("not done", ["'patient_needs' is not done, as the set says itself"]),
    ],
)
def test_a_promise_has_a_name_and_a_day_that_has_been(vouched: str, said: list[str]) -> None:
    text = re.sub(r"(?ms)^  patient_needs:.*?(?=^  \w)", f"  patient_needs: {vouched}\n", laid_over("title: A sore thumb"))
    assert [message for _, message, _ in of_text("Q12", text)] == said


@pytest.mark.parametrize(("gone", "under"), [(r"  patient_needs:.*?(?=^  \w)", "attested"), (r"attested:.*?(?=^\w)", "i")])
def test_where_nobody_vouches_it_is_said_so(gone: str, under: str) -> None:
    text = re.sub(f"(?ms)^{gone}", "", laid_over("title: A sore thumb"))
    assert of_text("Q12", text) == [(under, "nobody vouches for 'patient_needs'", "note")]


# ── What is only misspelt ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "key",
    [
        *("decision", "updated", "update_policy", "review_due", "values", "authors", "questions_to_ask", "funding", "interests"),
        *("evidence", "condition", "attested", "  method", "  natural_course", "  summary", "  benefits"),
    ],
)
def test_of_a_key_that_is_misspelt_it_is_not_said_too_that_it_is_missing(key: str) -> None:
    written = laid_over("title: A sore thumb")
    text = re.sub(rf"(?m)^(  )?{key}:", lambda found: f"{found[0][:-2]}:", written, count=1)
    assert text != written

    assert [(each.rule, each.fix) for each in check(text).diagnostics] == [("unknown-key", f"Did you mean '{key.strip()}'?")]


def test_of_outcomes_that_are_misspelt_it_is_not_said_too_that_there_are_none() -> None:
    text = re.sub(r"(?m)^outcomes:", "outcome:", WHOLE_THUMB)
    assert {each.rule for each in check(text).diagnostics} == {"unknown-key", "dangling-id"}


def test_where_there_are_no_options_nothing_more_is_said_of_their_number() -> None:
    text = re.sub(r"(?ms)^options:.*?(?=^order_reason)", "options: []\n", WHOLE_THUMB)
    assert ("options", "fewer than two options: there is nothing to choose", "error") in of_text("1.1.3", text)


@pytest.mark.parametrize(
    ("gone", "rule", "said"),
    [
        ("authors", "Q20", "nobody is named as author"),
        ("questions_to_ask", "Q11", "there are no questions that a patient may bring to the talk"),
        ("values", "Q09", "nothing asks what matters to the patient"),
    ],
)
def test_a_list_that_is_not_there_is_told_at_the_beginning(gone: str, rule: str, said: str) -> None:
    text = re.sub(rf"(?ms)^{gone}:.*?(?=^\w)", "", WHOLE_THUMB)
    assert [message for _, message, _ in of_text(rule, text)] == [said]


@pytest.mark.parametrize(
    ("word", "said"), [("best", ("best", "'best' pushes", "warning")), ("simply", ("simply", "'simply' colours", "note"))]
)
def test_what_a_word_does_is_told(word: str, said: Said) -> None:
    assert of("R14", f"condition: {{natural_course: It {word} heals.}}") == [said]
