"""What each rule says of everything that it is for, and where it begins: the last that it lets pass, and the first that it does not.

Each rule's own examples, and whole broken files, are in other files; here are the small differences.
"""

import re

import pytest

from tests.check.whole_thumb import check, laid_over

Said = tuple[str, str, str]
"""What is underlined, what is said, and how loudly."""


def words(many: int) -> str:
    return " ".join(["word"] * many)


def of(rule: str, piece: str) -> list[Said]:
    """What a rule says when a piece is laid over the whole thumb; keys with null in the piece are gone from it."""
    text = re.sub(r"(?m)^ *[\w-]+: null\n", "", laid_over(piece))
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
