import pytest
from msgspec.structs import replace

from sdm_cli.content.loading import Unusable, read_option_set
from sdm_cli.conversation.activities import UNSURE
from sdm_cli.conversation.replaying import replayed
from sdm_cli.conversation.walk import State, Walk
from sdm_cli.model.event import Answer, Answered, AnyEvent, Jumped, Mark, Marked, Paused, Resumed, WentBack
from tests.conversation.walks import GUIDES, SETS, SMALL, TINY, at, option_set, say, to_the_end, walk_of, walked

ON_THE_PATH = {
    "elwyn-2012": "P1 C1 C2 C3 C4 C5 O1 O2 O3 O4 O5 O6 D1 D2 D3 D4 R1",
    "elwyn-2017": "P1 C1 C2 C3 T1 T2 O1 O2 O3 O4 O5 O6 D1 D2 D3 D4 R1",
}


def dropped(state: State) -> list[str]:
    return [prompt.question.id for prompt in state.dropped]


def decision_talk_alone() -> Walk:
    whole = walk_of().guide
    return Walk(option_set("tiny"), replace(whole, file=replace(whole.file, talks=whole.file.talks[2:])))


# Enter


@pytest.mark.parametrize("by", GUIDES)
@pytest.mark.parametrize("name", [*SMALL, *SETS])
def test_enter_alone_walks_every_step_of_the_path_in_order_and_ends(name: str, by: str) -> None:
    walk = walk_of(name, by)

    asked, _ = to_the_end(walk, walk.start(), {}, within=40)

    steps = list(dict.fromkeys(prompt.step.id for prompt in asked))
    assert " ".join(steps) == ON_THE_PATH[by]


@pytest.mark.parametrize("by", GUIDES)
@pytest.mark.parametrize("name", [*SMALL, *SETS])
def test_enter_alone_records_that_nothing_was_said_and_nothing_else(name: str, by: str) -> None:
    walk = walk_of(name, by)

    asked, end = to_the_end(walk, walk.start(), {}, within=40)

    assert end.answers == dict.fromkeys(prompt.question.id for prompt in asked)
    assert end.marks == {}


def test_a_step_for_saying_aloud_asks_one_question() -> None:
    walk = walk_of()

    asked, _ = to_the_end(walk, walk.start(), {}, within=40)

    by_step = [prompt.step.id for prompt in asked]
    assert {step: by_step.count(step) for step in ("C1", "C2", "C3", "C4", "C5", "O2", "O5", "O6")} == dict.fromkeys(
        ("C1", "C2", "C3", "C4", "C5", "O2", "O5", "O6"), 1
    )


@pytest.mark.parametrize("name", SETS)
def test_every_option_is_described_and_weighed_in_the_order_of_the_set(name: str) -> None:
    walk = walk_of(name)
    options = [option.id for option in option_set(name).options]

    asked, _ = to_the_end(walk, walk.start(), {}, within=40)

    ids = [prompt.question.id for prompt in asked]
    assert [option for option in ids if option.startswith("option.describe.")] == [f"option.describe.{option}" for option in options]
    weighed = [question.removeprefix("option.weigh.") for question in ids if question.startswith("option.weigh.")]
    assert [option for option in weighed if option in options] == options


@pytest.mark.parametrize("name", ["pictures", "unsure", "said-back", "open", "note"])
def test_an_option_whose_name_the_walk_uses_itself_is_refused_or_asked_about_like_any_other(name: str) -> None:
    try:
        renamed = read_option_set(TINY.replace("id: plaster", f"id: {name}").replace("plaster: ", f"{name}: ").encode(), "tiny.yaml")
    except Unusable:
        return
    walk = Walk(renamed, walk_of().guide)

    asked, _ = to_the_end(walk, walk.start(), {}, within=40)

    ids = [prompt.question.id for prompt in asked]
    assert len(ids) == len(set(ids))
    for prompt in asked:
        choices = [choice.id for choice in getattr(prompt.question, "choices", ())]
        assert len(choices) == len(set(choices)), f"{prompt.question.id} cannot tell two choices apart"


# Going back


def test_going_back_returns_to_the_question_before_and_keeps_its_answer() -> None:
    walk = walk_of()

    back = walk.advance(say(walk, walk.start(), "K-12", 15), WentBack())

    assert back.at == "prepare.before.minutes"
    assert back.answers == {"prepare.before.case": "K-12", "prepare.before.minutes": 15}


def test_going_back_twice_returns_two_questions() -> None:
    walk = walk_of()

    back = replayed(walk, [*_answers(("prepare.before.case", "K-12"), ("prepare.before.minutes", 15)), WentBack(), WentBack()])

    assert back.at == "prepare.before.case"


def test_going_back_from_the_first_question_stays_there() -> None:
    walk = walk_of()

    assert walk.advance(walk.start(), WentBack()) == walk.start()


def test_going_back_from_the_end_returns_to_the_last_question() -> None:
    walk = walk_of()

    assert walk.advance(walked(walk, {}), WentBack()).at == "reflect.after.person"


def test_going_back_and_answering_again_leads_to_where_one_was() -> None:
    walk = walk_of()
    there = say(walk, at(walk, "O3"), "hm", "oh")

    back = walk.advance(walk.advance(there, WentBack()), WentBack())

    assert say(walk, back, "hm", "oh").at == there.at == "option.weigh.wait"


def test_going_back_passes_over_questions_that_are_no_longer_asked() -> None:
    walk = walk_of()
    rating = say(walk, at(walk, "D1"), "gardening", "rate", 7)
    no_list = say(walk, walk.advance(rating, Jumped("D1")), "gardening", None)

    back = [no_list]
    while len(back) < 4:
        back.append(walk.advance(back[-1], WentBack()))

    assert [state.at for state in back] == [
        "decision.matters.own",
        "decision.matters.how",
        "decision.matters.open",
        "decision.matters.how",  # from before the jump; between the two stood the ratings
    ]


def test_going_back_from_a_jump_is_as_if_one_had_not_jumped() -> None:
    walk = walk_of()
    there = at(walk, "C2")

    back = walk.advance(walk.advance(there, Jumped("C1")), WentBack())

    assert back.at == "choice.offer.note"
    assert say(walk, back, "note").at == "choice.justify.note"


def test_going_back_into_a_jump_still_returns_from_it() -> None:
    walk = walk_of()
    returned = say(walk, walk.advance(at(walk, "D2"), Jumped("C1")), "note")
    assert returned.at == "decision.elicit.leaning"

    back = walk.advance(returned, WentBack())

    assert back.at == "choice.step_back.note"
    assert say(walk, back, "another note").at == "decision.elicit.leaning"


# Jumping


def test_jumping_back_returns_to_where_one_was_after_that_step() -> None:
    walk = walk_of()
    there = say(walk, at(walk, "D3"), "wait")
    assert there.at == "decision.close.until"

    jumped = walk.advance(there, Jumped("O3"))

    assert jumped.at == "option.describe.wait"
    assert say(walk, jumped, None).at == "option.describe.plaster"
    assert say(walk, jumped, None, None).at == "decision.close.until"


def test_jumping_back_and_back_again_returns_to_the_furthest_place() -> None:
    walk = walk_of()

    jumped = walk.advance(walk.advance(at(walk, "D1"), Jumped("C3")), Jumped("C1"))

    assert say(walk, jumped, None).at == "decision.matters.open"


def test_jumping_on_past_the_place_one_came_from_goes_on_from_there() -> None:
    walk = walk_of()

    jumped = walk.advance(walk.advance(at(walk, "D1"), Jumped("C1")), Jumped("D3"))

    assert jumped.at == "decision.close.readiness"
    assert say(walk, jumped, None, None).at == "decision.review.date"


def test_jumping_forward_goes_on_from_there() -> None:
    walk = walk_of()

    jumped = walk.advance(walk.start(), Jumped("C3"))

    assert jumped.at == "choice.justify.note"
    assert say(walk, jumped, None).at == "choice.monitor.reaction"


@pytest.mark.parametrize("there", ["C1", "D2"])
@pytest.mark.parametrize(("by", "optional"), [("elwyn-2012", "T1"), ("elwyn-2012", "T2"), ("elwyn-2017", "C4"), ("elwyn-2017", "C5")])
def test_jumping_to_an_optional_step_returns_also_if_it_lies_ahead(by: str, optional: str, there: str) -> None:
    walk = walk_of(by=by)
    before = at(walk, there)

    jumped = walk.advance(before, Jumped(optional))

    prompt = walk.next_prompt(jumped)
    assert prompt is not None
    assert prompt.step.id == optional
    assert say(walk, jumped, None).at == before.at


def test_jumping_to_the_beginning_of_the_step_one_is_in_asks_nothing_twice() -> None:
    walk = walk_of()
    there = say(walk, at(walk, "C4"), "worried")
    assert there.at == "choice.monitor.note"

    jumped = walk.advance(there, Jumped("C4"))

    assert jumped.at == "choice.monitor.reaction"
    assert say(walk, jumped, "ready", "said").at == "choice.defer.note"


@pytest.mark.parametrize(("step", "enters"), [("T1", 1), ("O3", 2), ("R1", 4)])
def test_jumping_from_the_end_returns_to_the_end_after_that_step(step: str, enters: int) -> None:
    walk = walk_of()

    jumped = walk.advance(walked(walk, {}), Jumped(step))

    at_the_end = say(walk, jumped, *[None] * enters)
    assert (at_the_end.at, at_the_end.return_to) == (None, None)


def test_a_jump_within_a_jump_from_the_end_returns_to_the_end_as_well() -> None:
    walk = walk_of()

    jumped = walk.advance(walk.advance(walked(walk, {}), Jumped("D1")), Jumped("C1"))

    assert say(walk, jumped, None).at is None


def test_jumping_back_from_an_optional_step_returns_to_it() -> None:
    walk = walk_of(by="elwyn-2012")

    assert say(walk, at(walk, "T2", Jumped("C1")), None).at == "team.goals.note"


def test_a_place_that_is_gone_after_a_jump_is_not_returned_to() -> None:
    walk = walk_of()
    rating = say(walk, at(walk, "D1"), None, "rate", 7)
    assert rating.at == "decision.matters.rate.looks"

    no_list = say(walk, walk.advance(rating, Jumped("D1")), None, None)

    assert no_list.at == "decision.elicit.leaning"


def test_after_a_jump_back_the_walk_returns_once_and_then_goes_on() -> None:
    walk = walk_of()

    returned = say(walk, at(walk, "O3", Jumped("C1")), None)

    assert returned.at == "option.describe.wait"
    assert say(walk, returned, None, None, None).at == "option.weigh.plaster"


def test_a_jump_there_and_back_again_goes_through_the_step_once() -> None:
    walk = walk_of()
    back_again = at(walk, "O3", Jumped("C1"), Jumped("O3"))
    assert back_again.at == "option.describe.wait"

    assert say(walk, back_again, None, None).at == "option.weigh.wait"


def test_where_nothing_is_left_to_go_back_to_no_way_back_is_offered() -> None:
    walk = walk_of()
    ranked: dict[str, Answer] = {"decision.matters.how": "rank"}

    gone = walk.advance(State(ranked, "decision.matters.rank", trail=(("decision.matters.rate.comfort", None),)), WentBack())
    from_the_end = walk.advance(State({}, None), Jumped("C1"))

    assert (gone.at, gone.can_go_back) == ("decision.matters.rank", False)
    assert (from_the_end.at, from_the_end.can_go_back) == ("choice.step_back.note", False)


def test_the_list_of_places_names_each_step_of_the_path_how_far_it_has_come_and_which_are_optional() -> None:
    walk = walk_of()
    state = at(walk, "C1", Marked("C3", "skipped on purpose"), Answered("choice.step_back.note", value=True))

    places = {choice.id: choice.label for choice in walk.places(say(walk, state, None))}

    assert list(places) == [step.id for step in walk.guide.path()]
    assert [places[step] for step in ("C1", "C2", "C3", "T1", "C4")] == [
        "C1 Step back (done)",
        "C2 Offer the choices (touched)",
        "C3 Justify the choices (skipped on purpose)",
        "T1 Promise support (open, optional)",
        "C4 Monitor the reaction (open)",
    ]
    assert [walk.place(state, named) for named in ("T1", "D3", "X9", "")] == ["T1", "D3", None, None]


def test_jumping_to_where_one_is_changes_nothing() -> None:
    walk = walk_of()
    there = at(walk, "C2")

    assert walk.advance(there, Jumped("C2")) == there


# Marks


@pytest.mark.parametrize("mark", ["skipped on purpose", "came up early", "done"])
def test_a_step_that_was_set_aside_is_passed_over(mark: Mark) -> None:
    walk = walk_of()

    marked = at(walk, "C1", Marked("C2", mark), Marked("C3", mark))

    assert marked.at == "choice.step_back.note"
    assert say(walk, marked, None).at == "choice.monitor.reaction"


@pytest.mark.parametrize("mark", ["skipped on purpose", "came up early", "done"])
def test_setting_the_present_step_aside_goes_on_to_the_next(mark: Mark) -> None:
    walk = walk_of()

    marked = at(walk, "O3", Marked("O3", mark))

    assert marked.at == "option.weigh.wait"
    assert marked.answers == {}
    assert walk.advance(marked, WentBack()).at == "option.describe.wait"


def test_walking_on_from_a_skipped_step_that_one_went_back_to_passes_over_the_rest_of_it() -> None:
    walk = walk_of()

    back = at(walk, "O3", Marked("O3", "skipped on purpose"), WentBack())

    assert say(walk, back, "hm").at == "option.weigh.wait"


def test_marking_the_present_step_open_stays_there() -> None:
    walk = walk_of()

    marked = at(walk, "C2", Marked("C2", "open"))

    assert marked.at == "choice.offer.note"
    assert say(walk, marked, None).at == "choice.justify.note"


def test_a_step_that_is_not_of_this_guide_cannot_be_marked() -> None:
    walk = decision_talk_alone()

    assert walk.advance(walk.start(), Marked("C1", "done")) == walk.start()


def test_taking_a_mark_back_puts_the_step_on_the_path_again() -> None:
    walk = walk_of()

    marked = at(walk, "C1", Marked("C2", "skipped on purpose"), Marked("C2", "open"))

    assert say(walk, marked, None).at == "choice.offer.note"


def test_jumping_to_a_skipped_step_asks_all_of_its_questions() -> None:
    walk = walk_of()

    jumped = at(walk, "C1", Marked("O3", "skipped on purpose"), Jumped("O3"))

    assert jumped.at == "option.describe.wait"
    assert say(walk, jumped, None).at == "option.describe.plaster"


def test_a_step_that_was_set_aside_is_passed_over_also_on_the_way_back_from_a_jump() -> None:
    walk = walk_of()

    marked = at(walk, "C2", Jumped("C1"), Marked("C2", "skipped on purpose"))

    assert say(walk, marked, None).at == "choice.justify.note"


def test_a_step_tells_how_far_it_has_come() -> None:
    walk = walk_of()

    state = at(walk, "C1", *_answers(("choice.step_back.note", True), ("choice.offer.note", None)), Marked("O5", "came up early"))

    assert {step: walk.mark(state, step) for step in ("C1", "C2", "C3", "O5")} == {
        "C1": "done",
        "C2": "touched",
        "C3": "open",
        "O5": "came up early",
    }


def test_a_step_whose_mark_was_taken_back_tells_again_what_was_answered() -> None:
    walk = walk_of()

    state = at(walk, "C1", *_answers(("choice.step_back.note", True)), Marked("C1", "came up early"), Marked("C1", "open"))

    assert walk.mark(state, "C1") == "done"


def test_a_step_that_was_shown_and_then_marked_open_is_open() -> None:
    walk = walk_of()
    shown = say(walk, at(walk, "C1"), None)
    assert walk.mark(shown, "C1") == "touched"

    assert walk.mark(walk.advance(shown, Marked("C1", "open")), "C1") == "open"


# Answers that rest on others


def test_changing_readiness_drops_the_answers_that_rested_on_it_and_names_them() -> None:
    walk = walk_of()
    decided = say(walk, at(walk, "D3"), "ready", ("plaster",), "it is clean", "I would too", "buy one")

    changed = walk.advance(decided, Answered("decision.close.readiness", "wait"))

    assert dropped(changed) == ["decision.close.choice", "decision.close.reason"]
    assert changed.answers == {
        "decision.close.readiness": "wait",
        "decision.close.view": "I would too",
        "decision.close.next_step": "buy one",
    }
    assert changed.at == "decision.close.until"


def test_taking_readiness_away_drops_the_clinicians_view_as_well() -> None:
    walk = walk_of()
    decided = say(walk, at(walk, "D3"), "ready", ("plaster",), None, "I would too", "buy one")

    changed = walk.advance(decided, Answered("decision.close.readiness", None))

    # Named are the answers that were given; the reason was not.
    assert dropped(changed) == ["decision.close.choice", "decision.close.view"]
    assert changed.answers == {"decision.close.readiness": None, "decision.close.next_step": "buy one"}


def test_what_rests_on_a_dropped_answer_is_dropped_with_it() -> None:
    walk = walk_of()
    said = say(walk, at(walk, "D1"), "gardening", None, "my garden", ("plaster",), ("wait",))

    taken_away = walk.advance(said, Answered("decision.matters.open", None))

    assert dropped(taken_away) == ["decision.matters.own", "decision.matters.own_supports", "decision.matters.own_against"]
    assert taken_away.answers == {"decision.matters.open": None, "decision.matters.how": None}


def test_putting_what_matters_in_order_drops_its_ratings() -> None:
    walk = walk_of()
    rated = say(walk, at(walk, "D1"), None, "rate", 0, 10)

    changed = walk.advance(rated, Answered("decision.matters.how", "rank"))

    assert dropped(changed) == ["decision.matters.rate.comfort", "decision.matters.rate.looks"]
    assert changed.at == "decision.matters.rank"


def test_taking_away_what_matters_drops_the_leaning_that_was_held_against_it() -> None:
    walk = walk_of()
    said = say(walk, at(walk, "D1"), "gardening", None, None, None, ("wait",))
    assert said.answers["decision.elicit.after"] == ("wait",)

    taken_away = walk.advance(said, Answered("decision.matters.open", None))

    assert dropped(taken_away) == ["decision.elicit.after"]


def test_an_option_that_was_not_said_back_after_all_drops_its_words() -> None:
    walk = walk_of()
    said = say(walk, at(walk, "O6"), ("wait", "plaster"), "do nothing", "stick it on")

    changed = walk.advance(said, Answered("option.summarise.said_back", ("wait",)))

    assert dropped(changed) == ["option.summarise.plaster"]
    assert changed.answers["option.summarise.wait"] == "do nothing"


def test_a_picture_that_is_not_wanted_after_all_drops_what_was_said_to_it() -> None:
    walk = walk_of()
    said = say(walk, at(walk, "O4"), None, None, ("better",), "so many")
    assert said.answers["option.weigh.picture.better"] == "so many"

    changed = walk.advance(said, Answered("option.weigh.as_pictures", None))

    assert dropped(changed) == ["option.weigh.picture.better"]


def test_changing_an_answer_on_which_nothing_rests_drops_nothing() -> None:
    walk = walk_of()
    said = say(walk, at(walk, "C4"), "worried", "I am here")

    changed = walk.advance(said, Answered("choice.monitor.reaction", "ready"))

    assert dropped(changed) == []
    assert changed.answers["choice.monitor.note"] == "I am here"


def test_what_was_dropped_is_named_once() -> None:
    walk = walk_of()
    changed = walk.advance(say(walk, at(walk, "D3"), "wait", "summer"), Answered("decision.close.readiness", "ready"))
    assert dropped(changed) == ["decision.close.until"]

    assert dropped(say(walk, changed, None)) == []
    assert dropped(walk.advance(changed, WentBack())) == []


# Read by another guide


def test_a_guide_with_fewer_steps_reads_the_answers_and_marks_of_its_own_steps() -> None:
    walk = walk_of()
    said = say(walk, at(walk, "D3", Marked("O5", "came up early"), Marked("D4", "done")), "ready", ("plaster",))
    said = say(walk, walk.advance(said, Jumped("C1")), "note")

    read = decision_talk_alone().adopted(said)

    assert read.answers == {"decision.close.readiness": "ready", "decision.close.choice": ("plaster",)}
    assert read.marks == {"D4": "done"}
    assert read.at == "decision.close.reason"


def test_a_guide_without_the_step_one_is_at_has_no_question_to_put() -> None:
    assert decision_talk_alone().adopted(at(walk_of(), "C1")).at is None


# Events that fit nowhere


@pytest.mark.parametrize(
    "event",
    [
        Answered("choice.step_back.nothing", "words"),
        Answered("decision.close.choice", ("plaster",)),  # asked only of somebody who is ready
        Jumped("X9"),
        Marked("X9", "done"),
        Paused(),
        Resumed(),
    ],
)
def test_an_event_that_fits_nowhere_changes_nothing(event: AnyEvent) -> None:
    walk = walk_of()
    there = say(walk, at(walk, "C1"), "note")

    assert walk.advance(there, event) == there


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("option.summarise.said_back", ("surgery",)),
        ("decision.elicit.leaning", ("surgery",)),
        ("decision.elicit.leaning", (UNSURE, "wait")),
        ("decision.close.readiness", "perhaps"),
        ("prepare.before.minutes", -5),
    ],
)
def test_an_answer_that_does_not_fit_its_question_changes_nothing(question: str, answer: Answer) -> None:
    walk = walk_of()

    assert walk.advance(walk.start(), Answered(question, answer)) == walk.start()


def _answers(*given: tuple[str, Answer]) -> list[AnyEvent]:
    return [Answered(question, answer) for question, answer in given]


def test_a_question_that_was_left_for_a_jump_and_answered_after_a_second_jump_is_not_put_again() -> None:
    walk = walk_of("tiny")
    there: list[AnyEvent] = [
        Jumped("D2"),
        Answered("decision.elicit.leaning", ("wait",)),
        Answered("decision.elicit.why", None),
    ]
    state = replayed(walk, [*there, Jumped("P1"), *there, Answered("decision.elicit.after", None)])
    assert state.at == "decision.close.readiness"


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({"decision.matters.how": "rank", "decision.matters.rank": ("comfort", "looks")}, Answered("decision.matters.rank", ("looks",))),
        ({"decision.matters.how": "rate", "decision.matters.rate.comfort": 9}, Answered("decision.matters.rate.comfort", None)),
        ({"decision.matters.how": "rank", "decision.matters.rank": ("comfort",)}, Answered("decision.matters.how", None)),
    ],
)
def test_what_was_put_otherwise_of_a_thing_that_no_longer_matters_is_dropped_and_named(first: dict[str, Answer], then: Answered) -> None:
    walk = walk_of("tiny")
    theirs: dict[str, Answer] = {"decision.elicit.otherwise": ("comfort",), "decision.elicit.serves.comfort": ("wait",)}
    state = walked(walk, {**first, **theirs})
    assert state.answers["decision.elicit.otherwise"] == ("comfort",)

    state = replayed(walk, [*(Answered(question, answer) for question, answer in state.answers.items()), then])

    assert {"decision.elicit.otherwise", "decision.elicit.serves.comfort"} <= {prompt.question.id for prompt in state.dropped}
    assert not {question for question in state.answers if question.endswith((".otherwise", ".comfort"))} - {"decision.matters.rate.comfort"}
    assert walk.next_prompt(state) is not None


def leant(*after: AnyEvent) -> tuple[Walk, State]:
    """A walk in which comfort was rated 3, a leaning noted and D3 reached, and what happened then."""
    walk = walk_of("tiny")
    rated = [("open", None), ("how", "rate"), ("rate.comfort", 3), ("rate.looks", None), ("own", None)]
    state = say(walk, at(walk, "D1"), *(answer for _, answer in rated), ("plaster",), None, None, ("plaster",))
    assert state.at == "decision.close.readiness"
    for event in after:
        state = walk.advance(state, event)
    return walk, state


def test_a_leaning_is_asked_for_again_after_what_matters_was_changed_and_then_one_returns() -> None:
    walk, state = leant(Jumped("D1"))
    state = say(walk, state, None, "rate", 9, None, None)

    assert state.at == "decision.elicit.leaning"
    assert state.answers["decision.elicit.leaning"] == ("plaster",)
    assert state.unsettled == "D2"
    state = say(walk, state, ("wait",), None, None, ("wait",))
    assert (state.at, state.unsettled) == ("decision.close.readiness", None)


@pytest.mark.parametrize("leaning", [(("plaster",), None, None, None), (None, None, ("plaster",))], ids=["at first", "side by side"])
def test_a_leaning_that_was_noted_only_once_is_asked_for_again_as_well(leaning: tuple[Answer, ...]) -> None:
    walk = walk_of("tiny")
    state = say(walk, at(walk, "D1"), None, "rate", 3, None, None, *leaning)
    assert state.at == "decision.close.readiness"

    assert say(walk, walk.advance(state, Jumped("D1")), None, "rate", 9, None, None).at == "decision.elicit.leaning"


def test_a_leaning_that_was_dropped_stays_unsettled_through_further_changes_until_it_is_answered() -> None:
    walk = walk_of("tiny")
    state = say(walk, at(walk, "D1"), None, "rate", 3, None, None, None, None, ("plaster",))
    dropped_with_all_that_matters = say(walk, walk.advance(state, Jumped("D1")), None, None)
    assert "decision.elicit.after" not in dropped_with_all_that_matters.answers

    changed = say(walk, walk.advance(dropped_with_all_that_matters, Jumped("D1")), "my garden")

    assert changed.unsettled == "D2"
    assert say(walk, changed, None, None, None).unsettled is None


def test_going_from_the_leaning_to_what_matters_and_back_goes_through_the_leaning_once() -> None:
    walk = walk_of("tiny")
    half_way = say(walk, at(walk, "D1"), None, "rate", 3, None, None, ("plaster",))
    assert half_way.at == "decision.elicit.why"

    changed = say(walk, walk.advance(half_way, Jumped("D1")), None, "rate", 9, None, None)

    assert changed.at == "decision.elicit.leaning"
    assert say(walk, changed, ("wait",), None, None, ("wait",)).at == "decision.close.readiness"


def test_what_matters_gone_through_without_a_change_leaves_the_leaning_alone() -> None:
    walk, state = leant(Jumped("D1"))
    state = say(walk, state, None, "rate", 3, None, None)

    assert (state.at, state.unsettled) == ("decision.close.readiness", None)


def test_from_the_end_one_returns_to_it_after_the_leaning() -> None:
    walk, state = leant()
    _, state = to_the_end(walk, state, {}, within=20)
    state = say(walk, walk.advance(state, Jumped("D1")), None, "rate", 9, None, None)

    assert state.at == "decision.elicit.leaning"
    assert say(walk, state, ("wait",), None, None, None).at is None


def test_a_leaning_that_was_set_aside_is_not_asked_for_again_and_stays_unsettled() -> None:
    walk, state = leant(Marked("D2", "skipped on purpose"), Jumped("D1"))
    state = say(walk, state, None, "rate", 9, None, None)

    assert (state.at, state.unsettled) == ("decision.close.readiness", "D2")


def test_before_a_leaning_was_noted_nothing_rests_on_what_matters() -> None:
    walk = walk_of("tiny")
    assert say(walk, at(walk, "D1"), "comfort above all", "rate", 3).unsettled is None
