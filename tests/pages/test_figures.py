import re

import pytest
from msgspec.structs import replace

from sdm_cli.document.blocks import words
from sdm_cli.model.figure import Absent, Figure, Outcome, Reference
from sdm_cli.model.option_set import OptionSet
from sdm_cli.pages.aloud import aloud_page
from sdm_cli.pages.figures import Citations, chances, chances_of, notes, sentence, short, without_figure
from sdm_cli.pages.handout import handout
from sdm_cli.pages.option_set import option_set_page
from sdm_cli.pages.proofreading import proofreading_page
from sdm_cli.pages.summary import summary
from tests.pages.made_up import bundled, bundled_ids, row, screens, tables, talkative, texts, tiny, walked

CELL = re.compile(
    r"(not studied|not known|does not apply"
    r"|(\d+ of (100|1000|10 000)|\d+ to \d+ of (100|1000|10 000)|\d+ (more|fewer) (of (100|1000|10 000)|minutes [a-z ]+)|score [\d.]+)"
    r"(, range [\d.]+( more| fewer)? to [\d.]+( more| fewer)?)?( \((derived|estimate)\))?"
    r"(; ((high|moderate|low|very low) certainty|certainty not stated))?( \[\d+(, \d+)*\]))"
)


def outcome(name: str, option_set: OptionSet | None = None) -> Outcome:
    return next(each for each in (option_set or tiny()).outcomes if each.id == name)


def cell(name: str, option: str) -> tuple[Outcome, Figure | Absent]:
    return outcome(name), outcome(name).by_option[option]


@pytest.mark.parametrize(
    ("name", "option", "said"),
    [
        ("pain", "rest", "40 of 100 people were free of pain; 60 were not."),
        ("pain", "splint", "55 of 100 people were free of pain; 45 were not. The range is 48 to 62."),
        ("back-at-work", "rest", "60 to 70 of 100 people were back at work; 30 to 40 were not."),
        ("back-at-work", "splint", "5 fewer of 100 people were back at work than with usual care."),
        ("grip", "rest", "Average score 5.5."),
        ("pain", "cream", "Not studied."),
        ("rash", "splint", "Not known."),
        ("rash", "rest", "Does not apply."),
    ],
)
def test_a_figure_is_a_sentence_with_its_denominator_and_both_sides(name: str, option: str, said: str) -> None:
    assert sentence(*cell(name, option)) == said


@pytest.mark.parametrize(
    ("name", "option", "said"),
    [
        ("pain", "rest", "40 of 100"),
        ("pain", "splint", "55 of 100, range 48 to 62"),
        ("back-at-work", "rest", "60 to 70 of 100"),
        ("back-at-work", "splint", "5 fewer of 100"),
        ("rash", "cream", "12 more of 1000 (derived)"),
        ("grip", "rest", "score 5.5"),
        ("grip", "splint", "score 6 (estimate)"),
        ("pain", "cream", "not studied"),
        ("rash", "splint", "not known"),
        ("rash", "rest", "does not apply"),
    ],
)
def test_a_figure_in_a_cell_keeps_its_denominator_range_and_mark(name: str, option: str, said: str) -> None:
    assert short(*cell(name, option)) == said


@pytest.mark.parametrize("basis", ["derived", "estimate"])
def test_a_worked_out_figure_says_so_wherever_it_is_shown(basis: str) -> None:
    worked_out = f"rest: {{events: 33, basis: {basis}, arithmetic: 66 of 200., sources: [trial]}}"
    option_set = tiny(("rest: {events: 40, sources: [trial]}", worked_out))
    talked = talkative(option_set)
    shown = [
        text for page in (option_set_page(option_set), summary(talked), *screens(talked)) for text in texts(page) if "33 of 100" in text
    ]
    assert len(shown) > 3
    assert [text for text in shown if basis not in text] == []


def test_a_published_figure_is_not_marked() -> None:
    shown = sentence(*cell("pain", "rest")) + short(*cell("pain", "rest"))
    assert not {"derived", "estimate", "published"} & set(re.findall(r"\w+", shown))


def test_the_arithmetic_of_every_worked_out_figure_stands_on_the_page_and_in_the_summary() -> None:
    for page in (option_set_page(tiny()), summary(walked(tiny()))):
        whole = " ".join(texts(page))
        assert "Cream: derived; 20 - 8 = 12." in whole
        assert "Splint: estimate; Two trials put together." in whole


def test_the_whole_table_of_chances() -> None:
    option_set = tiny()
    table = chances(option_set, Citations(option_set))
    assert table.columns == ("Outcome", "Rest", "Splint", "Cream", "Compared with")
    assert [tuple(words(each) for each in cells[1:]) for cells in table.rows] == [
        ("40 of 100 [1]", "55 of 100, range 48 to 62; moderate certainty [1, 2, 3]", "not studied", ""),
        ("does not apply", "not known", "12 more of 1000 (derived) [4]", "Dummy cream: 8 of 1000 [4]"),
        ("score 5.5; low certainty [4]", "score 6 (estimate) [1, 4]", "not studied", ""),
        ("60 to 70 of 100 [1]", "5 fewer of 100 [1]", "not known", "Usual care: not known"),
    ]


def test_every_row_of_chances_says_over_what_time_and_in_whom_set_off_from_the_outcome() -> None:
    option_set = tiny()
    heads = [words(cells[0]) for cells in chances(option_set, Citations(option_set)).rows]
    expected = [
        "No more pain|4 weeks|pianists",
        "A rash|1 year|violinists",
        "Strength of grip|6 weeks|cellists|0 is no grip|10 is full grip",
        "Back at work|8 weeks|harpists",
    ]
    assert [re.sub(r"\W*[^\w\s]\W*", "|", head).strip("|") for head in heads] == expected


def test_the_chances_of_one_option_are_told_with_when_who_and_how_sure() -> None:
    option_set = tiny()
    table = chances_of(option_set.options[1], option_set, Citations(option_set))
    assert row(table, "No more pain") == (
        "No more pain",
        "55 of 100 people were free of pain; 45 were not. The range is 48 to 62. [1, 2, 3]",
        "4 weeks; pianists",
        "moderate certainty: likely so",
    )
    assert "low certainty: it may be otherwise (Few cellists.)" in row(
        chances_of(option_set.options[0], option_set, Citations(option_set)), "Strength"
    )


GRIP_LINKED = ("outcomes: [pain]\n    options:", "outcomes: [pain, grip]\n    options:")
"""The value that is weighed then rests on a score too."""
ENDS = "0 is no grip, 10 is full grip"


def test_wherever_a_score_is_told_the_ends_of_its_scale_stand_beside_its_outcome_once() -> None:
    option_set = tiny(GRIP_LINKED)
    talked = talkative(option_set)
    told = 0
    for page in (
        option_set_page(option_set),
        option_set_page(option_set, "chances"),
        handout(option_set),
        proofreading_page(option_set),
        summary(talked),
        *screens(talked),
    ):
        scored = [any(re.search(r"\b[Ss]core \d", words(cell)) for cells in table.rows for cell in cells) for table in tables(page)]
        assert sum(text.count(ENDS) for text in texts(page)) == sum(scored)
        told += sum(scored)
    assert told > 8


def test_where_no_score_stands_beside_what_matters_no_scale_is_explained() -> None:
    talked = talkative(tiny(("outcomes: [pain]\n    options:", "outcomes: [pain, rash]\n    options:")))
    weighed = [page for page in screens(talked) if any("What was said" in table.columns for table in tables(page))]
    assert weighed
    assert [text for page in weighed for text in texts(page) if ENDS in text] == []


@pytest.mark.parametrize("name", bundled_ids())
def test_every_table_of_chances_that_tells_an_average_says_what_its_numbers_run_from_and_to(name: str) -> None:
    option_set = bundled(name)
    for page in (handout(option_set), option_set_page(option_set, "chances"), summary(walked(option_set))):
        heads = [words(cells[0]) for table in tables(page) if table.columns[0] == "Outcome" for cells in table.rows]
        for outcome in option_set.outcomes:
            told = [head for head in heads if head.startswith(f"{outcome.name} (")]
            assert told
            if (scale := outcome.scale) is not None:
                ends = f"{scale.lowest} is {scale.lowest_means}, {scale.highest} is {scale.highest_means}"
                assert [head for head in told if head.count(ends) != 1] == []


def test_what_has_no_figure_is_said_with_its_reason_and_never_left_out() -> None:
    option_set = tiny()
    rest, splint, cream = option_set.options
    assert list(without_figure(rest, option_set)) == [("does not apply", "A rash")]
    assert list(without_figure(splint, option_set)) == [("not known", "A rash")]
    assert list(without_figure(cream, option_set)) == [("not studied", "No more pain; Strength of grip"), ("not known", "Back at work")]


IN_MINUTES = replace(
    outcome("grip"), scale=None, unit="minutes of grip", reference=Reference(name="Usual care", figure="not known"), by_option={}
)


@pytest.mark.parametrize(
    ("figure", "cell", "said"),
    [
        (Figure(mean=12, sources=("trial",)), "12 minutes of grip", "On average 12 minutes of grip."),
        (
            Figure(more=25, range=(15, 35), sources=("trial",)),
            "25 more minutes of grip, range 15 to 35",
            "On average 25 more minutes of grip than with usual care. The range is 15 to 35.",
        ),
        (
            Figure(fewer=3, basis="derived", sources=("trial",)),
            "3 fewer minutes of grip (derived)",
            "On average 3 fewer minutes of grip than with usual care (derived).",
        ),
    ],
)
def test_an_average_is_told_in_its_unit_and_counts_nobody(figure: Figure, cell: str, said: str) -> None:
    assert short(IN_MINUTES, figure) == cell
    assert sentence(IN_MINUTES, figure) == said
    assert not replace(IN_MINUTES, by_option={"rest": figure}).has_counts()


def test_a_range_in_which_a_difference_turns_round_says_so_in_words() -> None:
    fewer, more = Figure(fewer=1, range=(-3, 4), sources=("trial",)), Figure(more=8, range=(-1, 16), sources=("trial",))
    assert short(outcome("back-at-work"), fewer) == "1 fewer of 100, range 3 more to 4 fewer"
    assert sentence(IN_MINUTES, more).endswith("than with usual care. The range is 1 fewer to 16 more.")


def test_a_difference_is_never_shown_as_a_level() -> None:
    talked = talkative(tiny(("outcomes: [pain]\n    options:", "outcomes: [pain, rash, back-at-work]\n    options:")))
    for page in (option_set_page(tiny()), summary(talked), *screens(talked)):
        for text in texts(page):
            assert not re.search(r"\b12 of 1000|\b5 of 100\b|988|\b95\b", text)


def test_a_difference_says_what_it_differs_from_wherever_it_is_shown() -> None:
    option_set = tiny(("outcomes: [pain]\n    options:", "outcomes: [rash, back-at-work]\n    options:"))
    talked = talkative(option_set)
    for page in (option_set_page(option_set), summary(talked), *screens(talked)):
        for said in (" ".join(map(words, cells)) for table in tables(page) for cells in table.rows):
            assert "12 more" not in said or "ummy cream" in said
            assert "5 fewer" not in said or "sual care" in said


def test_notes_tell_the_reason_for_low_certainty_and_what_to_know_before_comparing() -> None:
    assert [words(note) for note in notes(tiny())] == [
        "A rash: Cream: derived; 20 - 8 = 12.",
        "Strength of grip: Rest: certainty low: Few cellists. Splint: estimate; Two trials put together.",
        "Back at work: Splint: Read from a curve.",
    ]


@pytest.mark.parametrize("option_set", bundled_ids())
def test_every_chance_in_a_bundled_set_is_absolute_or_says_why_there_is_none(option_set: str) -> None:
    chosen = bundled(option_set)
    table = chances(chosen, Citations(chosen))
    cells = [words(each) for line in table.rows for each in line[1 : len(chosen.options) + 1]]
    assert [each for each in cells if not CELL.fullmatch(each)] == []


@pytest.mark.parametrize("option_set", bundled_ids())
def test_every_outcome_of_a_bundled_set_has_one_denominator_in_its_row(option_set: str) -> None:
    chosen = bundled(option_set)
    for each, cells in zip(chosen.outcomes, chances(chosen, Citations(chosen)).rows, strict=True):
        told = re.findall(r"\d of (\d+(?: \d{3})*)", " ".join(words(cell) for cell in cells[1:]))
        assert {number.replace(" ", "") for number in told} <= {str(each.out_of)}


@pytest.mark.parametrize("option_set", bundled_ids())
def test_no_page_of_a_bundled_set_says_one_in_so_many_or_gives_a_share_in_percent(option_set: str) -> None:
    talked = talkative(bundled(option_set))
    pages = (option_set_page(bundled(option_set)), summary(talked), *screens(talked))
    found = {text for page in pages for text in texts(page) if re.search(r"\b(1|one) in (\d|ten\b|a hundred\b)", text)}
    assert found == set()


def test_sources_are_numbered_in_the_order_of_their_first_use() -> None:
    citations = Citations(tiny())
    assert citations.cite(["survey"]) == " [1]"
    assert citations.cite(["trial", "survey"]) == " [1, 2]"
    assert citations.cite(["trial"]) == " [2]"
    assert citations.cite([]) == ""
    assert [source.id for source in citations.used()] == ["survey", "trial"]


def test_a_source_read_second_hand_brings_the_one_that_quotes_it() -> None:
    citations = Citations(tiny())
    assert citations.cite(["quoted"]) == " [1, 2]"
    assert citations.cite(["quoted", "review", "trial"]) == " [1, 2, 3]"
    assert words(citations.listing().items[0]).endswith("Read only as quoted in [2].")
    assert "A review" in words(citations.listing().items[1])


def test_a_source_quoted_in_one_that_is_itself_quoted_brings_both() -> None:
    option_set = tiny(("year: 2019, pmcid: PMC456, read: full text", "year: 2019, pmcid: PMC456, read: second-hand, quoted_in: survey"))
    citations = Citations(option_set)
    citations.cite(["quoted"])
    listed = [words(entry) for entry in citations.listing().items]
    assert all(int(number) <= len(listed) for entry in listed for number in re.findall(r"\[(\d+)\]", entry))
    assert any("A survey" in entry for entry in listed)


def test_a_listed_source_links_to_the_surest_place() -> None:
    citations = Citations(tiny())
    citations.cite(["trial", "quoted", "survey", "atlas"])
    assert [words(entry) for entry in citations.listing().items] == [
        "Thumb T, Finger F. A trial of splints. Hand 1:2. 2020. https://doi.org/10.1000/hand.1",
        "Old O. An old trial. 1980. https://pubmed.ncbi.nlm.nih.gov/123/ Read only as quoted in [3].",
        "Reader R. A review. 2019. https://www.ncbi.nlm.nih.gov/pmc/articles/PMC456/",
        "Asker A. A survey. 2021. https://example.org/survey",
        "Mapper M. An atlas. 2018.",
    ]
    assert citations.listing().ordered


def test_swapping_two_options_swaps_their_columns_and_nothing_else() -> None:
    option_set = tiny()
    rest, splint, cream = option_set.options
    swapped = replace(option_set, options=(rest, cream, splint))
    numbers = Citations(option_set)
    before = chances(option_set, numbers)
    after = chances(swapped, numbers)
    assert [cells[3] for cells in after.rows] == [cells[2] for cells in before.rows]
    assert [cells[2] for cells in after.rows] == [cells[3] for cells in before.rows]
    assert [(cells[0], cells[1], cells[4]) for cells in after.rows] == [(cells[0], cells[1], cells[4]) for cells in before.rows]
    assert after.columns == ("Outcome", "Rest", "Cream", "Splint", "Compared with")


def test_a_big_number_is_written_in_groups_of_three_wherever_it_stands_and_a_short_one_is_not() -> None:
    many = tiny(("out_of: 1000", "out_of: 40000"), ("figure: {events: 8,", "figure: {events: 12345,"), ("{more: 12,", "{events: 9999,"))
    rash = outcome("rash", many)
    assert sentence(rash, rash.by_option["cream"]).startswith("9999 of 40 000 people had a rash; 30 001 had none")
    assert short(rash, rash.by_option["cream"]) == "9999 of 40 000 (derived)"

    told = [text for page in (option_set_page(many), handout(many), aloud_page(many), *screens(talkative(many))) for text in texts(page)]
    assert sum("40 000" in text for text in told) > 5
    assert [text for text in told if re.search(r"40000|12345|30001", text)] == []
