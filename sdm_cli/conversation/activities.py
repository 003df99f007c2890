"""What is asked at a step: one small function an activity, from the answers so far to the step's questions.

A step that is only for saying aloud has one question, so that Enter goes through it; a step that collects something
has more, and those that rest on an earlier answer appear with it and drop with it.
"""

from collections.abc import Callable, Mapping

from msgspec import Struct

from sdm_cli.conversation.questions import Choice, Choose, ChooseMany, Question, Rank, Rate, Text
from sdm_cli.model.event import Answer
from sdm_cli.model.figure import Outcome
from sdm_cli.model.guide import Guide, Step
from sdm_cli.model.option_set import OptionSet, ThingThatMatters

UNSURE = "no_leaning"
"""The answer "no leaning yet", which is something else than not being asked. No option can have this id."""

BASELINE = "baseline."
"""Begins the part of a question that picks the baseline of an outcome."""

PICTURE = "picture."
"""Begins the part of a question that goes with the picture of an outcome."""

SERVES, WORKS_AGAINST = "serves.", "against."
"""Begin the parts of questions in which a person says for themselves how options bear on something that matters."""

ENDS_OF_RATING = ("does not matter", "matters most")
"""What 0 and 10 mean where people rate how much something matters to them."""

SMART_PARTS = {
    "measure": "How will you both see that it was done?",
    "agreed": "Who agreed to it, in whose words?",
    "realistic": "What could get in the way, and is it still doable?",
    "date": "By when?",
}
"""Specific is the next step itself; measurable, agreed, realistic and dated follow (Doran 1981)."""


class Here(Struct, frozen=True):
    """A step in a walk: all that an activity may know."""

    step: Step
    option_set: OptionSet
    guide: Guide
    answers: Mapping[str, Answer]

    def id(self, part: str) -> str:
        """The stable id of one of the step's questions."""
        return f"{self.step.key}.{part}"

    def answer(self, part: str) -> Answer:
        """What was answered to it, if anything."""
        return self.answers.get(self.id(part))

    def picked(self, part: str) -> tuple[str, ...]:
        """What was picked, for a question that takes several."""
        answer = self.answer(part)
        return answer if isinstance(answer, tuple) else ()

    def options(self) -> tuple[Choice, ...]:
        """The options as choices, in the set's own order."""
        return tuple(Choice(option.id, option.name) for option in self.option_set.options)

    def text(self, part: str, ask: str, *, aloud: bool = False) -> Text:
        """A question for words."""
        return Text(self.id(part), ask, aloud)

    def leaning(self, part: str, ask: str) -> ChooseMany:
        """A question for a preference: any options, or none yet."""
        return ChooseMany(self.id(part), ask, (*self.options(), Choice(UNSURE, "No leaning yet")), frozenset({UNSURE}))


def questions(here: Here) -> tuple[Question, ...]:
    """The questions of a step, given the answers so far."""
    return tuple(_ACTIVITIES[here.step.activity](here))


def _prepare(here: Here) -> list[Question]:
    return [
        Text(here.id("case"), "A code for this case (no names)", code=True),
        Rate(here.id("minutes"), "How many minutes do you have?", 1, 240),
        here.text("setting", "Where will it be: room, privacy, screen, interruptions?"),
        here.text("present", "Who else is there, or should be?"),
        here.leaning("leaning", "Privately: which way do you lean yourself?"),
    ]


def _say(here: Here) -> list[Question]:
    return [here.text("note", "Say it aloud. A note or a quote?", aloud=True)]


def _react(here: Here) -> list[Question]:
    choices = tuple(Choice(choice.id, choice.name) for choice in here.step.choices)
    asked: list[Question] = [Choose(here.id("reaction"), "How does the offer of a choice land?", choices)]
    if here.answer("reaction"):
        asked.append(here.text("note", "What do you say or do then?", aloud=True))
    return asked


def _know(here: Here) -> list[Question]:
    beliefs = tuple(Choice(belief.id, belief.belief) for belief in here.option_set.misconceptions)
    asked: list[Question] = [here.text("known", "What have they read, heard or lived through?", aloud=True)]
    if beliefs:
        asked.append(ChooseMany(here.id("beliefs"), "Which of these did you hear?", beliefs))
    asked.append(here.leaning("initial", "Before hearing more: which way do they lean at first?"))
    return asked


def _describe(here: Here) -> list[Question]:
    return [here.text(option.id, f"First reaction to: {option.name}?", aloud=True) for option in here.option_set.options]


def _weigh(here: Here) -> list[Question]:
    each: list[Question] = [_which_baseline(here, outcome) for outcome in here.option_set.outcomes if len(outcome.baselines) > 1]
    each += [here.text(option.id, f"{option.name}: what did they say to this?", aloud=True) for option in here.option_set.options]
    # The underscore keeps the question apart from one about an option, whose id cannot have one.
    drawn = tuple(Choice(outcome.id, outcome.name) for outcome in here.option_set.outcomes if outcome.has_counts())
    if drawn:
        each.append(ChooseMany(here.id("as_pictures"), "Side by side. Which do you want to see as pictures?", drawn))
        names = {choice.id: choice.label for choice in drawn}
        each += [
            here.text(f"{PICTURE}{outcome}", f"{names[outcome]}: what did they say to the picture?", aloud=True)
            for outcome in here.picked("as_pictures")
        ]
    return each


def _which_baseline(here: Here, outcome: Outcome) -> Choose:
    """Several published starting points: one is picked, never typed, and the first stands until then."""
    choices = tuple(Choice(baseline.id, baseline.name) for baseline in outcome.baselines)
    return Choose(here.id(f"{BASELINE}{outcome.id}"), f"{outcome.name}: which group fits?", choices, f"take '{choices[0].label}'")


def _support(here: Here) -> list[Question]:
    choices = tuple(Choice(choice.id, choice.name) for choice in here.step.choices)
    return [ChooseMany(here.id("with"), "Which support do you bring in?", choices)]


def _teach_back(here: Here) -> list[Question]:
    names = {option.id: option.name for option in here.option_set.options}
    asked: list[Question] = [ChooseMany(here.id("said_back"), "Which options did they say back in their own words?", here.options())]
    asked += [here.text(option, f"{names[option]}: their words?", aloud=True) for option in here.picked("said_back")]
    return asked


def _goals(here: Here) -> list[Question]:
    return [here.text("note", "What do they want for their life, in their words?", aloud=True)]


def _priorities(here: Here) -> list[Question]:
    values = here.option_set.values
    asked: list[Question] = [here.text("open", "What matters most to them, in their words?")]
    if values:
        ways = (Choice("rate", "Rate each, 0 to 10"), Choice("rank", "Put them in order"))
        asked.append(Choose(here.id("how"), "Go through the list of what may matter?", ways))
        if here.answer("how") == "rate":
            asked += [_rate(here.id(f"rate.{value.id}"), value) for value in values]
        if here.answer("how") == "rank":
            choices = tuple(Choice(value.id, value.name) for value in values)
            asked.append(Rank(here.id("rank"), "Which matter, the most important first?", choices))
    if here.answer("open") or here.answer("how"):
        asked.append(here.text("own", "What else matters to them, in their words, to set beside the options?"))
    if here.answer("own"):
        asked.append(ChooseMany(here.id("own_supports"), "Which options serve that?", here.options()))
        asked.append(ChooseMany(here.id("own_against"), "Which options work against it?", here.options()))
    return asked


def _rate(question: str, value: ThingThatMatters) -> Rate:
    """How much something matters, with what may be asked to find out: that itself has no number for an answer."""
    return Rate(question, f'{value.name}: how much does it matter to them? Ask "{value.ask}"', 0, 10, *ENDS_OF_RATING)


def _lean(here: Here) -> list[Question]:
    asked: list[Question] = [here.leaning("leaning", "Which way do they lean now?")]
    if here.answer("leaning"):
        asked.append(here.text("why", "What makes it that way, in their words?"))
    if listed := _said_to_matter(here):
        names = {choice.id: choice.label for choice in listed}
        asked.append(ChooseMany(here.id("otherwise"), "Where do they see it otherwise than the option set?", listed))
        for value in (each for each in here.picked("otherwise") if each in names):
            asked.append(ChooseMany(here.id(f"{SERVES}{value}"), f"{names[value]}: which options serve that for them?", here.options()))
            asked.append(ChooseMany(here.id(f"{WORKS_AGAINST}{value}"), f"{names[value]}: which work against it?", here.options()))
    if here.answer("leaning") or _something_matters(here):
        asked.append(here.leaning("after", "Taking it all together, which way do they lean now?"))
    return asked


def _said_to_matter(here: Here) -> tuple[Choice, ...]:
    """The things of the set's list that were rated or ranked, in the set's order."""
    keys = [step.key for step in here.guide.path() if step.activity == "priorities"]
    ranked = [each for key in keys if isinstance(answer := here.answers.get(f"{key}.rank"), tuple) for each in answer]
    rated = {value.id for key in keys for value in here.option_set.values if here.answers.get(f"{key}.rate.{value.id}") is not None}
    return tuple(Choice(value.id, value.name) for value in here.option_set.values if value.id in ranked or value.id in rated)


def _something_matters(here: Here) -> bool:
    keys = tuple(f"{step.key}." for step in here.guide.path() if step.activity == "priorities")
    return any(answer is not None for question, answer in here.answers.items() if question.startswith(keys))


def _decide(here: Here) -> list[Question]:
    ways = (
        Choice("ready", "Ready to decide"),
        Choice("wait", "Wait for now"),
        Choice("more", "Need something more first"),
        Choice("delegate", "Please decide for me"),
    )
    asked: list[Question] = [Choose(here.id("readiness"), "Are they ready?", ways)]
    match here.answer("readiness"):
        case "ready":
            asked.append(ChooseMany(here.id("choice"), "What did you decide together?", here.options()))
            asked.append(here.text("reason", "Because of what, in their words?"))
        case "wait":
            asked.append(here.text("until", "Until when, and what is watched meanwhile?"))
        case "more":
            asked.append(here.text("needs", "What is missing, and who brings it?"))
        case "delegate":
            asked.append(ChooseMany(here.id("suggested"), "What do you suggest?", here.options()))
            asked.append(here.text("tied_to", "Which of their own words do you tie it to?"))
    if here.answer("readiness") in {"ready", "wait", "more"}:
        asked.append(here.text("view", "Your own view, if they wanted it, tied to what they said?"))
    asked.append(here.text("next_step", "The next step, as specific as you can?"))
    if here.answer("next_step"):
        asked += [here.text(part, ask) for part, ask in SMART_PARTS.items()]
    return asked


def _review(here: Here) -> list[Question]:
    return [
        here.text("date", "When do you look at it again?"),
        here.text("safety_net", "What should bring them back sooner?"),
        here.text("who", "Who does what until then?"),
    ]


def _reflect(here: Here) -> list[Question]:
    return [
        here.text("goals", "Did you both want the same from this decision?"),
        here.text("tasks", "Was it clear who does what?"),
        here.text("bond", "A moment of trust or of strain?"),
        here.text("person", "What did you learn about this person's life?"),
    ]


_ACTIVITIES: dict[str, Callable[[Here], list[Question]]] = {
    "prepare": _prepare,
    "say": _say,
    "react": _react,
    "know": _know,
    "list": _say,
    "describe": _describe,
    "weigh": _weigh,
    "support": _support,
    "teach_back": _teach_back,
    "goals": _goals,
    "priorities": _priorities,
    "lean": _lean,
    "decide": _decide,
    "review": _review,
    "reflect": _reflect,
}
