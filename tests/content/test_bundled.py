"""What ships with the program: complete, without mistakes, every figure with its source."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from sdm_cli.content import placed
from sdm_cli.content.case_loading import check
from sdm_cli.content.catalogue import BUNDLED, Catalogue
from sdm_cli.content.loading import load_guide, load_option_set
from sdm_cli.content.placed import decode, top_keys
from sdm_cli.model.figure import Figure, Outcome
from sdm_cli.model.guide import Guide
from sdm_cli.model.option_set import OptionSet
from sdm_cli.pages.screen import filled

BUNDLE = Catalogue(())
FILES = sorted(path for path in BUNDLED.glob("*/*.yaml") if path.parent.name != "words")
FIFTEEN = ["C1", "C2", "C3", "C4", "C5", "O1", "O2", "O3", "O4", "O5", "O6", "D1", "D2", "D3", "D4"]
SLOTS = {"{condition}", "{decision}", "{options}", "{how_many}"}

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@pytest.fixture(params=BUNDLE.ids("option-sets"))
def option_set(request: pytest.FixtureRequest) -> OptionSet:
    return load_option_set(BUNDLE, request.param).option_set


@pytest.fixture(params=BUNDLE.ids("guides"))
def guide(request: pytest.FixtureRequest) -> Guide:
    return elwyn(request.param)


def elwyn(name: str) -> Guide:
    return load_guide(BUNDLE, name).guide


def figures(outcome: Outcome) -> Iterator[Figure]:
    named = [*outcome.by_option.values(), *([outcome.reference.figure] if outcome.reference else [])]
    yield from (figure for figure in named if isinstance(figure, Figure))


def first_words(guide: Guide) -> list[str]:
    return [words for step in guide.steps.values() for words in step.first_words]


def test_the_three_sets_and_the_two_guides_are_there() -> None:
    assert {"depression-first-treatment", "knee-osteoarthritis", "localised-prostate-cancer"} <= set(BUNDLE.ids("option-sets"))
    assert {"elwyn-2012", "elwyn-2017"} <= set(BUNDLE.ids("guides"))


@every_file
def test_no_bundled_file_has_a_mistake(path: Path) -> None:
    assert check(path) == ()


@every_file
def test_a_bundled_file_is_named_by_its_id(path: Path) -> None:
    found = dict(top_keys(decode(path.read_bytes())))
    assert found.get("id", "steps") == path.stem


@pytest.mark.parametrize("path", sorted(BUNDLED.glob("option_sets/*.yaml")), ids=lambda path: path.stem)
def test_what_a_list_shows_stands_first_in_a_set(path: Path) -> None:
    keys = [key for key, _ in top_keys(decode(path.read_bytes()))]
    assert keys[:6] == ["id", "title", "decision", "status", "updated", "review_due"]


# ── Guides ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_elwyn_2012_has_exactly_its_fifteen_steps_in_order() -> None:
    guide = elwyn("elwyn-2012")
    assert list(guide.counted()) == FIFTEEN
    assert [(talk.title, [step for step in talk.steps if step not in talk.optional]) for talk in guide.file.talks] == [
        ("Choice talk", FIFTEEN[:5]),
        ("Option talk", FIFTEEN[5:11]),
        ("Decision talk", FIFTEEN[11:]),
    ]


def test_elwyn_2017_opens_as_a_team_with_two_steps_of_its_own() -> None:
    guide = elwyn("elwyn-2017")
    assert [talk.title for talk in guide.file.talks] == ["Team talk", "Option talk", "Decision talk"]
    assert set(guide.counted()) - set(elwyn("elwyn-2012").counted()) == {"T1", "T2"}
    assert [guide.talk_of(step) for step in ("T1", "T2")] == [guide.file.talks[0]] * 2


def test_both_guides_lead_over_the_same_steps_so_that_one_can_be_told_in_the_terms_of_the_other() -> None:
    assert set(elwyn("elwyn-2012").order()) == set(elwyn("elwyn-2017").order())
    assert elwyn("elwyn-2012").steps == elwyn("elwyn-2017").steps


def test_a_guide_begins_with_the_preparation_and_ends_with_the_reflection(guide: Guide) -> None:
    assert (guide.path()[0].activity, guide.path()[-1].activity) == ("prepare", "reflect")


def test_every_step_of_a_talk_can_be_said_and_listened_for(guide: Guide) -> None:
    talked = [guide.steps[step] for talk in guide.file.talks for step in talk.steps]
    assert [step.id for step in talked if not 2 <= len(step.first_words) <= 3 or not step.listen_for] == []


def test_every_slot_in_first_words_is_known(guide: Guide) -> None:
    slots = {slot for words in first_words(guide) for slot in re.findall(r"\{[^}]*\}?|\}", words)}
    assert slots == SLOTS


def test_filled_first_words_leave_no_brace_and_end_as_sentences(guide: Guide, option_set: OptionSet) -> None:
    spoken = [filled(words, option_set) for words in first_words(guide)]
    assert [words for words in spoken if re.search(r"[{}]|\s\s|[?.]{2}", words) or words[-1] not in ".?!"] == []


def test_the_options_are_named_and_counted_as_one_would_say_them(option_set: OptionSet) -> None:
    names = [option.name for option in option_set.options]
    spoken = filled("{how_many}: {options}", option_set).lower()
    words = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
    assert spoken == f"{words[len(names)]}: {', '.join(names[:-1])} or {names[-1]}".lower()


# ── Option sets ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_set_holds_enough_for_a_whole_talk(option_set: OptionSet) -> None:
    assert len(option_set.questions) >= 6
    assert len(option_set.values) >= 4
    for part in ("suits", "not_for", "outcomes", "misconceptions", "teach_back", "glossary", "uncertain", "safety_net", "questions_to_ask"):
        assert getattr(option_set, part), part


def test_every_option_can_be_told_with_its_pros_and_its_cons(option_set: OptionSet) -> None:
    assert [option.id for option in option_set.options if not option.benefits or not (option.harms or option.burdens)] == []
    assert [
        option.id
        for option in option_set.options
        if not (option.experience.physical and option.experience.psychological and option.experience.social)
    ] == []


def test_waiting_is_an_option_or_its_absence_is_explained(option_set: OptionSet) -> None:
    assert any(option.no_action for option in option_set.options) or option_set.no_action_reason


def test_every_figure_has_a_source_that_can_be_looked_up(option_set: OptionSet) -> None:
    sources = {source.id: source for source in option_set.sources}
    told = [(outcome.id, figure) for outcome in option_set.outcomes for figure in figures(outcome)]
    assert told
    for outcome, figure in told:
        named = [sources[name] for name in figure.sources]
        assert any(source.doi or source.pmid or source.pmcid or source.url for source in named), (outcome, figure)


def test_every_baseline_has_a_source_that_can_be_looked_up(option_set: OptionSet) -> None:
    sources = {source.id: source for source in option_set.sources}
    for outcome in option_set.outcomes:
        for baseline in outcome.baselines:
            named = [sources[name] for name in baseline.sources]
            assert any(source.doi or source.pmid or source.pmcid or source.url for source in named), (outcome.id, baseline.id)


def test_no_figure_rests_on_nothing_but_an_unnamed_second_hand_reading(option_set: OptionSet) -> None:
    assert [source.id for source in option_set.sources if source.read == "second-hand" and source.quoted_in is None] == []


def test_every_outcome_has_at_least_one_figure_and_counts_that_fit_its_denominator(option_set: OptionSet) -> None:
    for outcome in option_set.outcomes:
        told = list(figures(outcome))
        assert told, outcome.id
        counts = [count for figure in told for count in (figure.events, *(figure.between or ())) if count is not None]
        assert all(0 <= count <= outcome.out_of for count in counts), outcome.id
        assert (outcome.scale is None) == all(figure.mean is None for figure in told), outcome.id


def test_every_source_is_used_somewhere(option_set: OptionSet) -> None:
    used = set(named_sources(msgspec.to_builtins(option_set)))
    assert [source.id for source in option_set.sources if source.id not in used] == []


def named_sources(node: object) -> Iterator[object]:
    match node:
        case {"quoted_in": name}:
            yield name
        case {"sources": [str(), *_] as names}:
            yield from names
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list | tuple) else ()
    for each in inner:
        yield from named_sources(each)


def test_a_set_is_due_for_review_after_it_was_updated(option_set: OptionSet) -> None:
    assert option_set.updated < option_set.review_due


@pytest.mark.parametrize("path", sorted(BUNDLED.glob("option_sets/*.yaml")), ids=lambda path: path.stem)
def test_no_text_has_swallowed_the_keys_that_should_follow_it(path: Path) -> None:
    tree, _ = placed.parse(path.read_text(encoding="utf-8"))
    assert tree is not None
    assert re.findall(r".{30} (?:sources|outcomes): \[.*", "\n".join(texts_in(placed.plain_value(tree)))) == []


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_in(each)
