import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import json
from msgspec.structs import replace

from sdm_cli.content.catalogue import Catalogue, Entry
from sdm_cli.document.blocks import Document, Facts, Heading, Table, words
from sdm_cli.document.json import to_json
from sdm_cli.document.plain import to_plain
from sdm_cli.model.option_set import Attested, OptionSet
from sdm_cli.model.session import Header, Session
from sdm_cli.pages.data import option_set_data, session_line
from sdm_cli.pages.lists import library_data, library_page, sessions_page
from sdm_cli.pages.option_set import option_set_page
from tests.pages.made_up import bundled, bundled_ids, row, tables, texts, tiny

TEST_FACTS = """
test:
  measures: How thick the thumb is.
  if_positive: It may be swollen.
  if_negative: It may still be swollen.
  overdiagnosis: Thick thumbs that hurt nobody are found too.
  out_of: 1000
  true_positives: 71
  false_positives: 83
  true_negatives: 837
  false_negatives: 29
"""


def headings(page: Document) -> list[str]:
    return [block.text for block in page.blocks if isinstance(block, Heading)]


def page_text(option_set: OptionSet) -> str:
    return " ".join(texts(option_set_page(option_set)))


def words_for_a_reader(option_set: OptionSet) -> list[str]:
    """Every sentence that an author wrote for whoever reads the set."""
    found = [option_set.title, option_set.decision, option_set.condition.summary, option_set.condition.natural_course]
    found += [*option_set.suits, *option_set.not_for, option_set.order_reason, *option_set.uncertain, *option_set.safety_net]
    found += [option_set.funding, option_set.interests, option_set.update_policy, option_set.evidence.method, *option_set.questions_to_ask]
    for option in option_set.options:
        involves, experience = option.involves, option.experience
        found += [option.name, option.summary, involves.what, involves.time, involves.visits, involves.cost, involves.undo]
        found += [point.text for point in (*option.benefits, *option.harms, *option.burdens)]
        found += [felt for felt in (experience.physical, experience.psychological, experience.social) if felt]
    for value in option_set.values:
        found += [value.ask, *(bearing.because for bearing in value.options.values())]
    for question in option_set.questions:
        found += [question.ask, *question.answers.values()]
    for outcome in option_set.outcomes:
        found += [outcome.name, outcome.time, outcome.people, *([outcome.note] if outcome.note else [])]
    found += [text for belief in option_set.misconceptions for text in (belief.belief, belief.answer)]
    found += [text for pair in option_set.glossary.items() for text in pair]
    found += [source.title.rstrip(".") for source in option_set.sources]
    return found


@pytest.mark.parametrize("name", ["tiny", *bundled_ids()])
def test_everything_that_was_written_for_a_reader_is_on_the_page(name: str) -> None:
    option_set = tiny() if name == "tiny" else bundled(name)
    whole = page_text(option_set)
    assert [text for text in words_for_a_reader(option_set) if text not in whole] == []


def test_the_decision_comes_first_and_the_sources_and_who_made_it_last() -> None:
    page = option_set_page(tiny())
    assert list(texts(page))[:2] == ["A sore thumb", "What shall I do about my sore thumb?"]
    assert headings(page)[-2:] == ["Sources", "About this option set"]


def test_benefits_stand_beside_harms_and_burdens_for_every_option() -> None:
    page = option_set_page(tiny())
    pairs = [table for table in tables(page) if table.columns == ("Benefits", "Harms and burdens")]
    assert [[tuple(words(cell) for cell in cells) for cells in table.rows] for table in pairs] == [
        [("Nothing to buy.", "Idle evenings. [2]")],
        [("Holds it still.", "Stiff mornings."), ("Dry skin.", "")],
        [("Smells of mint. [3]", "Some skin itches."), ("", "Sticky gloves.")],
    ]


def test_what_may_matter_is_set_against_every_option_without_a_winner() -> None:
    (table,) = [table for table in tables(option_set_page(tiny())) if table.columns[0] == "What may matter"]
    assert table.columns == ("What may matter", "Rest", "Splint", "Cream")
    assert row(table, "Playing again: How much does it mean") == (
        "Playing again: How much does it mean to play again soon?",
        "against: Rest takes longer.",
        "supports: It is quicker.",
        "not known: Nobody has looked.",
    )


def test_every_source_of_a_set_is_listed_and_one_that_no_figure_cites_stands_last() -> None:
    page = option_set_page(tiny())
    listed = list(texts(page))[list(texts(page)).index("Sources") + 1 :][:6]
    assert listed[-1] == "Nobody N. Never cited. 1999."
    assert [entry.partition(".")[0] for entry in listed[:2]] == ["Mapper M", "Asker A"]


def test_citations_on_a_page_all_have_their_source() -> None:
    for name in bundled_ids():
        option_set = bundled(name)
        numbers = {int(number) for marks in re.findall(r"\[(\d+(?:, \d+)*)\]", page_text(option_set)) for number in marks.split(", ")}
        assert max(numbers) <= len(option_set.sources)


def test_why_no_option_means_waiting_is_said() -> None:
    acting = tiny(("    no_action: true\n", ""), ("order_reason:", "no_action_reason: Waiting was tried.\norder_reason:"))
    assert "Waiting was tried." in page_text(acting)


def test_what_a_test_can_and_cannot_tell_is_shown_with_its_counts() -> None:
    whole = page_text(tiny(("\nvalues:", f"{TEST_FACTS}\nvalues:")))
    for said in (
        "How thick the thumb is.",
        "It may be swollen.",
        "It may still be swollen.",
        "Thick thumbs that hurt nobody are found too.",
    ):
        assert said in whole
    for count in ("71", "83", "837", "29", "1000"):
        assert re.search(rf"\b{count}\b", whole.partition("Chances")[0])


def test_what_nobody_has_done_yet_is_said() -> None:
    last = [block for block in option_set_page(tiny()).blocks if isinstance(block, Facts)][-1]
    said = {label: words(text) for label, text in last.items}
    assert said["Status"] == "published"
    assert said["Reviewed by patients"] == "not done"
    assert said["Tested with patients"] == "not done"
    assert said["Authors"] == "A. Author (teacher)"


def test_what_was_done_is_said_with_by_whom_and_when() -> None:
    option_set = tiny()
    attested = replace(
        option_set, attested=replace(option_set.attested, reviewed_by_patients=Attested(by="Five pianists", on="2026-01-01"))
    )
    assert "Five pianists, 2026-01-01" in page_text(attested)


@pytest.mark.parametrize("status", ["draft", "fictional"])
def test_a_set_that_is_not_published_says_so(status: str) -> None:
    assert f"Status: {status}" in to_plain(option_set_page(tiny(("status: published\npublished: 2026-01-02", f"status: {status}"))))


def test_a_set_without_outcomes_values_and_questions_has_no_empty_headings() -> None:
    bare = replace(
        tiny(), outcomes=(), values=(), questions=(), misconceptions=(), questions_to_ask=(), uncertain=(), safety_net=(), glossary={}
    )
    page = option_set_page(bare)
    assert not {"Chances", "What may matter", "Questions that patients ask", "What people may believe", "Words"} & set(headings(page))
    assert [block for block in page.blocks if isinstance(block, Table) and not block.rows] == []


def test_a_page_without_notes_on_its_figures_has_no_heading_for_them() -> None:
    option_set = tiny()
    assert "Notes on the figures" in headings(option_set_page(option_set))
    assert "Notes on the figures" not in headings(option_set_page(replace(option_set, outcomes=option_set.outcomes[:1])))


def test_the_data_of_a_set_are_its_yaml_again() -> None:
    data = option_set_data(tiny())
    assert data.pop("format") == 1
    assert json.decode(to_json(data).encode(), type=OptionSet) == tiny()


def test_the_library_lists_ids_with_title_decision_and_review_date() -> None:
    page = to_plain(library_page("option-sets", Catalogue(()).entries("option-sets")))
    assert [line.partition(":")[0] for line in page.splitlines()] == list(bundled_ids())
    for name in bundled_ids():
        assert f"{name}: {bundled(name).title}. {bundled(name).decision}" in page
        assert f"Review due {bundled(name).review_due}." in page


def test_the_library_says_what_is_ones_own_what_it_stands_for_and_what_is_broken() -> None:
    own = Entry("knee", Path("/lib/knee.yaml"), own=True, headline={"title": "Knee", "decision": "What next?"}, shadows=Path("/other.yaml"))
    broken = Entry("thumb", Path("/lib/thumb.yaml"), own=True, headline={})
    assert to_plain(library_page("option-sets", [own, broken])).splitlines() == [
        "knee: Knee. What next? Yours: /lib/knee.yaml. It stands in place of another of the same id.",
        "thumb: not readable; see: sdm check /lib/thumb.yaml",
    ]
    assert library_data("option-sets", [broken])["entries"] == [{"id": "thumb", "path": "/lib/thumb.yaml", "own": True}]


def test_empty_lists_say_so() -> None:
    assert to_plain(library_page("cases", [])) == "There are no cases yet.\n"
    assert to_plain(sessions_page([])) == "There are no sessions yet. 'sdm walk' begins one.\n"


def test_sessions_are_listed_with_when_what_and_where_they_stopped() -> None:
    started = datetime(2026, 3, 4, 12, tzinfo=UTC)
    header = Header(id="k3x9", started=started, program="0.1.0", option_set="knee", guide="elwyn-2012", contents={})
    (line,) = to_plain(sessions_page([(Session(header, ()), "at O4")])).splitlines()
    assert line == f"k3x9: {started.astimezone():%Y-%m-%d %H:%M} knee at O4"
    assert session_line(Session(header, ()), finished=False, step="O4") == {
        "id": "k3x9",
        "kind": "walk",
        "started": "2026-03-04T12:00:00+00:00",
        "option_set": "knee",
        "guide": "elwyn-2012",
        "finished": False,
        "step": "O4",
    }
