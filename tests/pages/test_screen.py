import re
from collections.abc import Mapping
from datetime import timedelta

import pytest
from msgspec.structs import replace

from sdm_cli.conversation.replaying import replayed
from sdm_cli.conversation.walk import Walk
from sdm_cli.document.blocks import Break, Document, Facts, Quotation, words
from sdm_cli.document.plain import to_plain
from sdm_cli.model.event import Answer, Answered, AnyEvent, Jumped
from sdm_cli.model.guide import Step
from sdm_cli.model.option_set import OptionSet
from sdm_cli.pages.figures import inside
from sdm_cli.pages.screen import View, clock, filled, help_page, screen
from tests.pages.made_up import bundled, bundled_ids, guide, row, screens, tables, talkative, texts, tiny, walked


def view(question: str, answers: Mapping[str, Answer] | None = None, option_set: OptionSet | None = None) -> View:
    """The view of one question at the end of a walk with these answers."""
    account = walked(option_set or tiny(), answers)
    prompt = next(prompt for prompt in account.walk.script(account.state.answers) if prompt.question.id == question)
    return View(account.walk, account.state, prompt, timedelta(minutes=7, seconds=5))


def seen(question: str, answers: Mapping[str, Answer] | None = None, option_set: OptionSet | None = None) -> str:
    return to_plain(screen(view(question, answers, option_set)))


def where(page: Document) -> str:
    return next(block.text for block in page.blocks if isinstance(block, Break))


def test_every_screen_says_where_you_are_and_how_long_it_has_taken() -> None:
    assert where(screen(view("option.describe.cream"))) == "Option talk | O3 Describe the options | step 8 of 15 | 7:05"


def test_with_the_minutes_known_the_pace_is_shown() -> None:
    assert where(screen(view("option.list.note", {"prepare.before.minutes": 15}))).endswith("step 7 of 15 | 7:05 of 15 min")


def test_steps_off_the_path_and_outside_the_talks_are_not_counted() -> None:
    talked = talkative(tiny())
    places = {where(page) for page in screens(talked) if any(isinstance(block, Break) for block in page.blocks)}
    assert [place for place in places if "T1" in place] == ["Choice talk | T1 Promise support | optional step | 7:05 of 240 min"]
    assert "P1 Prepare | 7:05 of 240 min" in places
    assert "R1 Look back | 7:05 of 240 min" in places
    assert {f"step {number} of 15" for number in range(1, 16)} == {
        found[0] for place in places if (found := re.search(r"step \d+ of \d+", place))
    }


@pytest.mark.parametrize("step", guide().path(), ids=lambda step: step.id)
def test_a_step_opens_with_what_to_do_why_what_to_say_what_to_listen_for_and_the_pitfall(step: Step) -> None:
    first = next(prompt for prompt in Walk(tiny(), guide()).script({}) if prompt.step == step)
    opened = " ".join(texts(screen(view(first.question.id))))
    spoken = [filled(said, tiny()) for said in step.first_words]
    heard = [*step.listen_for[:1], *map(inside, step.listen_for[1:])]
    assert [text for text in (step.do, step.why, step.pitfall, *heard, *spoken) if text not in opened] == []


def test_a_later_question_of_a_step_does_not_say_it_all_again() -> None:
    assert guide().steps["O3"].why in seen("option.describe.rest")
    assert guide().steps["O3"].why not in seen("option.describe.splint")


def test_first_words_are_filled_from_the_option_set() -> None:
    said = filled("{condition}: {how_many} ways, {options}. {decision}", tiny(("name: Cream", "name: NSAID cream")))
    assert said == "a sore thumb: three ways, rest, splint or NSAID cream. What shall I do about my sore thumb?"


def test_more_options_than_there_are_words_for_are_counted_in_figures() -> None:
    option = tiny().options[0]
    assert filled("{how_many}", replace(tiny(), options=(option,) * 11)) == "11"


@pytest.mark.parametrize("name", ["elwyn-2012", "elwyn-2017"])
@pytest.mark.parametrize("option_set", bundled_ids())
def test_no_slot_is_left_open_in_any_first_words(option_set: str, name: str) -> None:
    for step in guide(name).path():
        for spoken in step.first_words:
            assert not re.search(r"[{}]", filled(spoken, bundled(option_set)))


def test_a_reaction_brings_what_to_do_about_it() -> None:
    shown = seen("choice.monitor.note", {"choice.monitor.reaction": "worried"})
    choice = next(choice for choice in guide().steps["C4"].choices if choice.id == "worried")
    assert f"{choice.name}: {choice.then}" in shown
    assert "Curious and ready" not in shown


def test_a_belief_that_was_heard_brings_its_answer_and_source() -> None:
    shown = seen("option.know.initial", {"option.know.beliefs": ("cracks",)})
    assert "It did not. [1]" in shown
    assert "Sources: [1] Mapper M 2018." in shown
    assert "Nobody knows that." not in shown
    assert "It did not." not in seen("option.know.initial")


def test_the_options_are_listed_in_order_with_the_reason_for_the_order() -> None:
    shown = seen("option.list.note").splitlines()
    start = shown.index("Rest: Leave the thumb alone.")
    assert shown[start : start + 4] == [
        "Rest: Leave the thumb alone.",
        "Splint: A splint holds the thumb still.",
        "Cream: A cream is rubbed in.",
        "From the least to the most that is put on the thumb.",
    ]


def test_an_option_is_described_in_practical_terms_with_what_patients_ask() -> None:
    shown = seen("option.describe.splint")
    for said in (
        "Splint: A splint holds the thumb still.",
        "What happens: Wearing it. [1]",
        "Time: Two weeks.",
        "How long does it take? [1]: Two weeks.",
    ):
        assert said in shown
    assert "Rubbing." not in shown


def test_pros_and_cons_come_with_the_chances_and_with_what_nobody_has_studied() -> None:
    page = screen(view("option.weigh.cream"))
    shown = to_plain(page)
    assert [table.columns for table in tables(page)] == [
        ("Benefits", "Harms and burdens"),
        ("Outcome", "Cream", "When and who"),
    ]
    assert "Not studied: No more pain; Strength of grip." in shown
    assert "Not known: Back at work." in shown


def test_an_option_without_any_figure_has_no_empty_table() -> None:
    option_set = tiny(("cream: {more: 12, basis: derived, arithmetic: 20 - 8 = 12., sources: [survey]}", "cream: not studied"))
    assert [table.columns for table in tables(screen(view("option.weigh.cream", option_set=option_set)))] == [
        ("Benefits", "Harms and burdens")
    ]


def test_before_the_talk_about_chances_ends_all_options_stand_side_by_side() -> None:
    shown = [
        table for prompt in Walk(tiny(), guide()).script({}) if prompt.step.id == "O4" for table in tables(screen(view(prompt.question.id)))
    ]
    (table,) = [table for table in shown if table.columns == ("Outcome", "Rest", "Splint", "Cream", "Compared with")]
    assert row(table, "No more pain")[1:4] == ("40 of 100 [1]", "55 of 100, range 48 to 62; moderate certainty [1, 2, 3]", "not studied")


def test_teach_back_asks_about_the_whole_first_and_then_about_the_option() -> None:
    whole = screen(view("option.summarise.said_back"))
    assert Quotation("What are the three ways?") in whole.blocks
    one = screen(view("option.summarise.splint", {"option.summarise.said_back": ("splint",)}))
    assert Quotation("How would you wear it?") in one.blocks
    assert "Listen for: day and night; two weeks" in to_plain(one)


MATTERS: dict[str, Answer] = {
    "option.know.initial": ("cream",),
    "decision.matters.open": "The piano",
    "decision.matters.how": "rate",
    "decision.matters.rate.playing": 9,
    "decision.elicit.leaning": ("splint",),
}


def test_their_own_words_stand_above_what_is_asked_about_them() -> None:
    answers = {"decision.matters.open": "stairs", "decision.matters.own": "My garden"}
    for part in ("own_supports", "own_against"):
        assert '"My garden"' in seen(f"decision.matters.{part}", answers)
    assert "My garden" not in seen("decision.matters.own", answers)


def test_what_matters_is_shown_beside_the_options_where_it_can_be_put_otherwise() -> None:
    page = screen(view("decision.elicit.otherwise", MATTERS))
    assert Quotation("The piano", "What matters most, in their words") in page.blocks
    (table,) = tables(page)
    assert row(table, "Playing again")[2].startswith("supports: It is quicker.")


def test_what_was_put_otherwise_is_shown_once_more_with_the_sets_own_word_before_the_leaning_is_settled() -> None:
    theirs: dict[str, Answer] = {"decision.elicit.otherwise": ("playing",), "decision.elicit.against.playing": ("splint",)}
    (table,) = tables(screen(view("decision.elicit.after", {**MATTERS, **theirs})))
    assert row(table, "Playing again")[2].startswith("works against, as they see it (the option set: supports): It is quicker.")


def test_where_nothing_was_put_otherwise_the_same_table_is_not_drawn_twice() -> None:
    assert tables(screen(view("decision.elicit.after", MATTERS))) == []


@pytest.mark.parametrize("answers", [MATTERS, {"decision.elicit.leaning": ("splint",)}], ids=["something rated", "nothing rated"])
def test_the_question_that_settles_a_leaning_claims_no_table_that_was_not_drawn(answers: dict[str, Answer]) -> None:
    settling = view("decision.elicit.after", answers)
    assert settling.prompt.question.ask == "Taking it all together, which way do they lean now?"
    assert "side by side" not in to_plain(screen(settling))


def test_the_leaning_is_settled_with_the_first_one_beside_it() -> None:
    (leanings,) = [block for block in screen(view("decision.elicit.after", MATTERS)).blocks if isinstance(block, Facts)]
    assert [(label, words(said)) for label, said in leanings.items] == [("At first", "Cream"), ("Now", "Splint")]


def test_without_a_first_leaning_none_is_made_up() -> None:
    page = screen(view("decision.elicit.after", {"decision.elicit.leaning": ("splint",)}))
    assert "At first: not discussed" in to_plain(page)


def test_before_a_decision_what_may_be_missing_is_named_with_the_way_back() -> None:
    shown = seen("decision.close.readiness")
    assert "Go back?" in shown
    for step in ("O4", "O5", "O6", "D1", "D2"):
        assert f"- > {step} (" in shown


def test_before_a_decision_nothing_is_named_as_missing_that_was_there() -> None:
    answers: dict[str, Answer] = {
        "option.weigh.rest": "fine",
        "option.support.with": ("handout",),
        "option.summarise.said_back": ("rest",),
        "decision.matters.open": "The piano",
        "decision.elicit.leaning": ("rest",),
    }
    assert "Go back?" not in seen("decision.close.readiness", answers)


def test_the_signs_to_come_back_for_stand_beside_the_question_for_them() -> None:
    assert "- The thumb turns blue." in seen("decision.review.safety_net")


def test_the_clinicians_own_leaning_is_on_no_screen() -> None:
    quiet, private = walked(tiny()), walked(tiny(), {"prepare.before.leaning": ("splint",)})
    assert [to_plain(page) for page in screens(private)] == [to_plain(page) for page in screens(quiet)]


def test_help_shows_the_step_with_its_source_and_the_sources_of_the_screen_in_full() -> None:
    helped = to_plain(help_page(view("option.describe.splint")))
    step = guide().steps["O3"]
    assert f"O3 {step.title}: {step.do}" in helped
    assert f"Source: {step.source}" in helped
    assert "1. Thumb T, Finger F. A trial of splints. Hand 1:2. 2020. https://doi.org/10.1000/hand.1" in helped


def test_help_beside_the_chances_shows_the_arithmetic_and_the_reasons_for_certainty() -> None:
    helped = to_plain(help_page(view("option.weigh.cream")))
    assert "A rash: Cream: derived; 20 - 8 = 12." in helped
    assert "certainty low: Few cellists." in helped


@pytest.mark.parametrize("option_set", ["tiny", *bundled_ids()])
def test_every_number_in_brackets_on_a_screen_is_a_source_that_help_shows(option_set: str) -> None:
    talked = talkative(tiny() if option_set == "tiny" else bundled(option_set))
    pages = list(screens(talked))
    for page, helped in zip(pages[::2], pages[1::2], strict=True):
        numbers = {int(number) for marks in re.findall(r"\[(\d+(?:, \d+)*)\]", " ".join(texts(page))) for number in marks.split(", ")}
        listed = {int(found[1]) for line in to_plain(helped).splitlines() if (found := re.match(r"(\d+)\. ", line))}
        assert numbers <= listed


def test_a_screen_with_many_sources_says_how_many_in_one_line() -> None:
    pages = [to_plain(page) for page in screens(talkative(bundled("knee-osteoarthritis")))]
    assert any(re.search(r"^Sources 1 to \d+: \? shows them\.$", page, re.MULTILINE) for page in pages)


@pytest.mark.parametrize(("spent", "shown"), [(0, "0:00"), (59, "0:59"), (65, "1:05"), (3600, "60:00"), (7325, "122:05")])
def test_time_is_shown_in_minutes_and_seconds(spent: int, shown: str) -> None:
    assert clock(timedelta(seconds=spent)) == shown


def test_a_leaning_from_before_what_matters_was_changed_is_told_so_there_and_before_the_decision() -> None:
    walk = Walk(tiny(), guide())
    before: list[AnyEvent] = [Jumped("D1"), Answered("decision.matters.open", "The piano"), Answered("decision.elicit.leaning", ("rest",))]
    changed = [*before, Jumped("D1"), Answered("decision.matters.open", "Sleep")]

    def shown(events: list[AnyEvent], step: str) -> str:
        state = replayed(walk, [*events, Jumped(step)])
        prompt = walk.next_prompt(state)
        assert prompt is not None
        return " ".join(texts(screen(View(walk, state, prompt, timedelta()))))

    assert "What matters was changed after this leaning was noted. Does it still stand?" in shown(changed, "D2")
    assert "> D2 (Elicit a preference): what matters was changed after the leaning was noted" in shown(changed, "D3")
    for step in ("D2", "D3"):
        assert "was changed after" not in shown(before, step)
        assert "was changed after" not in shown([*changed, Answered("decision.elicit.leaning", ("rest",))], step)
