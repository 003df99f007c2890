import re
from collections import Counter
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from sdm_cli.conversation.questions import Choose, ChooseMany, Question, Rank, Rate
from sdm_cli.conversation.record import Record
from sdm_cli.conversation.walk import Walk
from sdm_cli.document.blocks import Pictures, Table, words
from sdm_cli.document.html import to_html
from sdm_cli.model.event import Answer
from sdm_cli.model.guide import Guide
from sdm_cli.model.option_set import OptionSet
from sdm_cli.pages.figures import difference
from sdm_cli.pages.handout import NOT_ADVICE, handout
from tests.commands.running import rehearsed, sdm
from tests.document.html_reader import people, read_page, said
from tests.pages.made_up import LEAST_ALIKE, bundled, bundled_ids, guide

SETS = bundled_ids()
GUIDES = ("elwyn-2012", "elwyn-2017")
AGREED = {
    ("priorities", "open"),
    ("priorities", "own"),
    ("decide", "next_step"),
    ("decide", "date"),
    ("review", "date"),
    ("review", "safety_net"),
    ("review", "who"),
}
"""Words that the patient said or that both agreed on. Everything else is the clinician's."""
DECISION = {("decide", "readiness"), ("decide", "choice"), ("decide", "suggested")}
PREFERENCES = {("know", "initial"), ("lean", "leaning"), ("lean", "after")}


def page_of(option_set: OptionSet, agreed: Record | None = None) -> Element:
    return read_page(to_html(handout(option_set, agreed), option_set.language))


@cache
def bundled_page(name: str) -> Element:
    return page_of(bundled(name))


def found(element: Element, *tags: str) -> list[Element]:
    return [each for each in element.iter() if each.tag in tags]


def pictures(page: Element) -> list[Element]:
    return [each for each in found(page, "svg") if each.get("role") == "img"]


@pytest.mark.parametrize("name", SETS)
def test_a_handout_is_in_the_language_and_under_the_title_of_its_set(name: str) -> None:
    page = bundled_page(name)
    assert page.get("lang") == bundled(name).language
    assert [said(each) for each in found(page, "h1")] == [bundled(name).title]
    assert said(found(page, "title")[0]) == bundled(name).title


@pytest.mark.parametrize("name", SETS)
def test_no_level_of_heading_is_left_out(name: str) -> None:
    levels = [int(each.tag[1]) for each in found(bundled_page(name), "h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert all(level <= before + 1 for before, level in pairwise(levels))


@pytest.mark.parametrize("name", SETS)
def test_every_table_names_its_columns_and_every_row_its_heading(name: str) -> None:
    tables = found(bundled_page(name), "table")
    drawn = [block for block in handout(bundled(name)).blocks if isinstance(block, Table)]
    for table, block in zip(tables, drawn, strict=True):
        scopes = [(head.get("scope"), said(head)) for head in found(table, "th")]
        assert [text for scope, text in scopes if scope == "col"] == [column for column in block.columns if column]
        assert sum(scope == "row" for scope, _ in scopes) == (sum(row[0] != () for row in block.rows) if block.headed else 0)
        assert {scope for scope, _ in scopes} <= {"col", "row"}


@pytest.mark.parametrize("name", SETS)
def test_every_picture_has_a_title_and_its_sentence_and_as_many_people_of_each_kind_as_the_figure(name: str) -> None:
    arrays = [array for block in handout(bundled(name)).blocks if isinstance(block, Pictures) for array in block.arrays]
    assert arrays
    for picture, array in zip(pictures(bundled_page(name)), arrays, strict=True):
        assert [(each.tag, said(each)) for each in picture[:2]] == [("title", array.title), ("desc", array.sentence)]
        drawn = Counter(kind for *_, kind in people(picture))
        assert drawn == Counter({part.kind: part.count for part in array.parts})


@pytest.mark.parametrize("name", SETS)
def test_what_a_page_refers_to_is_on_it_and_nothing_that_is_read_out_is_empty(name: str) -> None:
    page = bundled_page(name)
    ids = [each.attrib["id"] for each in page.iter() if "id" in each.attrib]
    assert len(ids) == len(set(ids))
    named = [reference for each in page.iter() for reference in each.get("aria-labelledby", "").split()]
    drawn = [use.attrib["href"].removeprefix("#") for use in found(page, "use")]
    assert set(named) | set(drawn) <= set(ids)
    assert len(found(page, "main")) == len(found(page, "h1")) == 1
    read_out = found(page, "h1", "h2", "h3", "a", "li", "dt", "dd", "th", "caption", "figcaption", "p", "title", "desc")
    assert [each.tag for each in read_out if not said(each)] == []
    assert {inside.tag for each in found(page, "ul", "ol") for inside in each} == {"li"}
    assert {inside.tag for each in found(page, "dl") for group in each for inside in group} == {"dt", "dd"}


@pytest.mark.parametrize("name", SETS)
def test_a_page_loads_nothing_and_leads_nowhere_but_to_sources(name: str) -> None:
    page = bundled_page(name)
    assert not {each.tag for each in page.iter()} & {"script", "img", "link", "iframe", "object", "form", "base"}
    assert not {name for each in page.iter() for name in each.attrib} & {"src", "srcset", "style"}
    assert {each.tag for each in page.iter() if "href" in each.attrib} <= {"a", "use"}
    assert [each.attrib["href"] for each in found(page, "a") if not each.attrib["href"].startswith(("https://", "http://"))] == []


LONGEST_WORD = 24
"""Letters that the smallest window, 320 pixels, has room for on a line of a table cell; tests/browser sees to that for three sets."""


@pytest.mark.parametrize("name", SETS)
def test_no_word_is_longer_than_the_smallest_window_is_wide(name: str) -> None:
    main = next(iter(found(bundled_page(name), "main")))
    shown = [text for each in main.iter() if each.tag != "a" for text in (each.text, each.tail) if text and not text.startswith("http")]
    assert [word for text in shown for word in re.split(r"[\s/-]+", text) if len(word) > LONGEST_WORD] == []


@pytest.mark.parametrize("name", SETS)
def test_options_stand_in_the_order_of_the_set_everywhere(name: str) -> None:
    names = [option.name for option in bundled(name).options]
    page = bundled_page(name)
    (weighed,) = (table for table in found(page, "table") if "Harms and burdens" in [said(head) for head in found(table, "th")])
    assert [said(head) for head in found(weighed, "th") if head.get("scope") == "row"] == names
    for table in found(page, "table"):
        columns = [said(head) for head in found(table, "th") if head.get("scope") == "col"]
        if set(columns) & set(names):
            assert [column for column in columns if column in names] == names
    for figure in found(page, "figure"):
        titles = [said(picture[0]) for picture in pictures(figure)]
        assert [title for title in titles if title in names] == [each for each in names if each in titles]


@pytest.mark.parametrize("name", SETS)
def test_a_handout_begins_with_what_is_taken_home_and_leaves_the_rest_for_sheets_of_its_own(name: str) -> None:
    option_set = bundled(name)
    sections = {said(found(section, "h2")[0]): section for section in found(bundled_page(name), "section")}
    *_, last = sections
    assert [title for title, section in sections.items() if section.get("class") == "new-sheet"] == [last] == ["More detail"]
    home, looked_up = (" ".join(said(sections[title]) for title in titles) for titles in ([*sections][:-1], [last]))
    for option in option_set.options:
        points = [point.text for point in (*option.benefits, *option.harms, *option.burdens)]
        assert [text for text in (option.summary, option.involves.what, option.involves.cost, *points) if text not in home] == []
    assert [text for text in (*option_set.safety_net, *option_set.uncertain) if text not in home] == []
    answers = [answer for question in option_set.questions for answer in question.answers.values()]
    assert [text for text in (*answers, *option_set.glossary.values(), option_set.funding) if text not in looked_up] == []


@pytest.mark.parametrize("name", SETS)
def test_every_number_stands_in_what_is_taken_home_and_again_with_its_sources(name: str) -> None:
    option_set = bundled(name)
    drawn = [block for block in handout(option_set).blocks if isinstance(block, Pictures)]
    undrawn = [outcome.name for outcome in option_set.outcomes if not outcome.has_counts()]
    assert [words(block.caption[:1]) for block in drawn] == [each.name for each in option_set.outcomes if each.has_counts()]
    tables = [block for block in handout(option_set).blocks if isinstance(block, Table) and block.columns[0] == "Outcome"]
    listed = [[words(row[0][:1]) for row in table.rows] for table in tables]
    assert listed == [*([undrawn] if undrawn else []), [outcome.name for outcome in option_set.outcomes]]
    for block, outcome in zip(drawn, (each for each in option_set.outcomes if each.has_counts()), strict=True):
        titles = {array.title for array in block.arrays}
        assert [option.name for option in option_set.options if option.name not in titles and option.name not in block.rest] == []
        for option in option_set.options:
            differs = difference(outcome, option, option_set)
            assert differs in next((array.sentence for array in block.arrays if array.title == option.name), differs)


@pytest.mark.parametrize("name", SETS)
def test_a_handout_says_when_it_was_updated_who_made_it_and_what_it_is_not(name: str) -> None:
    option_set = bundled(name)
    text = said(page_of(option_set))
    for wanted in (option_set.updated, option_set.review_due, option_set.funding, option_set.interests, NOT_ADVICE):
        assert wanted in text


@pytest.mark.parametrize("name", SETS)
def test_what_is_for_the_professional_stays_out(name: str) -> None:
    option_set = bundled(name)
    text = said(page_of(option_set))
    theirs = [each.ask for each in option_set.teach_back] + [each.answer for each in option_set.misconceptions]
    assert theirs
    assert [words for words in theirs if words in text] == []


def everything_said(option_set: OptionSet, by: Guide, readiness: str = "ready", how: str = "rate") -> dict[str, Answer]:
    """Something said to every question of a walk; words carry the name of their question."""
    answers: dict[str, Answer] = {}
    walk = Walk(option_set, by)
    while (question := next((each.question for each in walk.script(answers) if each.question.id not in answers), None)) is not None:
        answers[question.id] = _something(question, {readiness, how})
    return answers


def _something(question: Question, wanted: set[str]) -> Answer:
    match question:
        case Choose():
            ids = [choice.id for choice in question.choices]
            return next((choice for choice in ids if choice in wanted), ids[0])
        case ChooseMany():
            return tuple(choice.id for choice in question.choices if choice.id not in question.alone)
        case Rank():
            return tuple(choice.id for choice in question.choices)
        case Rate():
            return question.highest
        case _:
            return marked(question.id)


def marked(question: str) -> str:
    return f"(said at {question})"


def keys(by: Guide, parts: set[tuple[str, str]]) -> set[str]:
    return {f"{step.key}.{part}" for step in by.path() for activity, part in parts if activity == step.activity}


@pytest.mark.parametrize("readiness", ["ready", "wait", "more", "delegate"])
@pytest.mark.parametrize("name", GUIDES)
def test_a_handout_of_a_talk_has_the_words_that_were_agreed_and_no_other(name: str, readiness: str) -> None:
    option_set, by = bundled("knee-osteoarthritis"), guide(name)
    answers = everything_said(option_set, by, readiness)
    words = {question for question, answer in answers.items() if answer == marked(question)}
    text = said(page_of(option_set, Record.of(option_set, by, answers)))
    assert {question for question in words if marked(question) in text} == keys(by, AGREED)
    assert len(words) > 30


@pytest.mark.parametrize(
    ("name", "readiness", "how"),
    [
        *product(SETS, ["ready"], ["rate"]),
        *product(LEAST_ALIKE[:1], ["wait", "more", "delegate"], ["rate"]),
        (LEAST_ALIKE[0], "ready", "rank"),
    ],
)
def test_nothing_else_that_was_noted_changes_a_handout_in_any_way(name: str, readiness: str, how: str) -> None:
    option_set, by = bundled(name), guide("elwyn-2012")
    answers = everything_said(option_set, by, readiness, how)
    shared = keys(by, AGREED | DECISION | PREFERENCES | {("priorities", "rank")})
    shared |= {question for question in answers if ".baseline." in question or ".rate." in question}
    agreed = {question: answer for question, answer in answers.items() if question in shared}
    assert len(agreed) < len(answers)
    assert handout(option_set, Record.of(option_set, by, answers)) == handout(option_set, Record.of(option_set, by, agreed))


@pytest.mark.parametrize(
    ("readiness", "said_then"),
    [
        ({"readiness": "ready", "choice": ("exercise", "injection")}, "Exercise and weight loss and Steroid injection"),
        ({"readiness": "wait"}, "to put the decision off for now"),
        ({"readiness": "more"}, "to find out something first"),
    ],
)
def test_what_was_decided_stands_in_words(readiness: dict[str, Answer], said_then: str) -> None:
    option_set, by = bundled("knee-osteoarthritis"), guide()
    answers = {f"decision.close.{part}": answer for part, answer in readiness.items()}
    facts = {
        said(each[0]): said(each[1]) for each in found(page_of(option_set, Record.of(option_set, by, answers)), "div") if len(each) == 2
    }
    assert facts["What we decided"] == said_then


def from_the_talk(answers: dict[str, Answer]) -> dict[str, str]:
    page = page_of(bundled("knee-osteoarthritis"), Record.of(bundled("knee-osteoarthritis"), guide(), answers))
    (section,) = [each for each in found(page, "section") if said(found(each, "h2")[0]) == "From our talk"]
    return {said(found(each, "dt")[0]): said(found(each, "dd")[0]) for each in found(section, "dl")[0]}


def test_what_was_rated_stands_with_its_number_in_the_order_of_the_set_and_nothing_else_does() -> None:
    first, second, third, *_ = bundled("knee-osteoarthritis").values
    assert from_the_talk({f"decision.matters.rate.{third.id}": 9, f"decision.matters.rate.{first.id}": 0}) == {
        "How much it matters to you": f"{first.name}: 0 of 10; {third.name}: 9 of 10 (0 does not matter, 10 matters most)"
    }
    assert second.name not in from_the_talk({f"decision.matters.rate.{third.id}": 9})["How much it matters to you"]


def test_what_was_ranked_stands_in_the_order_of_the_patient_and_their_own_words_after_it() -> None:
    first, _, third, *_ = bundled("knee-osteoarthritis").values
    assert from_the_talk({"decision.matters.rank": (third.id, first.id), "decision.matters.own": "To kneel in church"}) == {
        "What matters to you, in your order": f"1. {third.name}; 2. {first.name}",
        "What else matters to you": "To kneel in church",
    }


def test_the_patient_s_leanings_stand_there_and_the_clinician_s_does_not() -> None:
    later: dict[str, Answer] = {"decision.elicit.leaning": ("exercise",), "decision.elicit.after": ("no_leaning",)}
    private: dict[str, Answer] = {"prepare.before.leaning": ("injection",), "option.know.initial": ("replacement",)}
    assert from_the_talk({**private, **later}) == {"Your leaning at first": "Knee replacement", "Your leaning later": "no leaning yet"}
    assert from_the_talk({"decision.elicit.leaning": ("exercise",)}) == {"Your leaning later": "Exercise and weight loss"}


def test_a_suggestion_that_was_asked_for_is_not_told_as_a_decision() -> None:
    option_set, by = bundled("knee-osteoarthritis"), guide()
    answers: dict[str, Answer] = {"decision.close.readiness": "delegate", "decision.close.suggested": ("injection",)}
    facts = {
        said(each[0]): said(each[1]) for each in found(page_of(option_set, Record.of(option_set, by, answers)), "div") if len(each) == 2
    }
    assert "What we decided" not in facts
    assert facts["You asked"] == "your clinician to decide"
    assert facts["What was suggested"] == "Steroid injection"


def test_a_talk_in_which_nothing_was_agreed_makes_the_same_handout_as_no_talk() -> None:
    option_set = bundled("knee-osteoarthritis")
    private: dict[str, Answer] = {"prepare.before.leaning": ("injection",), "option.know.known": "An aunt has a new knee"}
    assert handout(option_set, Record.of(option_set, guide(), private)) == handout(option_set)


def test_the_file_that_is_given_away_holds_what_was_agreed_and_no_note(tmp_path: Path) -> None:
    answers = everything_said(bundled("knee-osteoarthritis"), guide(), "ready", "rank")
    lines = [f"{question}: {list(answer) if isinstance(answer, tuple) else answer}" for question, answer in answers.items()]
    session = rehearsed(tmp_path, "\n".join(lines))
    for private in ((), ("--private",)):
        written = sdm("sessions", "export", session, "--to", "handout", *private).stdout
        text = said(read_page(written))
        assert {question for question in answers if marked(question) in text} == keys(guide(), AGREED)
