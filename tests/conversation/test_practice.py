import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sdm_cli.conversation.offers import ELSE, next_page
from sdm_cli.conversation.patient import Mind
from sdm_cli.conversation.practice import Practice
from sdm_cli.conversation.questions import MORE, Choice, Choose, Text, page_of
from sdm_cli.conversation.replaying import replayed
from sdm_cli.conversation.talk import Kind, State, Turn
from sdm_cli.model.case import Line
from sdm_cli.model.event import Answer, Answered, Jumped, WentBack
from tests.conversation.practices import Talked, answers_to, practice_of, said, talked, talks


def choices(practice: Practice, state: State) -> list[str]:
    return list(lines(practice, state))


def lines(practice: Practice, state: State) -> dict[str, str]:
    """What can be picked, and the words it is shown in."""
    prompt = practice.next_prompt(state)
    assert prompt is not None
    assert isinstance(prompt.question, Choose)
    return {choice.id: choice.label for choice in prompt.question.choices}


def leading_on(practice: Practice, state: State) -> set[str]:
    """What can be picked that only opens another list."""
    prompt = practice.next_prompt(state)
    assert prompt is not None
    assert isinstance(prompt.question, Choose)
    return {choice.id for choice in prompt.question.choices} & prompt.question.leads_on


def labels(practice: Practice, state: State) -> list[str]:
    prompt = practice.next_prompt(state)
    assert prompt is not None
    assert isinstance(prompt.question, Choose)
    return [choice.label for choice in prompt.question.choices]


def level(state: State, name: str) -> int:
    return dict(state.mind.levels)[name]


# ── One turn ─────────────────────────────────────────────────────────────────────────────────────────────────────────


MANY_TOPICS = (
    "asides:\n",
    "".join(
        f"  - id: room-{number}\n    step: D4\n    topic: Room {number}\n    patient: And?\n    say:\n"
        + "".join(
            f"      - {{id: {say}, text: Well then., reached: clear, reply: Yes., feels: Good., why: It goes on.}}\n"
            for say in ("one", "two", "three")
        )
        for number in range(1, 10)
    )
    + "asides:\n",
)
"""More topics than there is room for on one page."""
ALOUD = True
"""The answer to one's own words for having said them without writing them down."""
GONE_PAST = False
"""The answer to one's own words that leads to something else, where they have to come first."""


def test_own_words_come_first_and_then_the_things_to_say() -> None:
    practice = practice_of()
    assert practice.start().at == "practice.1.opening.words"

    after = talked(practice, "May I say where we are?")

    assert after.at == "practice.1.opening.say"
    assert set(choices(practice, after)) == {"recap", "plan", "pain", ELSE}


def test_what_was_said_changes_the_patient_and_leads_to_the_next_exchange() -> None:
    after = said(practice_of(), "recap")

    assert level(after, "trust") == 3
    assert after.at == "practice.2.wish.words"
    (turn,) = after.turns
    assert (turn.kind, turn.picked, turn.step, turn.reached) == ("said", "recap", "C1", "clear")


def test_the_words_of_ones_own_are_kept_beside_what_was_picked() -> None:
    after = talked(practice_of(), "May I?", "recap")

    assert after.turns[0].own == "May I?"


def test_the_patient_answers_as_things_stood_when_it_was_said() -> None:
    trusting = practice_of(("state: {trust: 2}", "state: {trust: 3}"))

    assert [said(each, "plan").turns[0].reply for each in (practice_of(), trusting)] != [None, None]
    assert said(practice_of(), "plan").turns[0].reply.words == "If you say so."  # type: ignore[union-attr]
    assert said(trusting, "plan").turns[0].reply.words == "Oh. Is that it?"  # type: ignore[union-attr]


def test_what_comes_to_light_does_so_once() -> None:
    practice = practice_of(
        ("        why: A guess closes the question.\n", "        why: A guess closes the question.\n        then: wish\n")
    )

    after = said(practice, "recap", "guess", "ask")

    assert after.mind.told == {"grandchildren"}
    assert [turn.new for turn in after.turns] == [(), (), ("grandchildren",)]


def test_a_state_goes_no_further_than_its_bounds() -> None:
    practice = practice_of(("state: {trust: 2}", "state: {trust: 5}"))

    assert level(said(practice, "recap"), "trust") == 5
    wary = practice_of(("state: {trust: 2}", "state: {trust: 0}"), ("        change: {trust: +1}\n", "        change: {trust: -1}\n"))
    assert level(said(wary, "recap"), "trust") == 0


def test_a_response_moves_only_the_states_that_it_names() -> None:
    practice = practice_of(("state: {trust: 2}", "state: {trust: 2, hope: 3}"))

    after = said(practice, "recap", "ask")

    assert dict(after.mind.levels) == {"trust": 3, "hope": 3}
    assert after.mind.told == {"grandchildren"}
    assert dict(said(practice, "pain").mind.levels) == {"trust": 2, "hope": 3}


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ({}, True),
        ({"trust": "at least 2"}, True),
        ({"trust": "at least 3"}, False),
        ({"trust": "at most 2"}, True),
        ({"trust": "at most 1"}, False),
        ({"grandchildren": "told"}, True),
        ({"grandchildren": "untold"}, False),
        ({"fall": "told"}, False),
        ({"fall": "untold"}, True),
        ({"wish": "had"}, True),
        ({"wish": "not had"}, False),
        ({"home": "had"}, False),
        ({"home": "not had"}, True),
        ({"trust": "at least 2", "wish": "had"}, True),
        ({"trust": "at least 2", "home": "had"}, False),
    ],
)
def test_conditions_hold_as_the_patient_stands_all_of_them_or_none(when: dict[str, str], *, holds: bool) -> None:
    mind = Mind((("trust", 2),), told=frozenset({"grandchildren"}), had=frozenset({"wish"}))

    assert mind.holds(when) is holds


def test_of_several_lines_the_first_that_holds_is_said_and_the_last_where_none_does() -> None:
    mind = Mind((("trust", 2),))
    lines = tuple(Line(words=words, when={"trust": f"at least {trust}"}) for words, trust in (("One.", 4), ("Two.", 3), ("Three.", 5)))

    assert mind.says(lines).words == "Three."
    assert Mind((("trust", 3),)).says(lines).words == "Two."


def test_a_talk_begins_with_the_first_exchange_that_is_no_side_and_whose_conditions_hold() -> None:
    aside = practice_of(("    topic: Beginning\n", "    topic: Beginning\n    side: true\n"))
    later = practice_of(("    topic: Beginning\n", "    topic: Beginning\n    when: {trust: at least 4}\n"))

    never = practice_of(
        *(
            (f"    topic: {topic}\n", f"    topic: {topic}\n    when: {{trust: at least 5}}\n")
            for topic in ("Beginning", "What matters", "Deciding")
        )
    )

    assert [practice.start().here for practice in (practice_of(), aside, later, never)] == ["opening", "wish", "wish", "opening"]


def test_an_exchange_whose_conditions_do_not_hold_is_passed_over() -> None:
    practice = practice_of(("    topic: What matters\n", "    topic: What matters\n    when: {trust: at most 2}\n"))

    assert said(practice, "recap").here == "numbers"
    assert said(practice, "pain").here == "wish"


def test_a_thing_to_say_whose_conditions_do_not_hold_is_not_offered() -> None:
    practice = practice_of(("      - id: pain\n", "      - id: pain\n        when: {grandchildren: told}\n"))

    assert "pain" not in choices(practice, talked(practice, None))


def test_the_order_of_the_things_to_say_is_the_seeds_and_nothing_elses() -> None:
    orders = {tuple(choices(practice_of(seed=seed), talked(practice_of(seed=seed), None))) for seed in range(20)}

    assert len(orders) > 3
    # The same on every machine and with every Python: these may never change.
    assert choices(practice_of(seed=1), talked(practice_of(seed=1), None)) == ["recap", "plan", "pain", ELSE]


def test_no_list_is_longer_than_nine_lines() -> None:
    practice = practice_of()
    state = talked(practice, None, ELSE, "outcome")

    everything = Choose("q", "Which?", tuple(Choice(f"c{number}", "") for number in range(30)))
    seen, part = list[str](), "outcome"
    while not seen or seen[-1] == MORE:
        page = page_of(everything, int(part.partition(".")[2] or 1)).choices
        assert len(page) <= 8
        seen, part = [*(each for each in seen if each != MORE), *(choice.id for choice in page)], next_page(part)
    assert seen == [choice.id for choice in everything.choices]

    assert len(choices(practice, state)) == 8
    assert choices(practice, state)[-1] == "more"
    assert not set(choices(practice, state)[:-1]) & set(choices(practice, talked(practice, "more", state=state)))


def test_each_list_says_what_it_asks_and_what_it_means_to_pick_nothing() -> None:
    practice = practice_of()
    listed = talked(practice, None, ELSE)

    def put(*ways: Answer, state: State | None = None) -> tuple[str, str]:
        prompt = practice.next_prompt(talked(practice, *ways, state=state))
        assert prompt is not None
        assert isinstance(prompt.question, Text | Choose)
        return prompt.question.ask, prompt.question.nothing

    assert put() == ("In your own words: what would you say?", "straight to the list")
    assert put(None) == ("Which comes nearest?", "say nothing")
    assert put(None, state=said(practice, None)) == ("Which comes nearest?", "say nothing more")
    assert put(state=said(practice, "recap", "ask", "wait")) == ("Say one of them again?", "no, leave it there")
    lists = {menu: put(menu, state=listed) for menu in ("aside", "outcome", "question", "check", "topic")}
    picture = put("outcome", "gel-relief", state=listed)
    assert {nothing for _, nothing in (put(state=listed), picture, *lists.values())} == {"back to the talk"}
    assert (put(state=listed)[0], picture[0]) == ("What else?", "How do you show it?")
    assert {menu: ask for menu, (ask, _) in lists.items()} == {
        "aside": "What do you bring up?",
        "outcome": "The chances of what?",
        "question": "Which question do you answer?",
        "check": "What should the patient say back?",
        "topic": "Go to which topic?",
    }


def test_something_else_is_what_there_is_something_for() -> None:
    practice = practice_of()

    assert lines(practice, talked(practice, None, ELSE)) == {
        "aside": "Bring something up ...",
        "outcome": "Show the chances of something ...",
        "question": "Answer a question that patients ask ...",
        "check": "Ask the patient to say it back ...",
        "topic": "Go to another topic ...",
    }
    after = talked(practice, None, ELSE, "aside", "home")
    assert lines(practice, talked(practice, None, ELSE, state=after)).items() >= {
        ("take-back", "Take back what came last, and say it again"),
        ("topic", "Go to another topic ..."),
    }
    taken_back = talked(practice, None, ELSE, "take-back", state=after)
    assert "take-back" not in lines(practice, talked(practice, None, ELSE, state=taken_back))


def test_an_outcome_that_was_counted_is_shown_as_a_picture_or_in_words_and_an_average_in_words_alone() -> None:
    practice = practice_of()
    counted = talked(practice, None, ELSE, "outcome", "gel-relief")

    assert lines(practice, counted) == {"picture": "As a picture", "words": "In words"}
    assert talked(practice, "picture", state=counted).turns[0].picture
    assert not talked(practice, "words", state=counted).turns[0].picture
    assert talked(practice, None, ELSE, "outcome", "pain-score").at == "practice.2.opening.words"


def test_every_list_names_its_entries_in_the_words_of_the_case_and_of_the_set() -> None:
    practice = practice_of()
    listed = talked(practice, None, ELSE)
    asked = [back.ask for back in practice.option_set.teach_back]

    assert lines(practice, talked(practice, None))["recap"] == "Before we get to that, may I say where we are?"
    assert lines(practice, talked(practice, None))[ELSE] == "Something else ..."
    assert [leading_on(practice, state) for state in (talked(practice, None), listed, talked(practice, "aside", state=listed))] == [
        {ELSE},
        set(lines(practice, listed)),
        set(),
    ]
    assert lines(practice, talked(practice, "aside", state=listed)) == {"home": "Who helps you at home?"}
    assert lines(practice, talked(practice, "outcome", state=listed))["gel-relief"] == "Good relief with an anti-inflammatory gel"
    assert lines(practice, talked(practice, "question", state=listed))["last"] == "How long would it last?"
    assert lines(practice, talked(practice, "check", state=listed)) == {f"say-back-{at}": ask for at, ask in enumerate(asked, start=1)}


def test_topics_that_were_talked_about_say_so() -> None:
    practice = practice_of()

    later = talked(practice, None, ELSE, "topic", state=said(practice, "recap"))

    assert lines(practice, later) == {"opening": "Beginning (talked about)", "numbers": "Deciding"}
    assert practice.places(said(practice, "recap", "ask", "wait")) == ()


def test_a_step_of_several_topics_means_the_first_that_was_not_talked_about() -> None:
    practice = practice_of(("  - id: numbers\n    step: D3", "  - id: numbers\n    step: C1"))

    assert practice.place(said(practice, "recap"), "C1") == "numbers"
    assert practice.place(said(practice, "recap", "ask"), "C1") == "opening"


def test_what_is_worth_a_second_try_comes_in_the_order_of_need() -> None:
    practice = practice_of()

    ended = said(practice, None, "pain", "ask", "you")

    assert [turn.reached for turn in ended.turns] == [None, "touched", "clear", "missed"]
    assert lines(practice, ended) == {"turn-4": "Deciding", "turn-2": "Beginning", "turn-3": "What matters"}
    assert list(lines(practice, ended)) == ["turn-4", "turn-2", "turn-3"]


def test_own_words_and_things_to_say_can_be_called_like_the_next_page_of_a_list() -> None:
    practice = practice_of(("      - id: pain\n", "      - id: more\n"))

    assert talked(practice, MORE).part == "say"
    assert said(practice, MORE).turns[0].picked == MORE


def test_a_question_stands_at_the_step_of_its_exchange_and_after_the_talk_at_that_of_looking_back() -> None:
    practice = practice_of()

    prompts = [practice.next_prompt(state) for state in (practice.start(), said(practice, "recap"), said(practice, "recap", "ask", "wait"))]

    assert [prompt.step.id for prompt in prompts if prompt] == ["C1", "D1", "R1"]


def test_a_turn_has_all_that_its_debrief_tells() -> None:
    practice = practice_of(
        ("    about: pain-score\n", "    about: last\n"), ("        reply: Please do.\n", "        reply: Please do.\n        by: Katja\n")
    )
    case, at_wish = practice.case, said(practice, "recap")
    recap, wait, home = case.exchanges[0].say[0], case.exchanges[2].say[1], case.asides[0]

    def turn(*ways: Answer, state: State = at_wish) -> Turn:
        return talked(practice, *ways, state=state).turns[-1]

    def shrugged(kind: Kind, text: str, about: str | None, step: str = "D1") -> Turn:
        return Turn(2, "wish", kind, step, text=text, about=about, reply=Line(words="I see."), moment=2)

    assert turn("May I?", "recap", state=practice.start()) == Turn(
        *(1, "opening", "said", "C1", "May I?", "recap", recap.text, "clear"),
        reply=Line(words="Please do.", by="Katja", cue=recap.cue),
        response=recap,
        moment=1,
    )
    assert turn(None, "wait", state=said(practice, "ask", state=at_wish)) == Turn(
        *(3, "numbers", "said", "D3", None, "wait", wait.text, "clear"),
        reply=Line(words="A week."),
        response=wait,
        decides="wait",
        moment=3,
    )
    assert turn(None, None) == Turn(2, "wish", "silent", "D1", reply=Line(words="Well."), response=case.silence, moment=2)
    assert turn(None, "pain", state=practice.start()).step == "O1"
    had = Turn(
        *(1, "opening", "brought up", "D1", None, "home", home.text, "clear"),
        reply=Line(words="Nobody."),
        response=home,
        about="last",
        moment=1,
    )
    assert turn(None, ELSE, "aside", "home", state=practice.start()) == had
    asked = practice.option_set.questions
    assert turn(None, ELSE, "question", "last", state=practice.start()) == replace(
        had, kind="answered", text=next(each.ask for each in asked if each.id == "last")
    )
    assert turn(None, ELSE, "question", asked[0].id) == shrugged("answered", asked[0].ask, asked[0].id)
    backs = practice.option_set.teach_back
    assert turn(None, ELSE, "check", "say-back-2") == shrugged("checked", backs[1].ask, backs[1].option, "O6")
    outcomes = {outcome.id: outcome.name for outcome in practice.option_set.outcomes}
    assert turn(None, ELSE, "outcome", "pain-score") == shrugged("shown", outcomes["pain-score"], "pain-score")
    last = list(outcomes)[-1]
    assert turn(None, ELSE, "outcome", MORE, last, "words") == shrugged("shown", outcomes[last], last)
    assert turn(None, ELSE, "topic", "opening") == Turn(2, "opening", "went", "C1", text="Beginning", moment=2)


# ── Saying nothing ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_silence_makes_room_once_and_then_the_moment_passes() -> None:
    practice = practice_of()
    silent = said(practice, None)
    assert (silent.here, level(silent, "trust"), silent.turns[0].reply.words) == ("opening", 3, "Well.")  # type: ignore[union-attr]

    passed = said(practice, None, state=silent)

    assert (passed.here, level(passed, "trust"), passed.turns[1].kind) == ("wish", 3, "passed")


def test_what_happened_since_the_patient_spoke_is_kept_in_its_order_until_the_talk_goes_on() -> None:
    practice = practice_of()
    stayed = talked(practice, None, ELSE, "aside", "home", state=said(practice, None))
    elsewhere = practice.advance(stayed, Jumped("numbers"))

    assert [turn.kind for turn in stayed.since_arrival()] == ["silent", "brought up"]
    assert elsewhere.since_arrival() == ()
    assert practice.advance(elsewhere, Jumped("opening")).since_arrival() == ()
    assert said(practice, "recap", state=stayed).since_arrival() == ()
    back = said(practice, None, state=practice.advance(elsewhere, Jumped("opening")))
    assert [turn.kind for turn in back.since_arrival()] == ["silent"]


def test_enter_alone_ends_with_no_decision() -> None:
    practice = practice_of()
    state = talked(practice, *(None,) * 13)

    assert practice.next_prompt(state) is None
    assert state.ending is not None
    assert state.ending.decision is None


# ── Something else ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_aside_is_had_once_and_the_talk_stays_where_it_was() -> None:
    practice = practice_of()
    after = talked(practice, None, ELSE, "aside", "home")

    assert (after.here, after.at) == ("opening", "practice.2.opening.words")
    assert "aside" not in choices(practice, talked(practice, None, ELSE, state=after))


def test_what_no_aside_is_about_gets_a_shrug() -> None:
    practice = practice_of()
    question = practice.option_set.questions[0].id

    turn = talked(practice, None, ELSE, "question", question).turns[0]

    assert (turn.kind, turn.about, turn.reply.words) == ("answered", question, "I see.")  # type: ignore[union-attr]


def test_what_nobody_has_told_the_patient_yet_they_cannot_say_back() -> None:
    practice = practice_of(("    step: D3\n    topic: Deciding", "    step: O6\n    topic: Deciding"))
    early = talked(practice, None, ELSE, "check", "say-back-1")
    late = talked(practice, None, ELSE, "check", "say-back-1", state=said(practice, "recap", "ask"))

    assert early.here == "opening"
    assert [(turn.kind, turn.step) for turn in early.turns] == [("checked", "O6")]
    assert early.turns[0].reply.words == "You have not even asked me."  # type: ignore[union-attr]
    assert early.turns[0].response.why == "Deciding came before asking."  # type: ignore[union-attr]
    assert (late.turns[-1].step, late.turns[-1].reply.words) == ("O6", "I see.")  # type: ignore[union-attr]


def test_to_be_asked_too_early_does_to_the_patient_what_the_case_says() -> None:
    early = ("      reply: You have not even asked me.\n", "      reply: You have not even asked me.\n      change: {trust: -1}\n")
    o6 = ("    step: D3\n    topic: Deciding", "    step: O6\n    topic: Deciding")

    assert level(talked(practice_of(early, o6), None, ELSE, "check", "say-back-1"), "trust") == 1
    assert level(practice_of(early).advance(practice_of().start(), Jumped("numbers")), "trust") == 1


CHECK_OF = (
    "asides:\n",
    "asides:\n"
    + "".join(
        f"  - {{id: {name}, text: Say it back., step: O6, reached: clear, {about}reply: Well., feels: Hm., why: It checks.}}\n"
        for name, about in (("exercise-back", "about: exercise, "), ("all-back", ""))
    ),
)


def test_a_check_of_understanding_is_answered_by_the_aside_about_it_or_else_by_any() -> None:
    practice = practice_of(CHECK_OF)
    checks = [back.option for back in practice.option_set.teach_back]

    turns = [talked(practice, None, ELSE, "check", f"say-back-{number}").turns[-1] for number in range(1, len(checks) + 1)]

    assert [turn.about for turn in turns] == checks
    picked = {turn.about: turn.picked for turn in turns}
    assert [picked[option] for option in (None, "exercise", "injection")] == ["all-back", "exercise-back", "exercise-back"]
    assert talked(practice_of(), None, ELSE, "check", "say-back-1").turns[0].picked is None


SHOWN = (
    ("    about: pain-score\n", "    about: gel-relief\n    picture: true\n"),
    (
        "asides:\n",
        "asides:\n  - {id: told, text: Of ten people., step: O4, reached: touched, about: gel-relief, reply: So few., feels: Hm., why: W.}\n",
    ),
)


@pytest.mark.parametrize(
    ("changes", "how", "picked"),
    [
        (SHOWN, "picture", "home"),
        (SHOWN, "words", "told"),
        (SHOWN[:1], "picture", "home"),
        (SHOWN[:1], "words", None),
        (SHOWN[1:], "picture", "told"),
        (SHOWN[1:], "words", "told"),
    ],
)
def test_what_is_said_to_a_picture_does_not_fit_to_words_and_the_other_way_round_it_does(
    changes: tuple[tuple[str, str], ...], how: str, picked: str | None
) -> None:
    practice = practice_of(*changes)

    turn = talked(practice, None, ELSE, "outcome", "gel-relief", how, state=said(practice, "recap")).turns[-1]

    assert (turn.kind, turn.picked, turn.picture) == ("shown", picked, how == "picture")


def test_a_picture_that_is_brought_up_is_on_the_table_too() -> None:
    assert talked(practice_of(*SHOWN), None, ELSE, "aside", "home").turns[-1].picture


def test_leaving_a_list_comes_back_to_the_talk() -> None:
    practice = practice_of()
    state = talked(practice, None)

    for way in ((ELSE, None), (ELSE, "outcome", None), (ELSE, "outcome", "more", None)):
        assert replace(talked(practice, *way, state=state), answers={}) == replace(state, answers={})


# ── Going elsewhere ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_going_there_too_early_is_answered_and_going_there_in_time_is_not() -> None:
    practice = practice_of()
    early = practice.advance(practice.start(), Jumped("numbers"))
    assert (early.here, early.turns[0].reply.words) == ("numbers", "You have not even asked me.")  # type: ignore[union-attr]

    after = practice.advance(said(practice, "recap", "ask", None), Jumped("opening"))
    in_time = practice.advance(after, Jumped("numbers"))

    assert in_time.turns[-1].reply is None


@pytest.mark.parametrize("ways", [(), (None,), (None, ELSE), (None, ELSE, "outcome", MORE)])
@pytest.mark.parametrize(("target", "pages"), [("numbers", ()), ("room-9", (MORE,))])
def test_a_jump_and_the_lists_lead_to_the_same_place(ways: tuple[Answer, ...], target: str, pages: tuple[Answer, ...]) -> None:
    practice = practice_of(MANY_TOPICS)
    at_wish = said(practice, "recap")
    jumped = practice.advance(talked(practice, *ways, state=at_wish), Jumped(target))
    listed = talked(practice, None, ELSE, "topic", *pages, target, state=at_wish)

    assert (jumped.turns, jumped.at, jumped.path) == (listed.turns, listed.at, listed.path)
    assert [jumped.answers[question] for question in jumped.path] == [listed.answers[question] for question in listed.path]
    assert practice.advance(jumped, WentBack()).part == talked(practice, *ways, state=at_wish).part


def test_a_step_names_its_exchange() -> None:
    practice = practice_of()

    assert practice.advance(practice.start(), Jumped("D1")).here == "wish"
    assert practice.advance(practice.start(), Jumped("O5")).here == "opening"


def test_after_going_back_to_a_topic_the_talk_returns_to_where_it_was() -> None:
    practice = practice_of()
    at_numbers = said(practice, "recap", "ask")

    again = said(practice, "pain", state=practice.advance(at_numbers, Jumped("opening")))

    assert again.here == "numbers"


def test_a_moment_that_passes_after_going_back_leads_on_to_where_the_talk_was_too() -> None:
    practice = practice_of()
    at_numbers = said(practice, "recap", "ask")

    assert said(practice, None, None, state=practice.advance(at_numbers, Jumped("opening"))).here == "numbers"


def test_a_talk_returns_to_the_furthest_topic_that_was_left_and_only_from_before_it() -> None:
    practice = practice_of(MANY_TOPICS)
    at_numbers = said(practice, "recap", "ask")

    def gone(*topics: str) -> State:
        state = at_numbers
        for topic in topics:
            state = practice.advance(state, Jumped(topic))
        return said(practice, None, None, state=state)

    assert gone("wish", "opening").here == "numbers"
    assert gone("opening", "wish").here == "numbers"
    assert gone("opening", "numbers").here == "room-1"
    assert gone("room-3").here == "room-4"


# ── Taking back, and the end ─────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_taken_back_did_not_happen_to_the_patient_and_stays_on_record() -> None:
    practice = practice_of()
    after = talked(practice, None, ELSE, "take-back", state=said(practice, "plan"))
    assert (after.here, after.at, level(after, "trust")) == ("opening", "practice.3.opening.words", 2)
    assert after.since_arrival() == ()

    again = said(practice, "recap", "ask", state=after)

    assert [(turn.picked, turn.taken_back, turn.again_of) for turn in again.turns] == [
        ("plan", True, None),
        ("recap", False, 1),
        ("ask", False, None),
    ]
    assert [turn.picked for turn in again.kept()] == ["recap", "ask"]


def test_taking_back_keeps_what_came_before_it_and_can_be_gone_back_from() -> None:
    practice = practice_of()
    listed = talked(practice, "Then this", ELSE, state=said(practice, "recap", "guess"))

    after = talked(practice, "take-back", state=listed)

    assert [(turn.picked, turn.taken_back) for turn in after.turns] == [("recap", False), ("guess", True)]
    assert [after.answers[question] for question in after.path[-3:]] == ["Then this", ELSE, "take-back"]
    assert without_memory(practice.advance(after, WentBack())) == without_memory(listed)


def test_going_back_keeps_what_was_answered_ready() -> None:
    practice = practice_of()
    after = talked(practice, "May I?", "recap")

    once = practice.advance(after, WentBack())
    twice = practice.advance(once, WentBack())

    assert [(state.at, state.answers, state.turns) for state in (once, twice)] == [
        ("practice.1.opening.say", after.answers, ()),
        ("practice.1.opening.words", after.answers, ()),
    ]
    assert practice.advance(twice, WentBack()) is twice


def test_after_a_jump_from_a_list_and_back_the_answers_on_the_way_still_lead_to_the_list() -> None:
    practice = practice_of()
    listed = talked(practice, None, ELSE, "outcome", MORE)

    back = practice.advance(practice.advance(listed, Jumped("numbers")), WentBack())

    assert (back.at, [back.answers[question] for question in back.path]) == (listed.at, [None, ELSE, "outcome", MORE])


def test_the_decision_reached_is_the_last_that_was_said() -> None:
    state = said(practice_of(), "recap", "ask", "wait")

    assert state.ending is not None
    assert state.ending.decision == "wait"
    assert state.ending.closing.words == "Thank you."


def test_one_exchange_can_be_said_again_after_the_end_and_changes_nothing_in_it() -> None:
    practice = practice_of()
    ended = said(practice, "plan", "ask", "wait")
    assert ended.at == "practice.4.end.again"
    assert choices(practice, ended)[0] == "turn-1", "what missed its step comes first"

    retrying = talked(practice, "turn-1", state=ended)
    again = talked(practice, None, "recap", state=retrying)

    assert (retrying.here, retrying.mind) == ("opening", practice.start().mind)
    assert talked(practice, "turn-2", state=ended).here == "wish"
    assert practice.places(retrying) == ()
    assert ELSE not in choices(practice, talked(practice, None, state=retrying))
    assert again.at == "practice.5.end.again"
    assert again.ending == ended.ending
    assert labels(practice, ended)[0] == "Beginning"
    assert labels(practice, again)[0] == "Beginning (said again)"
    assert ended.ending is not None
    assert (again.mind, again.decision) == (ended.ending.mind, "wait")
    assert level(again, "trust") == 2
    assert (again.mind, again.kept()) == (ended.mind, ended.kept())
    assert [(turn.picked, turn.again_of) for turn in again.afterwards()] == [("recap", 1)]
    assert practice.next_prompt(talked(practice, None, state=again)) is None


def test_only_things_said_are_said_again_and_silence_at_the_end_of_the_talk_is_not_held_against_them() -> None:
    practice = practice_of()
    state = talked(practice, None, ELSE, "aside", "home")
    ended = said(practice, "recap", "ask", None, None, state=state)

    assert lines(practice, ended) == {"turn-2": "Beginning", "turn-3": "What matters"}
    prompt = practice.next_prompt(talked(practice, "turn-2", None, state=ended))
    assert prompt is not None
    assert isinstance(prompt.question, Choose)
    assert prompt.question.nothing == "say nothing"


def test_silence_is_a_second_try_like_any_other() -> None:
    practice = practice_of()
    ended = said(practice, "plan", "ask", "wait")

    again = talked(practice, "turn-1", None, None, state=ended)

    assert again.at == "practice.5.end.again"
    assert [(turn.kind, turn.again_of) for turn in again.afterwards()] == [("silent", 1)]


def test_leaving_the_second_page_of_what_may_be_said_again_ends_it_too() -> None:
    practice = practice_of()
    state = said(practice, "recap")
    for _ in range(9):
        state = said(practice, "recap", state=practice.advance(state, Jumped("opening")))
    ended = said(practice, "wait", state=practice.advance(state, Jumped("numbers")))

    listed = talked(practice, MORE, state=ended)

    assert choices(practice, listed) == ["turn-15", "turn-17", "turn-19", "turn-21"]
    assert talked(practice, None, state=listed).at is None


def test_a_decision_stands_until_another_is_said() -> None:
    practice = practice_of(("decides: wait, then: end", "decides: wait, then: opening"))
    decided = said(practice, "recap", "ask", "wait")

    assert said(practice, "recap", state=decided).decision == "wait"


def test_where_own_words_come_first_they_cannot_be_gone_past() -> None:
    practice = practice_of(own_words=True)
    start = practice.start()
    assert start.at is not None

    assert practice.advance(start, Answered(start.at, None)) is start
    assert talked(practice, "My words", "recap").here == "wish"
    assert talked(practice, ALOUD, "recap").turns[0].own is True


def test_where_own_words_come_first_one_may_go_past_them_to_something_else_alone() -> None:
    practice = practice_of(own_words=True)

    past = talked(practice, GONE_PAST)

    prompt = practice.next_prompt(past)
    assert prompt is not None
    assert isinstance(prompt.question, Choose)
    assert [choice.id for choice in prompt.question.choices] == [ELSE]
    jumped = practice.advance(practice.start(), Jumped("wish"))
    assert without_memory(talked(practice, GONE_PAST, ELSE, "topic", "wish")) == without_memory(jumped)
    assert jumped.answers[jumped.path[0]] is GONE_PAST
    assert jumped.turns[0].own is None


def test_a_check_of_understanding_is_answered_anew_where_the_answer_would_be_another() -> None:
    practice = practice_of(
        ("    step: D1\n    reached: clear\n    about", "    step: O6\n    reached: clear\n    about"),
        (
            "    reply: Nobody.\n",
            "    reply: [{when: {trust: at least 3}, words: Katja.}, {words: Nobody.}]\n    change: {trust: +1}\n    reveals: [grandchildren]\n",
        ),
    )
    once = talked(practice, None, ELSE, "check", "say-back-1")
    again = talked(practice, None, ELSE, "check", "say-back-1", state=once)
    thrice = talked(practice, None, ELSE, "check", "say-back-1", state=again)

    assert [turn.reply.words for turn in thrice.turns if turn.reply] == ["Nobody.", "Katja.", "I see."]
    assert (level(once, "trust"), level(thrice, "trust")) == (3, 3), "what was had changes nothing again"
    assert [turn.new for turn in thrice.turns] == [("grandchildren",), (), ()]


def test_a_check_of_understanding_that_would_be_answered_as_before_is_not_answered_again() -> None:
    practice = practice_of(
        ("    step: D1\n    reached: clear\n    about", "    step: O6\n    reached: clear\n    about"),
        ("    reply: Nobody.\n", "    reply: Nobody.\n    by: Katja\n"),
    )
    later = said(practice, "recap", state=talked(practice, None, ELSE, "check", "say-back-1"))

    assert talked(practice, None, ELSE, "check", "say-back-1", state=later).turns[-1].picked is None


# ── Sides and voices ─────────────────────────────────────────────────────────────────────────────────────────────────

SIDE = ("    topic: What matters\n", "    topic: What matters\n    side: true\n")


def test_a_side_is_met_only_where_a_then_leads_there_and_is_no_topic_to_go_to() -> None:
    practice = practice_of(SIDE)

    assert said(practice, "recap").here == "numbers"
    assert said(practice, "plan").here == "wish"
    assert [choice.id for choice in practice.places(practice.start())] == ["numbers"]
    assert practice.place(practice.start(), "D1") is None


def test_after_a_jump_from_a_side_the_talk_returns_to_it() -> None:
    practice = practice_of(SIDE)
    at_the_side = said(practice, "plan")

    back = practice.advance(at_the_side, Jumped("opening"))

    assert said(practice, "recap", state=back).here == "wish"


def test_a_line_names_who_says_it_before_what_stands_beside_the_list_does() -> None:
    practice = practice_of(
        ("    cue: looks at her hands\n", "    by: Katja\n    also: {words: Let me.}\n"),
        ("- {words: I just want it to work.}", "- {by: Katja, words: I just want it to work.}"),
    )
    opening, wish = practice.case.exchanges[:2]
    mind = practice.start().mind

    first = mind.says(opening.patient, opening)
    assert (first.by, first.also and (first.also.by, first.also.words)) == ("Katja", (None, "Let me."))
    assert mind.says("Well.", practice_of().case.exchanges[0]).cue == "looks at her hands"
    assert mind.says(wish.patient, wish).by == "Katja"
    assert mind.says(wish.patient, opening).also == opening.also


# ── Whatever happens ─────────────────────────────────────────────────────────────────────────────────────────────────


def without_memory(state: State) -> State:
    return replace(state, answers={}, before=None)


@given(talks())
def test_a_talk_replayed_is_the_same(talk: Talked) -> None:
    assert without_memory(replayed(talk.practice, talk.events)) == without_memory(talk.state)


@given(talks())
def test_going_back_undoes_what_was_answered(talk: Talked) -> None:
    for answer in answers_to(talk.practice, talk.state):
        moved = talk.practice.advance(talk.state, Answered(talk.state.at or "", answer))
        if moved.before is talk.state:
            assert without_memory(talk.practice.advance(moved, WentBack())) == without_memory(talk.state)


def test_what_is_taken_back_while_the_talk_stays_is_asked_anew_under_another_name() -> None:
    state = talked(practice_of(), None, None, None, ELSE, "take-back", "Again, then")

    assert len(set(state.path)) == len(state.path) == 6


@given(talks())
def test_no_question_comes_twice_on_the_way_and_every_one_is_answered(talk: Talked) -> None:
    path = talk.state.path

    assert len(set(path)) == len(path)
    assert set(path) <= set(talk.state.answers)


@given(talks())
def test_the_answers_on_the_way_lead_there_again(talk: Talked) -> None:
    state = talk.practice.start()
    for question in talk.state.path:
        state = talk.practice.advance(state, Answered(question, talk.state.answers[question]))

    assert without_memory(state) == without_memory(talk.state)


@given(st.randoms(use_true_random=False), st.integers(0, 9))
@settings(max_examples=50)
def test_a_random_talk_ends_within_sixty_turns(chance: object, seed: int) -> None:
    practice = practice_of(seed=seed)
    state = practice.start()
    while practice.next_prompt(state) is not None:
        answers = [answer for answer in answers_to(practice, state) if state.part != "again" or answer is None]
        onward = [answer for answer in answers if answer != ELSE] or answers
        state = talked(practice, chance.choice(onward), state=state)  # type: ignore[attr-defined]

    assert len(state.turns) <= 60
