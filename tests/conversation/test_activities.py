"""What is asked at each step, word by word: the questions are read aloud in a rehearsal, and their ids stand in kept sessions."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from sdm_cli.conversation.activities import Here, questions
from sdm_cli.conversation.questions import Choice, Choose, ChooseMany, Question, Rank, Rate, Text
from sdm_cli.model.event import Answer
from tests.conversation.walks import guide, option_set

OPTIONS = (Choice("wait", "Wait"), Choice("plaster", "A plaster"))
VALUES = (Choice("comfort", "Comfort"), Choice("looks", "Looks"))


def asked(step: str, said: Mapping[str, Answer], name: str = "tiny") -> tuple[Question, ...]:
    by = guide("elwyn-2012")
    return questions(Here(by.steps[step], option_set(name), by, said))


def leaning(name: str, ask: str) -> ChooseMany:
    return ChooseMany(name, ask, (*OPTIONS, Choice("no_leaning", "No leaning yet")), frozenset({"no_leaning"}))


def aloud(name: str, ask: str) -> Text:
    return Text(name, ask, aloud=True)


PREPARED = (
    Text("prepare.before.case", "A code for this case (no names)", code=True),
    Rate("prepare.before.minutes", "How many minutes do you have?", 1, 240),
    Text("prepare.before.setting", "Where will it be: room, privacy, screen, interruptions?"),
    Text("prepare.before.present", "Who else is there, or should be?"),
    leaning("prepare.before.leaning", "Privately: which way do you lean yourself?"),
)
LANDS = Choose(
    "choice.monitor.reaction",
    "How does the offer of a choice land?",
    (
        Choice("ready", "Curious and ready"),
        Choice("surprised", "Surprised to be asked"),
        Choice("worried", "Worried, or feels left alone"),
        Choice("you-decide", "'You decide, doctor'"),
        Choice("decided", "Has already decided"),
        Choice("too-much", "Too much for today, or distressed"),
    ),
)
KNOWN = aloud("option.know.known", "What have they read, heard or lived through?")
AT_FIRST = leaning("option.know.initial", "Before hearing more: which way do they lean at first?")
HEARD = ChooseMany("option.know.beliefs", "Which of these did you hear?", (Choice("falls-off", "My thumb will fall off."),))
WEIGHED = (
    aloud("option.weigh.wait", "Wait: what did they say to this?"),
    aloud("option.weigh.plaster", "A plaster: what did they say to this?"),
)
PICTURES = ChooseMany("option.weigh.as_pictures", "Side by side. Which do you want to see as pictures?", (Choice("better", "Better"),))
SUPPORT = ChooseMany(
    "option.support.with",
    "Which support do you bring in?",
    (
        Choice("comparison-table", "The comparison table"),
        Choice("picture-of-chances", "A picture of the chances"),
        Choice("handout", "A handout for home"),
        Choice("trusted-person", "A person they trust"),
        Choice("second-talk", "A second talk"),
        Choice("colleague", "An interpreter or a colleague"),
    ),
)
SAID_BACK = ChooseMany("option.summarise.said_back", "Which options did they say back in their own words?", OPTIONS)
OPEN = Text("decision.matters.open", "What matters most to them, in their words?")
HOW = Choose(
    "decision.matters.how",
    "Go through the list of what may matter?",
    (Choice("rate", "Rate each, 0 to 10"), Choice("rank", "Put them in order")),
)


def rated(value: str, ask: str) -> Rate:
    return Rate(f"decision.matters.rate.{value}", ask, 0, 10, "does not matter", "matters most")


OWN = Text("decision.matters.own", "What else matters to them, in their words, to set beside the options?")
LEAN = leaning("decision.elicit.leaning", "Which way do they lean now?")
AFTER = leaning("decision.elicit.after", "Taking it all together, which way do they lean now?")
READY = Choose(
    "decision.close.readiness",
    "Are they ready?",
    (
        Choice("ready", "Ready to decide"),
        Choice("wait", "Wait for now"),
        Choice("more", "Need something more first"),
        Choice("delegate", "Please decide for me"),
    ),
)
VIEW = Text("decision.close.view", "Your own view, if they wanted it, tied to what they said?")
NEXT = Text("decision.close.next_step", "The next step, as specific as you can?")


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("P1", PREPARED),
        ("C1", (aloud("choice.step_back.note", "Say it aloud. A note or a quote?"),)),
        ("C2", (aloud("choice.offer.note", "Say it aloud. A note or a quote?"),)),
        ("C3", (aloud("choice.justify.note", "Say it aloud. A note or a quote?"),)),
        ("C4", (LANDS,)),
        ("C5", (aloud("choice.defer.note", "Say it aloud. A note or a quote?"),)),
        ("T1", (aloud("team.support.note", "Say it aloud. A note or a quote?"),)),
        ("T2", (aloud("team.goals.note", "What do they want for their life, in their words?"),)),
        ("O1", (KNOWN, HEARD, AT_FIRST)),
        ("O2", (aloud("option.list.note", "Say it aloud. A note or a quote?"),)),
        (
            "O3",
            (
                aloud("option.describe.wait", "First reaction to: Wait?"),
                aloud("option.describe.plaster", "First reaction to: A plaster?"),
            ),
        ),
        ("O4", (*WEIGHED, PICTURES)),
        ("O5", (SUPPORT,)),
        ("O6", (SAID_BACK,)),
        ("D1", (OPEN, HOW)),
        ("D2", (LEAN,)),
        ("D3", (READY, NEXT)),
        (
            "D4",
            (
                Text("decision.review.date", "When do you look at it again?"),
                Text("decision.review.safety_net", "What should bring them back sooner?"),
                Text("decision.review.who", "Who does what until then?"),
            ),
        ),
        (
            "R1",
            (
                Text("reflect.after.goals", "Did you both want the same from this decision?"),
                Text("reflect.after.tasks", "Was it clear who does what?"),
                Text("reflect.after.bond", "A moment of trust or of strain?"),
                Text("reflect.after.person", "What did you learn about this person's life?"),
            ),
        ),
    ],
)
def test_each_step_asks_its_questions_before_anything_was_answered(step: str, expected: tuple[Question, ...]) -> None:
    assert asked(step, {}) == expected


def test_a_step_asks_only_about_what_the_option_set_has() -> None:
    assert asked("O1", {}, "bare") == (KNOWN, AT_FIRST)
    assert asked("O4", {}, "bare") == WEIGHED
    assert asked("D1", {}, "bare") == (OPEN,)


def test_where_there_are_several_groups_to_start_from_the_first_stands_until_one_is_picked() -> None:
    which = Choose(
        "option.weigh.baseline.better",
        "Better: which group fits?",
        (Choice("home", "Thumbs at home"), Choice("clinic", "Thumbs in a clinic")),
        "take 'Thumbs at home'",
    )

    assert asked("O4", {}, "two-groups") == (which, *WEIGHED, PICTURES)


def test_where_there_is_one_group_to_start_from_there_is_nothing_to_pick() -> None:
    by, two = guide("elwyn-2012"), option_set("two-groups")
    better = two.outcomes[0]
    one = replace(two, outcomes=(replace(better, baselines=better.baselines[:1]),))

    assert questions(Here(by.steps["O4"], one, by, {})) == (*WEIGHED, PICTURES)


@pytest.mark.parametrize(
    ("step", "said", "expected"),
    [
        ("C4", {"choice.monitor.reaction": "ready"}, (LANDS, aloud("choice.monitor.note", "What do you say or do then?"))),
        (
            "O4",
            {"option.weigh.as_pictures": ("better",)},
            (*WEIGHED, PICTURES, aloud("option.weigh.picture.better", "Better: what did they say to the picture?")),
        ),
        (
            "O6",
            {"option.summarise.said_back": ("wait", "plaster")},
            (SAID_BACK, aloud("option.summarise.wait", "Wait: their words?"), aloud("option.summarise.plaster", "A plaster: their words?")),
        ),
        ("D1", {"decision.matters.open": "my garden"}, (OPEN, HOW, OWN)),
        (
            "D1",
            {"decision.matters.how": "rate"},
            (
                OPEN,
                HOW,
                rated("comfort", 'Comfort: how much does it matter to them? Ask "How much does comfort matter?"'),
                rated("looks", 'Looks: how much does it matter to them? Ask "How much do looks matter?"'),
                OWN,
            ),
        ),
        (
            "D1",
            {"decision.matters.how": "rank"},
            (OPEN, HOW, Rank("decision.matters.rank", "Which matter, the most important first?", VALUES), OWN),
        ),
        (
            "D1",
            {"decision.matters.open": "my garden", "decision.matters.own": "my garden"},
            (
                OPEN,
                HOW,
                OWN,
                ChooseMany("decision.matters.own_supports", "Which options serve that?", OPTIONS),
                ChooseMany("decision.matters.own_against", "Which options work against it?", OPTIONS),
            ),
        ),
        (
            "D2",
            {"decision.elicit.leaning": ("wait",)},
            (LEAN, Text("decision.elicit.why", "What makes it that way, in their words?"), AFTER),
        ),
        ("D2", {"decision.matters.open": "my garden"}, (LEAN, AFTER)),
        ("D2", {"decision.matters.open": None, "option.know.known": "a lot"}, (LEAN,)),
        (
            "D3",
            {"decision.close.readiness": "ready"},
            (
                READY,
                ChooseMany("decision.close.choice", "What did you decide together?", OPTIONS),
                Text("decision.close.reason", "Because of what, in their words?"),
                VIEW,
                NEXT,
            ),
        ),
        (
            "D3",
            {"decision.close.readiness": "wait"},
            (READY, Text("decision.close.until", "Until when, and what is watched meanwhile?"), VIEW, NEXT),
        ),
        (
            "D3",
            {"decision.close.readiness": "more"},
            (READY, Text("decision.close.needs", "What is missing, and who brings it?"), VIEW, NEXT),
        ),
        (
            "D3",
            {"decision.close.readiness": "delegate"},
            (
                READY,
                ChooseMany("decision.close.suggested", "What do you suggest?", OPTIONS),
                Text("decision.close.tied_to", "Which of their own words do you tie it to?"),
                NEXT,
            ),
        ),
        (
            "D3",
            {"decision.close.next_step": "ring the physiotherapist"},
            (
                READY,
                NEXT,
                Text("decision.close.measure", "How will you both see that it was done?"),
                Text("decision.close.agreed", "Who agreed to it, in whose words?"),
                Text("decision.close.realistic", "What could get in the way, and is it still doable?"),
                Text("decision.close.date", "By when?"),
            ),
        ),
    ],
)
def test_what_rests_on_an_answer_is_asked_once_it_was_given(step: str, said: dict[str, Answer], expected: tuple[Question, ...]) -> None:
    assert asked(step, said) == expected


COMFORT = (
    ChooseMany("decision.elicit.serves.comfort", "Comfort: which options serve that for them?", OPTIONS),
    ChooseMany("decision.elicit.against.comfort", "Comfort: which work against it?", OPTIONS),
)


@pytest.mark.parametrize(
    ("said", "listed"),
    [
        ({"decision.matters.rate.comfort": 0}, VALUES[:1]),
        ({"decision.matters.rank": ("looks", "comfort")}, VALUES),
        ({"decision.matters.rank": ("comfort",), "decision.matters.rate.looks": 10}, VALUES),
        ({"decision.matters.rank": None, "decision.matters.rate.looks": 3}, VALUES[1:]),
    ],
)
def test_what_was_rated_or_ranked_can_be_seen_otherwise_than_the_set_does_in_the_order_of_the_set(
    said: dict[str, Answer], listed: tuple[Choice, ...]
) -> None:
    otherwise = ChooseMany("decision.elicit.otherwise", "Where do they see it otherwise than the option set?", listed)

    assert asked("D2", said) == (LEAN, otherwise, AFTER)


def test_of_what_they_see_otherwise_both_sides_are_asked_if_it_still_matters() -> None:
    otherwise = ChooseMany("decision.elicit.otherwise", "Where do they see it otherwise than the option set?", VALUES[:1])

    both_picked: dict[str, Answer] = {"decision.matters.rate.comfort": 7, "decision.elicit.otherwise": ("looks", "comfort")}

    assert asked("D2", both_picked) == (LEAN, otherwise, *COMFORT, AFTER)
