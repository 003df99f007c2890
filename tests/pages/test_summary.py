import re
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest
from inline_snapshot import snapshot
from msgspec.structs import replace

from sdm_cli.conversation.replaying import replayed
from sdm_cli.document.blocks import Block, Bullets, Document, Facts, Heading, Link, Paragraph, Quotation, Table, words
from sdm_cli.document.markdown import to_markdown
from sdm_cli.document.plain import to_plain
from sdm_cli.model.event import Answer, Answered, Marked
from sdm_cli.model.option_set import OptionSet
from sdm_cli.pages.data import session_data
from sdm_cli.pages.option_set import option_set_page
from sdm_cli.pages.summary import Account, summary
from tests.pages.made_up import bundled, bundled_ids, guide, row, screens, tables, talkative, texts, tiny, walked

SPOKEN: Mapping[str, Answer] = {
    "prepare.before.case": "T-17",
    "prepare.before.minutes": 15,
    "prepare.before.leaning": ("rest",),
    "choice.step_back.note": True,
    "choice.monitor.reaction": "surprised",
    "option.know.known": "An aunt wore one",
    "option.know.initial": ("cream",),
    "option.weigh.splint": "Sounds long",
    "decision.matters.open": "The piano",
    "decision.matters.how": "rate",
    "decision.matters.rate.playing": 9,
    "decision.matters.own": "Sleep",
    "decision.matters.own_supports": ("splint",),
    "decision.elicit.leaning": ("rest", "splint"),
    "decision.elicit.why": "It is quick",
    "decision.elicit.after": ("splint",),
    "decision.close.readiness": "ready",
    "decision.close.choice": ("splint",),
    "decision.close.reason": "The concert",
    "decision.close.next_step": "Order a splint",
    "decision.close.measure": "It is worn",
    "decision.close.agreed": "Both of us",
    "decision.close.realistic": "Yes, at night",
    "decision.close.date": "Friday",
    "decision.review.date": "In two weeks",
    "decision.review.safety_net": "A blue thumb",
    "decision.review.who": "She rings",
    "reflect.after.bond": "A laugh",
}
SECTIONS = ("Decision", "Preferences", "What matters, beside the options", "Next step and review")


def part(page: Document, title: str) -> list[Block]:
    """The blocks under a heading, up to the next of its level."""
    found: list[Block] = []
    level = 0
    for block in page.blocks:
        if isinstance(block, Heading) and level and block.level <= level:
            break
        if level:
            found.append(block)
        if isinstance(block, Heading) and block.text.startswith(title):
            level = block.level
    assert level, f"no heading begins with {title}"
    return found


def facts(blocks: list[Block]) -> dict[str, str]:
    return {label: words(said) for block in blocks if isinstance(block, Facts) for label, said in block.items}


def spoken(*, private: bool = False) -> Document:
    return summary(walked(tiny(), SPOKEN, private=private))


def option_orders(page: Document, option_set: OptionSet) -> Iterator[list[str]]:
    """Every order in which the page shows three or more options: columns, rows of facts, headings."""
    names = {option.name for option in option_set.options}
    shown = [[block.text for block in page.blocks if isinstance(block, Heading)]]
    for block in page.blocks:
        if isinstance(block, Table):
            shown += [list(block.columns), [words(cells[0]) for cells in block.rows]]
        if isinstance(block, Facts):
            shown.append([label for label, _ in block.items])
    for order in shown:
        options = [name for name in order if name in names]
        if len(options) > 1:
            yield options


def test_with_nothing_answered_every_empty_part_is_one_line_that_says_not_discussed() -> None:
    page = summary(walked(tiny()))
    for title in SECTIONS:
        (only,) = part(page, title)
        assert isinstance(only, Paragraph)
        assert "discussed" in words(only.text)
        assert re.search(r"\b(not|no|neither)\b", words(only.text), re.IGNORECASE)
    for talk in ("Choice talk", "Option talk", "Decision talk"):
        (only,) = part(page, talk)
        assert isinstance(only, Paragraph)
        assert words(only.text).startswith("Not discussed")


def test_with_nothing_answered_what_was_said_takes_less_than_thirty_lines() -> None:
    said, _, _ = to_markdown(summary(walked(tiny()))).partition("## The options, for reference")
    assert len([line for line in said.splitlines() if line]) < 30


def test_with_nothing_answered_nothing_is_made_up() -> None:
    page = summary(walked(tiny()))
    said = to_plain(Document(page.blocks[: page.blocks.index(Heading(2, "The options, for reference"))]))
    assert not re.search(r"\b(Rest|Splint|Cream)\b", said)
    assert "Preparation and looking back" not in said
    assert "None" not in said


def test_the_head_says_which_case_when_by_what_and_how_long() -> None:
    assert facts([spoken().blocks[1]]) == {
        "Case": "T-17",
        "Date": f"{walked(tiny()).header.started.astimezone():%Y-%m-%d}",
        "Decision to make": "What shall I do about my sore thumb?",
        "Option set": "sore-thumb, updated 2026-01-02, review due 2027-01-02; not reviewed by patients",
        "Guide": "Choice, option and decision talk, version 1",
        "Time": "4:05 min of 15",
        "Session": "k3x9",
    }


@pytest.mark.parametrize("status", ["draft", "fictional"])
def test_a_set_that_is_not_published_says_so_in_the_head(status: str) -> None:
    option_set = tiny(("status: published\npublished: 2026-01-02", f"status: {status}"))
    assert status in facts([summary(walked(option_set)).blocks[1]])["Option set"]


def test_the_first_and_the_informed_preference_stand_side_by_side() -> None:
    (table,) = [block for block in part(spoken(), "Preferences") if isinstance(block, Table)]
    assert (table.columns, row(table, "Cream")) == (("At first", "Informed"), ("Cream", "Splint"))


def test_the_leaning_in_between_and_its_reason_are_kept_in_their_own_words() -> None:
    blocks = part(spoken(), "Preferences")
    assert "Before it was set beside what matters, the leaning was: Rest and Splint." in texts(Document(tuple(blocks)))
    assert Quotation("It is quick", "Why") in blocks


def test_a_preference_that_only_came_late_leaves_the_first_one_as_not_discussed() -> None:
    page = summary(walked(tiny(), {"decision.elicit.leaning": ("no_leaning",)}))
    (table,) = [block for block in part(page, "Preferences") if isinstance(block, Table)]
    assert row(table, "not discussed") == ("not discussed", "no leaning yet")


def test_a_first_preference_is_not_overwritten_by_an_informed_one_or_by_the_decision() -> None:
    said = to_plain(Document(tuple(part(spoken(), "Preferences"))))
    assert "At first: Cream" in said
    assert "Informed: Splint" in said


def test_the_decision_comes_first_with_its_reason() -> None:
    page = spoken()
    assert [block.text for block in page.blocks if isinstance(block, Heading)][1] == "Decision"
    assert facts(part(page, "Decision")) == {"Decided together": "Splint", "Because": "The concert"}


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"readiness": "ready"}, {"Decided together": "ready to decide; no choice was noted"}),
        ({"readiness": "wait", "until": "Spring"}, {"Decided": "to put the decision off for now", "Until": "Spring"}),
        ({"readiness": "more", "needs": "An X-ray"}, {"Not yet": "something is needed first", "Needed": "An X-ray"}),
        ({"readiness": "delegate"}, {"Asked": "the clinician to decide", "Suggested": "not discussed"}),
        (
            {"readiness": "delegate", "suggested": ("cream",), "tied_to": "Mint"},
            {"Asked": "the clinician to decide", "Suggested": "Cream", "Tied to": "Mint"},
        ),
        (
            {"readiness": "ready", "view": "I would wait"},
            {"Decided together": "ready to decide; no choice was noted", "The clinician's view": "I would wait"},
        ),
    ],
)
def test_waiting_needing_more_and_handing_over_are_decisions_too(answers: dict[str, Answer], told: dict[str, str]) -> None:
    page = summary(walked(tiny(), {f"decision.close.{name}": answer for name, answer in answers.items()}))
    assert facts(part(page, "Decision")) == told


def test_the_next_step_is_told_with_all_its_smart_parts_and_the_review() -> None:
    assert facts(part(spoken(), "Next step and review")) == {
        "Next step": "Order a splint",
        "Seen by": "It is worn",
        "Agreed by": "Both of us",
        "Realistic": "Yes, at night",
        "By": "Friday",
        "Review": "In two weeks",
        "Back sooner if": "A blue thumb",
        "Who does what": "She rings",
    }


def test_what_was_said_stands_beside_every_option_in_words_and_counts() -> None:
    blocks = part(spoken(), "What matters")
    assert blocks[0] == Quotation("The piano", "What matters most, in their words")
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert table.columns == ("What was said", "Rest", "Splint", "Cream")
    assert row(table, "Playing again") == (
        "Playing again (9 of 10)",
        "works against: Rest takes longer. No more pain (4 weeks): 40 of 100 [1].",
        "supports: It is quicker. No more pain (4 weeks): 55 of 100, range 48 to 62 [1, 2, 3].",
        "not known: Nobody has looked.",
    )
    assert [cell.partition(":")[0] for cell in row(table, "Sleep")] == ["Sleep (their own words)", "not known", "supports", "not known"]


def test_what_was_not_said_is_no_row_beside_the_options() -> None:
    (table,) = [block for block in part(spoken(), "What matters") if isinstance(block, Table)]
    assert [words(cells[0]).partition(" (")[0] for cells in table.rows] == ["Playing again", "Sleep"]


def test_their_own_words_are_kept_even_if_nothing_was_set_beside_the_options() -> None:
    page = summary(walked(tiny(), {"decision.matters.open": "The piano"}))
    assert part(page, "What matters")[0] == Quotation("The piano", "What matters most, in their words")


def test_a_comparison_figure_beside_what_matters_cites_its_own_source() -> None:
    option_set = tiny(
        ("outcomes: [pain]\n    options:", "outcomes: [rash]\n    options:"),
        ("events: 8, sources: [survey]", "events: 8, sources: [atlas]"),
    )
    page = summary(walked(option_set, {"decision.matters.how": "rate", "decision.matters.rate.playing": 9}))
    listed = next(index for index, source in enumerate(_sources(page), start=1) if source.startswith("Mapper M"))
    (table,) = [block for block in part(page, "What matters") if isinstance(block, Table)]
    cell = row(table, "Playing again")[3]
    assert "8 of 1000" in cell
    assert str(listed) in " ".join(re.findall(r"\[([\d, ]+)\]", cell))


def test_what_matters_is_told_in_the_order_in_which_it_was_ranked() -> None:
    page = summary(walked(tiny(), {"decision.matters.how": "rank", "decision.matters.rank": ("gloves", "playing")}))
    (table,) = [block for block in part(page, "What matters") if isinstance(block, Table)]
    assert [words(cells[0]) for cells in table.rows] == ["Spotless gloves (place 1)", "Playing again (place 2)"]


def test_the_talk_tells_step_by_step_what_was_said_how_far_it_came_and_how_long_it_took() -> None:
    choice, option, _ = [block for block in part(spoken(), "The talk") if isinstance(block, Table)]
    assert row(choice, "C1") == ("C1 Step back", "said", "done", "1:05")
    assert row(choice, "C4") == ("C4 Monitor the reaction", "reaction: Surprised to be asked", "done", "0:00")
    assert row(option, "O1") == ("O1 Check knowledge", "An aunt wore one; first leaning: Cream", "done", "0:00")
    assert row(option, "O4") == ("O4 Benefits and drawbacks", "Splint: Sounds long", "done", "3:00")
    assert Heading(3, "Choice talk (1:05 min)") in spoken().blocks


def test_where_no_time_was_kept_none_is_told() -> None:
    timed = to_plain(summary(walked(tiny(), SPOKEN)))
    untimed = to_plain(summary(replace(walked(tiny(), SPOKEN), spent={"C1": timedelta(milliseconds=900)})))

    assert re.search(r"^Time: ", timed, re.MULTILINE)
    without = re.sub(r"^(Time|Min): .*\n", "", timed, flags=re.MULTILINE)
    assert untimed == re.sub(r" \(\d+:\d\d min\)", "", without)
    assert not re.search(r"\b\d+:\d\d\b", untimed)


def test_marks_are_told_and_an_optional_step_that_nobody_went_to_is_not_missed() -> None:
    marks = (Marked("O5", "skipped on purpose"), Marked("C2", "came up early"), Marked("O6", "done"))
    said = to_plain(summary(walked(tiny(), marks=marks)))
    assert "Skipped on purpose: O5 Provide decision support." in said
    assert "Came up early: C2 Offer the choices." in said
    assert "Marked as done: O6 Summarise." in said
    assert "T1" not in said


def test_an_optional_step_that_was_used_is_told_like_any_other() -> None:
    page = summary(walked(tiny(), {"team.goals.note": "To play for the grandchildren"}, aside=("T2",)))
    assert Quotation("To play for the grandchildren", "Goal") in part(page, "What matters")
    assert any(words(cells[0]).startswith("T2") for table in tables(page) for cells in table.rows)


def test_a_walk_that_stopped_half_way_tells_what_was_not_reached() -> None:
    whole = walked(tiny())
    state = replayed(whole.walk, (Answered(prompt.question.id, None) for prompt in whole.walk.script({})[:6]))
    said = to_plain(summary(replace(whole, state=state)))
    assert "Not discussed (shown, nothing noted): C1 Step back." in said
    assert "Not reached: C2 Offer the choices," in said
    assert "Not reached: D1 Focus on what matters," in said


def test_no_step_points_to_an_account_above_that_is_not_there() -> None:
    page = summary(walked(tiny(), {"decision.matters.how": "rate"}))
    assert [words(block.text) for block in part(page, "What matters") if isinstance(block, Paragraph)] == [
        "What matters to the patient was not discussed."
    ]
    assert "told above" not in to_plain(page)


def test_the_clinicians_own_leaning_is_told_only_in_a_private_summary() -> None:
    assert facts([spoken(private=True).blocks[1]])["Own leaning, private"] == "Rest"
    private = walked(tiny(), {"prepare.before.leaning": ("rest",)})
    shared = to_plain(summary(private))
    assert shared == to_plain(summary(walked(tiny())))
    assert "rivate" not in shared
    assert "prepare.before.leaning" not in session_data(private)["answers"]
    assert session_data(replace(private, private=True))["answers"]["prepare.before.leaning"] == ("rest",)


def _sources(page: Document) -> list[str]:
    return [words(item) for block in part(page, "Sources used") if isinstance(block, Bullets) for item in block.items]


def test_the_sources_listed_are_those_that_were_used_numbered_as_cited() -> None:
    page = spoken()
    listed = _sources(page)
    assert [source.partition(".")[0] for source in listed] == ["Thumb T, Finger F", "Old O", "Reader R", "Asker A"]
    said = " ".join(texts(Document(page.blocks[: page.blocks.index(Heading(2, "Sources used"))])))
    cited = {int(number) for numbers in re.findall(r"\[(\d+(?:, \d+)*)\]", said) for number in numbers.split(", ")}
    assert cited == set(range(1, len(listed) + 1))


def test_a_source_with_a_doi_is_linked_by_it() -> None:
    (listing,) = [block for block in part(spoken(), "Sources used") if isinstance(block, Bullets)]
    links = [part for item in listing.items for part in item if isinstance(part, Link)]
    assert links[0] == Link("https://doi.org/10.1000/hand.1", "https://doi.org/10.1000/hand.1")


@pytest.mark.parametrize("option_set", bundled_ids())
def test_every_source_of_a_bundled_summary_is_cited_and_every_citation_has_its_source(option_set: str) -> None:
    page = summary(talkative(bundled(option_set)))
    said = " ".join(texts(Document(page.blocks[: page.blocks.index(Heading(2, "Sources used"))])))
    cited = {int(number) for numbers in re.findall(r"\[(\d+(?:, \d+)*)\]", said) for number in numbers.split(", ")}
    assert cited == set(range(1, len(_sources(page)) + 1))


LEANING: dict[str, Answer] = {"decision.elicit.leaning": ("splint",)}


def leaning_is_called(account: Account) -> str:
    (table,) = [block for block in part(summary(account), "Preferences") if isinstance(block, Table)]
    return table.columns[1]


def test_a_leaning_without_the_options_having_been_discussed_is_not_called_informed() -> None:
    assert leaning_is_called(walked(tiny(), LEANING)) == "Leaning, without the options having been discussed"
    assert (
        leaning_is_called(walked(tiny(), {**LEANING, "option.know.known": "a lot"})) == "Leaning, without the options having been discussed"
    )


@pytest.mark.parametrize("said", [{"option.list.note": True}, {"option.describe.rest": "hm"}, {"option.weigh.cream": "oh"}])
def test_a_leaning_after_talk_of_the_options_is_called_informed(said: dict[str, Answer]) -> None:
    assert leaning_is_called(walked(tiny(), {**LEANING, **said})) == "Informed"


def test_a_step_that_was_marked_as_talked_about_informs_a_leaning_too() -> None:
    assert leaning_is_called(walked(tiny(), LEANING, marks=(Marked("O4", "came up early"),))) == "Informed"
    assert leaning_is_called(walked(tiny(), LEANING, marks=(Marked("O4", "skipped on purpose"),))) != "Informed"


def test_a_leaning_that_was_not_discussed_is_still_the_informed_one() -> None:
    assert leaning_is_called(walked(tiny(), {"option.know.initial": ("cream",)})) == "Informed"


def test_the_summary_ends_by_saying_what_this_program_is_not() -> None:
    assert to_plain(spoken()).rstrip().splitlines()[-1] == (
        "This helps professionals to rehearse a conversation. It is not medical advice, and it calculates nobody's personal risk."
    )


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("how", ["rate", "rank"])
def test_options_stand_in_the_order_of_the_set_wherever_they_are_shown(how: str, backwards: bool) -> None:  # noqa: FBT001
    option_set = tiny()
    if backwards:
        option_set = replace(option_set, options=option_set.options[::-1])
    names = [option.name for option in option_set.options]
    talked = talkative(option_set, how)
    orders = [
        order for page in (option_set_page(option_set), summary(talked), *screens(talked)) for order in option_orders(page, option_set)
    ]
    assert len(orders) > 8
    assert {tuple(order) for order in orders} == {tuple(names)}


def test_a_preference_for_several_options_names_them_in_the_order_of_the_set() -> None:
    answers = {"option.know.initial": ("rest", "cream")}
    option_set = tiny()
    backwards = replace(option_set, options=option_set.options[::-1])
    assert "At first: Rest and Cream" in to_plain(summary(walked(option_set, answers)))
    assert "At first: Cream and Rest" in to_plain(summary(walked(backwards, {"option.know.initial": ("cream", "rest")})))


def test_nothing_is_added_up_ranked_or_recommended() -> None:
    said = " ".join(text for page in (spoken(), option_set_page(tiny()), summary(talkative(tiny()))) for text in texts(page))
    found = re.findall(
        r"(?i)%|\b(?:best|better|worse|recommend\w*|prefer(?:able|red)|winner|wins|ranking|ranked|total|sum|points?|match\w*|fit)\b", said
    )
    assert found == []


def test_an_option_that_everything_speaks_for_gets_no_mark_and_no_other_place() -> None:
    supported = tiny(("{bears: not known, because: Nobody has looked.}", "{bears: supports, because: It is minty.}"))
    page = summary(walked(supported, {"decision.matters.how": "rate", "decision.matters.rate.playing": 10}))
    (table,) = [block for block in part(page, "What matters") if isinstance(block, Table)]
    assert table.columns == ("What was said", "Rest", "Splint", "Cream")
    assert len(table.rows) == 1
    assert row(table, "Playing again")[3] == "supports: It is minty."


def test_a_walk_by_one_guide_is_told_in_the_terms_of_another() -> None:
    account = walked(tiny(), SPOKEN)
    other = replace(account.walk, guide=guide("elwyn-2017"))
    page = summary(replace(account, walk=other, state=other.adopted(account.state)))
    titles = [talk.title for talk in guide("elwyn-2017").file.talks]
    assert [block.text.partition(" (")[0] for block in page.blocks if isinstance(block, Heading) and "min)" in block.text] == titles
    assert "Informed: Splint" in to_plain(page)


def test_the_data_for_other_programs_tells_the_same_story() -> None:
    data = session_data(walked(tiny(), SPOKEN))
    assert data["initial_preference"] == ["cream"]
    assert data["informed_preference"] == ["splint"]
    assert data["finished"] is True
    assert [each["what"] for each in data["alignment"]] == ["Playing again", "Sleep"]
    assert list(data["alignment"][0]["options"]) == ["rest", "splint", "cream"]
    assert {cell["set_says"] for cell in data["alignment"][0]["options"].values()} <= {"supports", "against", "neither", "not known"}
    # Of their own words the set says nothing.
    assert [cell["set_says"] for cell in data["alignment"][1]["options"].values()] == [None, None, None]
    assert {"id": "C1", "title": "Step back", "mark": "done", "seconds": 65} in data["steps"]


@pytest.fixture
def _in_greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_in_greenwich")
def test_a_small_summary_as_a_file() -> None:
    option_set = tiny()
    small = replace(option_set, outcomes=option_set.outcomes[:1])
    answers = {name: SPOKEN[name] for name in SPOKEN if not name.startswith(("reflect", "prepare", "choice", "decision.close"))}
    assert to_markdown(summary(walked(small, {**answers, "decision.close.readiness": "wait"}))) == snapshot("""\
# Rehearsal of a shared decision: A sore thumb

- **Date:** 2026-03-04
- **Decision to make:** What shall I do about my sore thumb?
- **Option set:** sore-thumb, updated 2026-01-02, review due 2027-01-02; not reviewed by patients
- **Guide:** Choice, option and decision talk, version 1
- **Time:** 4:05 min
- **Session:** k3x9

## Decision

- **Decided:** to put the decision off for now

## Preferences

| At first | Informed |
| --- | --- |
| Cream | Splint |

Before it was set beside what matters, the leaning was: Rest and Splint.

> It is quick (Why)

## What matters, beside the options

> The piano (What matters most, in their words)

| What was said | Rest | Splint | Cream |
| --- | --- | --- | --- |
| Playing again (9 of 10) | works against: Rest takes longer. No more pain (4 weeks): 40 of 100 \\[1\\]. | supports: It is quicker. No more pain (4 weeks): 55 of 100, range 48 to 62 \\[1, 2, 3\\]. | not known: Nobody has looked. |
| Sleep (their own words) | not known: nothing noted. | supports: as you noted together. | not known: nothing noted. |

## Next step and review

- **Review:** In two weeks
- **Back sooner if:** A blue thumb
- **Who does what:** She rings

## The talk

### Choice talk (1:05 min)

Not discussed (shown, nothing noted): C1 Step back, C2 Offer the choices, C3 Justify the choices, C4 Monitor the reaction, C5 Defer closure.

### Option talk (3:00 min)

| Step | What was said | Mark | Min |
| --- | --- | --- | --- |
| O1 Check knowledge | An aunt wore one; first leaning: Cream | done | 0:00 |
| O4 Benefits and drawbacks | Splint: Sounds long | done | 3:00 |

Not discussed (shown, nothing noted): O2 List the options, O3 Describe the options, O5 Provide decision support, O6 Summarise.

### Decision talk (0:00 min)

| Step | What was said | Mark | Min |
| --- | --- | --- | --- |
| D1 Focus on what matters | told above | done | 0:00 |
| D2 Elicit a preference | told above | done | 0:00 |
| D3 Get closer to a decision | told above | done | 0:00 |
| D4 Offer review | told above | done | 0:00 |

## The options, for reference

### Rest

Leave the thumb alone.

| Benefits | Harms and burdens |
| --- | --- |
| Nothing to buy. | Idle evenings. \\[4\\] |

### Splint

A splint holds the thumb still.

| Benefits | Harms and burdens |
| --- | --- |
| Holds it still. | Stiff mornings. |
| Dry skin. |  |

### Cream

A cream is rubbed in.

| Benefits | Harms and burdens |
| --- | --- |
| Smells of mint. \\[1\\] | Some skin itches. |
|  | Sticky gloves. |

## Chances

| Outcome | Rest | Splint | Cream |
| --- | --- | --- | --- |
| **No more pain** (4 weeks; pianists) | 40 of 100 \\[1\\] | 55 of 100, range 48 to 62; moderate certainty \\[1, 2, 3\\] | *not studied* |

## Sources used

1. Thumb T, Finger F. A trial of splints. Hand 1:2. 2020. <https://doi.org/10.1000/hand.1>
2. Old O. An old trial. 1980. <https://pubmed.ncbi.nlm.nih.gov/123/> Read only as quoted in \\[3\\].
3. Reader R. A review. 2019. <https://www.ncbi.nlm.nih.gov/pmc/articles/PMC456/>
4. Asker A. A survey. 2021. <https://example.org/survey>

This helps professionals to rehearse a conversation. It is not medical advice, and it calculates nobody's personal risk.
""")
