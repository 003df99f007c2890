import re
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from sdm_cli.conversation.observation import Observation, State
from sdm_cli.conversation.pace import moments
from sdm_cli.conversation.replaying import replayed
from sdm_cli.document.blocks import Heading
from sdm_cli.document.plain import to_plain
from sdm_cli.model.event import Answered, AnyEvent, Paused, Resumed, WentBack
from sdm_cli.model.session import Entry, Header
from sdm_cli.pages.feedback import Observed, feedback, observation_data, watching
from tests.pages.made_up import texts
from tests.pages.role_cards import guide


def watched(*notes: str) -> str:
    """What stands on the screen after some notes, a minute each."""
    events: list[AnyEvent] = [Answered(f"observe.note.{number}", note) for number, note in enumerate(notes, start=1)]
    entries = [Entry(BEGAN + timedelta(minutes=number), event) for number, event in enumerate(events, start=1)]
    observation = Observation(guide(), "The third floor")
    header = Header(id="k7m2", kind="observation", started=BEGAN, program="0", option_set="", guide="elwyn-2012", contents={})
    state = replayed(observation, events)
    return to_plain(watching(Observed(header, observation, state, moments(BEGAN, entries)), timedelta()))


@pytest.mark.parametrize(
    ("notes", "echo"),
    [
        (("C2",), "1:00 C2 Offer the choices"),
        (("C2 More than one way",), '1:00 C2 Offer the choices "More than one way"'),
        (("C2", '"He laughs."'), '2:00 "He laughs.", to C2 Offer the choices'),
        (('"He laughs."',), '1:00 "He laughs.", to no step yet'),
    ],
)
def test_a_note_is_echoed_with_the_step_that_its_words_went_to(notes: tuple[str, ...], echo: str) -> None:
    assert watched(*notes) == f"{echo}\n"


def test_a_step_was_noted_as_often_as_somebody_noted_it_and_words_to_it_are_no_second_time() -> None:
    page = watched("C1", "C2", '"More than one way"', "C3", "C3 For you both fit", "done")

    assert "C1 Step back: touched; noted once\n" in page
    assert "C2 Offer the choices: clear; noted once, with words\n" in page
    assert "C3 Justify the choices: clear; noted 2 times, with words\n" in page
    assert "C4 Monitor the reaction: not seen\n" in page


BEGAN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
EVENTS: list[tuple[int, AnyEvent]] = [
    (65, Answered("observe.note.1", "C2 There is more than one way")),
    (70, Paused()),
    (670, Resumed()),
    (680, Answered("observe.note.2", "O4")),
    (681, WentBack()),
    (700, Answered("observe.note.2", "D1")),
    (800, Answered("observe.note.3", "done")),
    (801, Answered("observe.review", None)),
    (802, Answered("observe.agenda", "Not to talk so much")),
    (803, Answered("observe.aim", None)),
    (804, Answered("observe.felt", "Relief, when she sat back")),
    (805, Answered("observe.retry", "Ask before the numbers")),
    (806, Answered("observe.keep", "The pause")),
]


def observed(template: str = "agenda") -> Observed:
    header = Header(id="k7m2", kind="observation", started=BEGAN, program="0", option_set="", guide="elwyn-2012", contents={})
    entries = [Entry(BEGAN + timedelta(seconds=second), event) for second, event in EVENTS]
    observation = Observation(guide(), "The third floor")
    state: State = replayed(observation, (event for _, event in EVENTS))
    return Observed(header, observation, state, moments(BEGAN, entries), template)


def test_where_nobody_sat_there_no_time_of_watching_is_told() -> None:
    assert "Watched" in " ".join(texts(feedback(observed())))
    assert "Watched" not in " ".join(texts(feedback(replace(observed(), moments={}))))


def test_notes_have_the_minute_in_which_they_were_made_and_pauses_do_not_count() -> None:
    said = " ".join(texts(feedback(observed())))

    assert "1:05 \u201cThere is more than one way\u201d" in said
    assert "D1 Focus on what matters touched 1:40" in said
    assert "O4 Benefits" not in said


def test_the_sheet_begins_with_the_learner_s_agenda_and_ends_with_what_to_keep() -> None:
    titles = [block.text for block in feedback(observed()).blocks if isinstance(block, Heading) and block.level == 2]

    assert titles == [
        "My agenda",
        "My aim",
        "What was seen",
        "What the patient seemed to feel",
        "One thing to try again now",
        "One thing to keep",
        "How to use this page",
    ]


def test_by_pendleton_the_learner_speaks_first_and_what_went_well_comes_before_the_rest() -> None:
    titles = [block.text for block in feedback(observed("pendleton")).blocks if isinstance(block, Heading) and block.level == 2]

    assert titles[:2] == ["What went well, as the learner sees it", "What went well, as others saw it"]
    assert titles.index("What could be done differently, as the learner sees it") < titles.index(
        "What could be done differently, as others saw it"
    )


@pytest.mark.parametrize("template", ["agenda", "pendleton"])
def test_every_word_that_was_noted_stands_on_the_sheet_and_no_mark(template: str) -> None:
    said = " ".join(texts(feedback(observed(template))))

    for words in ("Not to talk so much", "Relief, when she sat back", "Ask before the numbers", "The pause", "none of them"):
        assert words in said
    assert not re.search(r"\d ?%|\bscore|\btotal|points|OPTION|average", said)


def test_the_data_has_seconds_words_and_both_anchors_and_nothing_to_add_up() -> None:
    data = observation_data(observed())

    assert data["notes"][0] == {"second": 65, "step": "C2", "words": "There is more than one way", "about": "C2"}
    assert [step["was"] for step in data["steps"] if step["id"] in {"C1", "C2", "D1"}] == ["not-seen", "clear", "touched"]
    assert data["finished"] is True
