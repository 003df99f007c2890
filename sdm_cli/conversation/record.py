"""What the answers of a walk come to: preferences, what matters, the decision, and what may be missing.

Answers are looked up by the activity of a step, not by its id, so that a record reads the same under any guide.
"""

from collections.abc import Mapping

from msgspec import Struct

from sdm_cli.conversation.activities import BASELINE, SERVES, UNSURE, WORKS_AGAINST
from sdm_cli.model.derivation import resolved
from sdm_cli.model.event import Answer
from sdm_cli.model.figure import Absent, Figure, Outcome
from sdm_cli.model.guide import Guide, Step
from sdm_cli.model.option_set import OptionSet, ThingThatMatters

NO_LEANING = "no leaning yet"


class Matter(Struct, frozen=True):
    """Something that was said to matter: its name, how it was said, and the option set's own words for it, if any."""

    name: str
    said: str
    value: ThingThatMatters | None = None


class Cell(Struct, frozen=True):
    """How one option bears on one thing that matters: in a word, in words, and in the figures behind it.

    `set_says` is the option set's own word, where the people in the talk put another in its place.
    """

    bears: str
    because: str
    figures: tuple[tuple[Outcome, Figure | Absent], ...] = ()
    set_says: str | None = None


class Row(Struct, frozen=True):
    """One thing that matters, against every option in the set's order."""

    matter: Matter
    cells: tuple[Cell, ...]


class Gap(Struct, frozen=True):
    """Something that may be missing before a decision, and the step to go back to."""

    step: Step
    what: str


class Record(Struct, frozen=True, eq=False):
    """The answers of one walk, on an option set whose figures are worked out."""

    option_set: OptionSet
    guide: Guide
    answers: Mapping[str, Answer]

    @classmethod
    def of(cls, option_set: OptionSet, guide: Guide, answers: Mapping[str, Answer]) -> "Record":
        """The record of some answers, its derived figures worked out from the baselines that were picked."""
        picked = cls(option_set, guide, answers)
        strata = {
            outcome.id: str(picked.answer("weigh", f"{BASELINE}{outcome.id}")) for outcome in option_set.outcomes if outcome.baselines
        }
        return cls(resolved(option_set, strata), guide, answers)

    def step_for(self, activity: str) -> Step | None:
        """The guide's step with this activity."""
        return next((step for step in self.guide.path() if step.activity == activity), None)

    def answer(self, activity: str, part: str) -> Answer:
        """What was answered at the step with this activity; None if nothing was, or there is no such step."""
        step = self.step_for(activity)
        return None if step is None else self.answers.get(f"{step.key}.{part}")

    def words(self, activity: str, part: str) -> str | None:
        """The same, for a question that takes words."""
        answer = self.answer(activity, part)
        return answer if isinstance(answer, str) else None

    def picked(self, activity: str, part: str) -> tuple[str, ...]:
        """The same, for a question that takes several choices."""
        answer = self.answer(activity, part)
        return answer if isinstance(answer, tuple) else ()

    def option_name(self, option: str) -> str:
        """The name of an option."""
        return next((each.name for each in self.option_set.options if each.id == option), option)

    def preference(self, activity: str, part: str) -> str | None:
        """A preference in words; None if it was never given."""
        picked = self.picked(activity, part)
        if not picked:
            return None
        return NO_LEANING if picked == (UNSURE,) else " and ".join(self.option_name(option) for option in picked)

    def initial_preference(self) -> str | None:
        """What the patient leaned to before knowing much. Never overwritten by what came later."""
        return self.preference("know", "initial")

    def informed_preference(self) -> str | None:
        """What the patient leaned to once options and what matters were understood; the last word on it counts."""
        return self.preference("lean", "after") or self.preference("lean", "leaning")

    def ranked(self) -> list[tuple[int, ThingThatMatters]]:
        """What was put in order from the set's list, with its place, the most important first."""
        by_id = {value.id: value for value in self.option_set.values}
        picked = enumerate(self.picked("priorities", "rank"), start=1)
        return [(place, by_id[value]) for place, value in picked if value in by_id]

    def rated(self) -> list[tuple[ThingThatMatters, int]]:
        """What was rated from the set's list, 0 to 10, in the order of the set."""
        ratings = [(value, self.answer("priorities", f"rate.{value.id}")) for value in self.option_set.values]
        return [(value, rating) for value, rating in ratings if isinstance(rating, int) and not isinstance(rating, bool)]

    def matters(self) -> tuple[Matter, ...]:
        """What was said to matter from the set's list, in the order said, and then in their own words."""
        found = [Matter(value.name, f"place {place}", value) for place, value in self.ranked()]
        found += [Matter(value.name, f"{rating} of 10", value) for value, rating in self.rated()]
        if (own := self.words("priorities", "own")) is not None:
            found.append(Matter(own, "their own words"))
        return tuple(found)

    def alignment(self) -> tuple[Row, ...]:
        """What was said, against the options. No total, no order by fit, no winner: the reading is the patient's."""
        return tuple(Row(matter, self._cells(matter)) for matter in self.matters())

    def _cells(self, matter: Matter) -> tuple[Cell, ...]:
        if (value := matter.value) is None:
            noted = self._noted("priorities", "own_supports", "own_against")
            nothing = Cell("not known", "nothing noted")
            return tuple(
                Cell(noted[option.id], "as you noted together") if option.id in noted else nothing for option in self.option_set.options
            )
        linked = [outcome for outcome in self.option_set.outcomes if outcome.id in value.outcomes]
        # Of options that they did not name the set's word stays.
        theirs = self._noted("lean", f"{SERVES}{value.id}", f"{WORKS_AGAINST}{value.id}")
        cells = []
        for option in self.option_set.options:
            bearing = value.options[option.id]
            bears = theirs.get(option.id, bearing.bears)
            figures = tuple((outcome, outcome.by_option[option.id]) for outcome in linked)
            cells.append(Cell(bears, bearing.because, figures, bearing.bears if bears != bearing.bears else None))
        return tuple(cells)

    def _noted(self, activity: str, serving: str, opposing: str) -> dict[str, str]:
        """How the options that were named in two answers bear on something: which serve it, and which work against it."""
        serve, against = self.picked(activity, serving), self.picked(activity, opposing)
        words = {(True, True): "both", (True, False): "supports", (False, True): "against"}
        return {option: words[option in serve, option in against] for option in (*serve, *against)}

    def gaps(self) -> tuple[Gap, ...]:
        """What may be missing before a decision. A list of places to go back to, not a score and not a test."""
        wanted = (
            ("teach_back", "no option was said back in their own words", bool(self.picked("teach_back", "said_back"))),
            ("priorities", "what matters most is not noted", bool(self.matters() or self.words("priorities", "open"))),
            ("weigh", "nothing is noted on benefits, drawbacks and chances", self._touched("weigh")),
            ("lean", "no leaning is noted", self.informed_preference() is not None),
            ("support", "nothing is noted on who or what else could help", bool(self.picked("support", "with"))),
        )
        return tuple(Gap(step, what) for activity, what, there in wanted if not there and (step := self.step_for(activity)) is not None)

    def _touched(self, activity: str) -> bool:
        step = self.step_for(activity)
        return step is not None and any(
            answer is not None for question, answer in self.answers.items() if question.startswith(f"{step.key}.")
        )
