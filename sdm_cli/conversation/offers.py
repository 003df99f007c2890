"""What may be said and done in a practice as it stands: the things to say, and the lists of everything else.

There is no chance in it: the order of the things to say follows from the seed.
"""

from functools import lru_cache
from hashlib import sha256

from msgspec import Struct

from sdm_cli.conversation.questions import MORE, Choice, Choose, Question, Text, page_of
from sdm_cli.conversation.talk import State, last_turn
from sdm_cli.model.case import Aside, Case, Exchange, Reach, Say
from sdm_cli.model.guide import Guide
from sdm_cli.model.option_set import OptionSet

ELSE = "something-else"
_ONWARD = frozenset({ELSE, MORE})
"""Entries of a list that lead on. No exchange, aside or outcome is meant by them."""
_ASKED = {
    "aside": "What do you bring up?",
    "outcome": "The chances of what?",
    "question": "Which question do you answer?",
    "check": "What should the patient say back?",
    "topic": "Go to which topic?",
}


class Offers(Struct, frozen=True, eq=False):
    """What one case offers to say and to do. `own_words` asks for one's own words each time before any are shown."""

    case: Case
    option_set: OptionSet
    guide: Guide
    seed: int
    own_words: bool = False

    def exchange(self, name: str | None) -> Exchange:
        """An exchange by its id. Raises KeyError if there is none, as after the talk."""
        for each in self.case.exchanges:  # a generator would take twice as long, and this is asked at every turn
            if each.id == name:
                return each
        raise KeyError(name)

    def places(self, state: State) -> tuple[Choice, ...]:
        """The topics that one may go to. A side is none: it makes sense only after what leads there."""
        if state.ending is not None:
            return ()
        open_now = [each for each in self.case.exchanges if not each.side and each.id != state.here and state.mind.holds(each.when)]
        return tuple(Choice(each.id, f"{each.topic}{' (talked about)' if each.id in state.mind.had else ''}") for each in open_now)

    def place(self, state: State, named: str) -> str | None:
        """The exchange that a topic's id or a step means: of a step the first that was not had yet. None if there is none."""
        names = [choice.id for choice in self.places(state)]
        if named in names:
            return named
        of_step = [each.id for each in self.case.exchanges if each.id in names and each.step == named]
        return next((each for each in of_step if each not in state.mind.had), next(iter(of_step), None))

    def to_say(self, state: State) -> tuple[Say, ...]:
        """The things to say at this exchange, in the order of the seed."""
        if state.here is None:
            return ()
        here = self.exchange(state.here)
        return tuple(sorted((say for say in here.say if state.mind.holds(say.when)), key=lambda say: _rank(self.seed, here.id, say.id)))

    def question(self, state: State, part: str) -> Question:
        """The question of a part of a turn, such as the words, the list of things to say, or one of the other lists."""
        name = state.asks(part)
        menu, _, page = part.partition(".")
        match menu:
            case "words":
                return Text(
                    name, "In your own words: what would you say?", aloud=True, needed=self.own_words, nothing="straight to the list"
                )
            case "say":
                return Choose(
                    name, "Which comes nearest?", self._lines(state), "say nothing more" if state.quiet else "say nothing", _ONWARD
                )
            case "else":
                elsewhere = self._elsewhere(state)
                return Choose(name, "What else?", elsewhere, "back to the talk", frozenset(choice.id for choice in elsewhere))
            case "picture":
                how = (Choice("picture", "As a picture"), Choice("words", "In words"))
                return Choose(name, "How do you show it?", how, "back to the talk")
            case "again":
                return page_of(Choose(name, "Say one of them again?", self._to_say_again(state), "no, leave it there"), int(page or 1))
            case _:
                return self.listed(state, part)

    def listed(self, state: State, part: str) -> Choose:
        """A page of one of the lists of everything else."""
        menu, _, page = part.partition(".")
        whole = Choose(state.asks(part), _ASKED[menu], self._entries(state, menu), "back to the talk")
        return page_of(whole, int(page or 1))

    def _lines(self, state: State) -> tuple[Choice, ...]:
        # Where own words have to come first and were gone past, there is only something else to do.
        shown = () if state.answers.get(state.own_words_at) is False else self.to_say(state)
        lines = tuple(Choice(say.id, say.text) for say in shown)
        return lines if state.ending is not None else (*lines, Choice(ELSE, "Something else ..."))

    def _elsewhere(self, state: State) -> tuple[Choice, ...]:
        """What one may do instead of answering; only what there is something for."""
        menus = (
            ("aside", "Bring something up"),
            ("outcome", "Show the chances of something"),
            ("question", "Answer a question that patients ask"),
            ("check", "Ask the patient to say it back"),
            ("topic", "Go to another topic"),
        )
        found = [Choice(menu, f"{label} ...") for menu, label in menus if self._entries(state, menu)]
        if last_turn(state) is not None:
            found.append(Choice("take-back", "Take back what came last, and say it again"))
        return tuple(found)

    def _entries(self, state: State, menu: str) -> tuple[Choice, ...]:
        match menu:
            case "aside":
                return tuple(Choice(aside.id, aside.text) for aside in self.asides(state))
            case "outcome":
                return tuple(Choice(outcome.id, outcome.name) for outcome in self.option_set.outcomes)
            case "question":
                return tuple(Choice(question.id, question.ask) for question in self.option_set.questions)
            case "check":
                return tuple(Choice(f"say-back-{number}", back.ask) for number, back in enumerate(self.option_set.teach_back, start=1))
            case _:
                return self.places(state)

    def _to_say_again(self, state: State) -> tuple[Choice, ...]:
        """The turns worth a second try, those first that did least for their step."""
        order: tuple[Reach, ...] = ("missed", "touched", "clear")
        by_need = [turn for reach in order for turn in state.kept() if turn.kind == "said" and turn.reached == reach]
        again = {turn.again_of for turn in state.afterwards()}
        marks = {turn.number: " (said again)" if turn.number in again else "" for turn in by_need}
        return tuple(Choice(f"turn-{turn.number}", f"{self.exchange(turn.exchange).topic}{marks[turn.number]}") for turn in by_need)

    def asides(self, state: State) -> tuple[Aside, ...]:
        """What may be brought up now."""
        return tuple(each for each in self.case.asides if each.id not in state.mind.had and state.mind.holds(each.when))


@lru_cache(maxsize=4096)
def _rank(seed: int, exchange: str, say: str) -> str:
    return sha256(f"{seed}:{exchange}:{say}".encode()).hexdigest()


def next_page(part: str) -> str:
    """The part that shows what follows on a list."""
    menu, _, number = part.partition(".")
    return f"{menu}.{int(number or 1) + 1}"
