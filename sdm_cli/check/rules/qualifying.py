"""IPDAS 4.0, qualifying: what makes a file a decision aid at all."""

from collections.abc import Iterator

from sdm_cli.check.checks import Check
from sdm_cli.check.draft import Draft, Found, about, count_of_words, found, lacking, said
from sdm_cli.content.placed import Mapping
from sdm_cli.model.rule import Rule

IPDAS = "IPDAS 4.0, Joseph-Williams 2014, 10.1177/0272989X13501721"
_FEWEST_WORDS = 15
_FEWEST_OPTIONS = 2


def _condition(draft: Draft) -> Iterator[Found]:
    condition = draft.tree.get("condition", Mapping)
    if condition is None or not said(condition, "summary"):
        yield lacking(draft.tree, "condition.summary", "the condition is not described")
    elif (many := count_of_words(said(condition, "summary"))) < _FEWEST_WORDS:
        yield found(condition.keys["summary"], f"the condition is described in {many} words; at least {_FEWEST_WORDS} are needed")


def _decision(draft: Draft) -> Iterator[Found]:
    decision = said(draft.tree, "decision")
    if not decision:
        yield lacking(draft.tree, "decision", "the decision is not stated")
    elif not decision.endswith("?"):
        yield found(draft.tree.keys["decision"], "the decision is not a question")


def _options(draft: Draft) -> Iterator[Found]:
    if len(draft.options) < _FEWEST_OPTIONS:
        yield lacking(draft.tree, "options", "fewer than two options: there is nothing to choose")
    for option in draft.options:
        missing = [key for key in ("name", "summary") if not said(option, key)]
        if missing:
            yield lacking(option, missing[0], f"an option without its {' and '.join(missing)}")


def _benefits(draft: Draft) -> Iterator[Found]:
    for option in draft.options:
        if not _tells(option, "benefits"):
            yield lacking(option, "benefits", f"nothing speaks for '{said(option, 'id')}'")


def _drawbacks(draft: Draft) -> Iterator[Found]:
    for option in draft.options:
        if not _tells(option, "harms") and not _tells(option, "burdens"):
            yield found(about(option), f"nothing speaks against '{said(option, 'id')}'")


def _tells(option: Mapping, points: str) -> bool:
    """Whether one of these points says something."""
    return any(said(point, "text") for point in option.entries(points))


def _experience(draft: Draft) -> Iterator[Found]:
    sides = ("physical", "psychological", "social")
    for option in draft.options:
        experience = option.get("experience", Mapping)
        told = [side for side in sides if experience is not None and said(experience, side)]
        if not told:
            yield found(about(option), f"what living with '{said(option, 'id')}' is like is not told")
        elif told == ["physical"]:
            yield found(option.keys["experience"], "only the bodily side is told, nothing of mind or daily life", level="note")


QUALIFYING = (
    Check(
        Rule(
            id="1.1.1",
            title="The condition is described",
            group="qualifying",
            judged_by="machine",
            level="error",
            why="Who does not know what the decision is about cannot take part in it.",
            source=IPDAS,
            fix="Write 'condition.summary' in two or three plain sentences, 15 words or more.",
            wrong="condition:\n  summary: The thumb hurts.",
            right="condition:\n  summary: >-\n    The joint at the root of the thumb is worn. It hurts with pinching and turning,\n    more on some days than on others.",
        ),
        _condition,
    ),
    Check(
        Rule(
            id="1.1.2",
            title="The decision is stated as a question",
            group="qualifying",
            judged_by="machine",
            level="error",
            why="People notice that they may choose when the choice is put as a question.",
            source=IPDAS,
            fix="End 'decision' with a question mark, as a patient would ask it.",
            wrong="decision: Treatment of the thumb.",
            right="decision: Shall I rest my thumb, or wear a splint?",
        ),
        _decision,
    ),
    Check(
        Rule(
            id="1.1.3",
            title="The options are described, waiting among them",
            group="qualifying",
            judged_by="machine",
            level="error",
            why="An option that is not named cannot be chosen, and doing nothing new is nearly always one.",
            source=f"{IPDAS}; NICE ECD8 asks for the option of no treatment always",
            fix="Give every option a 'name' and a 'summary'; mark one 'no_action: true', or say in 'no_action_reason' why none waits.",
            wrong="options:\n  - id: rest\n    no_action: false",
            right="options:\n  - id: rest\n    no_action: true",
            covers=("no-waiting",),
        ),
        _options,
    ),
    Check(
        Rule(
            id="1.1.4",
            title="Every option has something in its favour",
            group="qualifying",
            judged_by="machine",
            level="error",
            why="An option without a benefit is no reasonable option, or its benefit was forgotten.",
            source=IPDAS,
            fix="Add an entry to the option's 'benefits', for waiting too: time, no side effects, all doors open.",
            wrong="options:\n  - id: rest\n    benefits: []",
            right="options:\n  - id: rest\n    benefits:\n      - text: Nothing has to be worn or paid for.",
        ),
        _benefits,
    ),
    Check(
        Rule(
            id="1.1.5",
            title="Every option has something against it",
            group="qualifying",
            judged_by="machine",
            level="error",
            why="An option that only has good sides steers, and waiting has its price too.",
            source=IPDAS,
            fix="Add an entry to the option's 'harms' or 'burdens'.",
            wrong="options:\n  - id: rest\n    harms: []\n    burdens: []",
            right="options:\n  - id: rest\n    burdens:\n      - text: The pain goes on for now.",
        ),
        _drawbacks,
    ),
    Check(
        Rule(
            id="1.2.1",
            title="What living with an option is like is told",
            group="qualifying",
            judged_by="hint",
            level="warning",
            why="People choose a life, and not a number: body, mind and daily life.",
            source=IPDAS,
            fix="Write the option's 'experience': 'physical', 'psychological', 'social'.",
            wrong="options:\n  - id: splint\n    experience: {physical: null, psychological: null, social: null}",
            right="options:\n  - id: splint\n    experience:\n      physical: The hand is stiff in the morning.\n      social: People ask what has happened.",
        ),
        _experience,
    ),
)
