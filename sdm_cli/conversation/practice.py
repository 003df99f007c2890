"""The practice: a conversation with the patient of a case, as a pure function from what happened to the next question.

A turn is one thing said, shown or held back, and what the patient made of it. The id of a question carries the number
of its turn, such as `practice.3.opening.say`, so that an exchange can come twice. There is no chance in it: the order
of the things to say follows from the seed.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from sdm_cli.conversation.patient import Mind, following
from sdm_cli.conversation.questions import Choice, Choose, Question, Text, Unfit, fitting
from sdm_cli.conversation.walk import Prompt
from sdm_cli.model.case import Aside, Case, Exchange, Line, Reach, Response, Say
from sdm_cli.model.event import Answer, Answered, AnyEvent, Jumped, WentBack
from sdm_cli.model.guide import Guide
from sdm_cli.model.option_set import OptionSet

Kind = Literal["said", "silent", "passed", "brought up", "shown", "answered", "checked", "went"]
"""What a turn was: a thing said, silence, the moment let pass, an aside, an outcome shown, a question answered, the
understanding checked, or a jump to another topic."""

ELSE, MORE = "something-else", "more"
_ONWARD = frozenset({ELSE, MORE})
"""Entries of a list that lead on. No exchange, aside or outcome is meant by them."""
_ROOM = 7
"""Entries on one page of a list that has more. With 'more' and 'nothing' there are nine lines."""
_ASKED = {
    "aside": "What do you bring up?",
    "outcome": "The chances of what?",
    "question": "Which question do you answer?",
    "check": "What should the patient say back?",
    "topic": "Go to which topic?",
}


class Turn(Struct, frozen=True):
    """One turn of the talk. `own` are the trainee's own words, True for said aloud without writing it down.

    `about` names what of the option set was on the table. `again_of` is the number of the turn that this one tries
    otherwise; a turn that was taken back did not happen to the patient.
    """

    number: int
    exchange: str
    kind: Kind
    step: str
    own: str | bool | None = None
    picked: str | None = None
    text: str | None = None
    reached: Reach | None = None
    reply: Line | None = None
    response: Response | None = None
    new: tuple[str, ...] = ()
    about: str | None = None
    picture: bool = False
    decides: str | None = None
    taken_back: bool = False
    moment: int = 0
    again_of: int | None = None


class Ending(Struct, frozen=True):
    """How the talk ended, after how many turns. What is tried again afterwards changes nothing in it."""

    turns: int
    mind: Mind
    decision: str | None
    closing: Line


class State(Struct, frozen=True):
    """Where a practice is.

    `here` is the exchange, None after the talk. `part` is the question at it, None when all is over. `path` are the
    questions answered on the way here, and `answers` everything that was ever answered, so that it is ready when one
    comes forward again. `before` is where going back leads. `return_to` is where a jump back came from. `retrying` is
    the number of the turn that is tried again, and `chosen` the outcome about to be shown. `takes` is how often a turn was taken back.
    """

    mind: Mind
    here: str | None
    part: str | None = "words"
    turns: tuple[Turn, ...] = ()
    decision: str | None = None
    answers: Mapping[str, Answer] = {}
    path: tuple[str, ...] = ()
    before: "State | None" = None
    return_to: str | None = None
    quiet: bool = False
    retrying: int | None = None
    chosen: str | None = None
    ending: Ending | None = None
    takes: int = 0
    dropped: tuple[Prompt, ...] = ()

    @property
    def moment(self) -> int:
        """The number in the ids of questions: one more with every turn, and with every turn that is taken back."""
        return len(self.turns) + self.takes + 1

    @property
    def at(self) -> str | None:
        """The id of the question to put now."""
        return None if self.part is None else f"practice.{self.moment}.{self.here or 'end'}.{self.part}"

    @property
    def can_go_back(self) -> bool:
        """Whether anything was answered before."""
        return self.before is not None

    def kept(self) -> tuple[Turn, ...]:
        """The turns of the talk as it went in the end, without those that were taken back or tried after it."""
        talk = self.turns if self.ending is None else self.turns[: self.ending.turns]
        return tuple(turn for turn in talk if not turn.taken_back)

    def afterwards(self) -> tuple[Turn, ...]:
        """The turns that were tried again after the talk."""
        return () if self.ending is None else self.turns[self.ending.turns :]


class Practice(Struct, frozen=True, eq=False):
    """One case, practised. `own_words` asks for one's own words each time before any are shown."""

    case: Case
    option_set: OptionSet
    guide: Guide
    seed: int
    own_words: bool = False

    def start(self) -> State:
        """The state before anything was said."""
        mind = Mind.of(self.case)
        first = next((each for each in self.case.exchanges if mind.holds(each.when)), self.case.exchanges[0])
        return State(mind, first.id)

    def replay(self, events: Iterable[AnyEvent]) -> State:
        """The state after these events."""
        state = self.start()
        for event in events:
            state = self.advance(state, event)
        return state

    def advance(self, state: State, event: AnyEvent) -> State:
        """The state after one more event. An event that does not fit the state changes nothing."""
        match event:
            case Answered():
                return self._answered(state, event)
            case WentBack():
                return _back(state)
            case Jumped():
                return self._jumped(state, event.step)
            case _:
                return state

    def next_prompt(self, state: State) -> Prompt | None:
        """What to ask now; None when all is over."""
        if state.part is None:
            return None
        step = self.exchange(state.here).step if state.here is not None else self.guide.file.after
        return Prompt(self.guide.steps[step], self._question(state, state.part))

    def exchange(self, name: str) -> Exchange:
        """An exchange by its id."""
        for each in self.case.exchanges:  # a generator would take twice as long, and this is asked at every turn
            if each.id == name:
                return each
        raise KeyError(name)

    def places(self, state: State) -> tuple[Choice, ...]:
        """The topics that one may go to."""
        if state.here is None or state.ending is not None:
            return ()
        open_now = [each for each in self.case.exchanges if each.id != state.here and state.mind.holds(each.when)]
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

    # ── Questions ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _question(self, state: State, part: str) -> Question:
        name = state.at or ""
        match part.partition(".")[0]:
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
                return _page(name, part, "Say one of them again?", self._to_say_again(state), "no, leave it there")
            case menu:
                return _page(name, part, _ASKED[menu], self._listed(state, menu), "back to the talk")

    def _lines(self, state: State) -> tuple[Choice, ...]:
        lines = tuple(Choice(say.id, say.text) for say in self.to_say(state))
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
        found = [Choice(menu, f"{label} ...") for menu, label in menus if self._listed(state, menu)]
        if _last(state) is not None:
            found.append(Choice("take-back", "Take back what came last, and say it again"))
        return tuple(found)

    def _listed(self, state: State, menu: str) -> tuple[Choice, ...]:
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
        said = [turn for turn in state.kept() if turn.kind == "said" and turn.reached is not None]
        by_need = sorted(said, key=lambda turn: order.index(turn.reached) if turn.reached else 0)
        return tuple(Choice(f"turn-{turn.number}", self.exchange(turn.exchange).topic) for turn in by_need)

    def asides(self, state: State) -> tuple[Aside, ...]:
        """What may be brought up now."""
        return tuple(each for each in self.case.asides if each.id not in state.mind.had and state.mind.holds(each.when))

    # ── Answers ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _answered(self, state: State, event: Answered) -> State:
        prompt = self.next_prompt(state)
        if prompt is None or event.question != prompt.question.id:
            return state
        try:
            answer = fitting(prompt.question, event.value)
        except Unfit:
            return state
        # What leads nowhere is no way to go back through: the list before it comes again.
        if answer is None and (state.part or "").partition(".")[0] not in {"words", "say", "again"}:
            return _to(state, "say")
        moved = _noted(state, event.question, answer)
        return self._onward(moved, state.part or "", answer)

    def _onward(self, state: State, part: str, answer: Answer) -> State:
        """What an answer leads to. `state` has it already."""
        menu = part.partition(".")[0]
        if answer == MORE and menu not in {"words", "say", "else", "picture"}:
            return replace(state, part=_next_page(part))
        match menu, answer:
            case "words", _:
                return replace(state, part="say")
            case "say", None:
                return self._silent(state)
            case "say", str() if answer == ELSE:
                return replace(state, part="else")
            case "say", str():
                return self._said(state, next(say for say in self.to_say(state) if say.id == answer))
            case "else", "take-back":
                return self._taken_back(state)
            case "else", str():
                return replace(state, part=answer)
            case "again", str():
                return _retried(state, int(answer.removeprefix("turn-")))
            case "again", _:
                return replace(state, part=None)
            case "topic", str():
                return self._gone(state, answer)
            case _, str():
                return self._brought(state, menu, answer)
            case _:
                return state

    def _said(self, state: State, say: Say) -> State:
        here = self.exchange(state.here or "")
        turn = self._turn(state, "said", say, step=say.step or here.step)
        turn = replace(turn, picked=say.id, text=say.text, reached=say.reached, decides=say.decides)
        moved = _with(state, turn, say)
        if state.ending is not None:
            return _at_the_end(moved, state.ending)
        mind = moved.mind.having_had(here.id)
        moved = replace(moved, mind=mind, decision=say.decides or state.decision)
        back = state.return_to if say.then is None else None
        return self._arrived(moved, following(self.case, mind, here.id, say.then or back))

    def _silent(self, state: State) -> State:
        here = self.exchange(state.here or "")
        if not state.quiet:
            response = here.silence or self.case.silence
            moved = _with(state, self._turn(state, "silent", response, step=here.step), response)
            return _at_the_end(moved, state.ending) if state.ending is not None else replace(moved, quiet=True)
        # The patient has waited once already: the moment passes, and the talk goes on without an answer.
        moved = _with(state, self._turn(state, "passed", None, step=here.step), None)
        return self._arrived(moved, following(self.case, moved.mind, here.id, state.return_to))

    def _brought(self, state: State, menu: str, answer: str) -> State:
        """Something is brought up, shown, answered or checked; the talk stays where it was."""
        match menu:
            case "aside":
                aside = next(each for each in self.asides(state) if each.id == answer)
                return self._aside(state, "brought up", aside, aside.text, aside.about)
            case "outcome":
                outcome = next(each for each in self.option_set.outcomes if each.id == answer)
                if outcome.has_counts():
                    return replace(state, part="picture", chosen=answer)
                return self._shown(state, answer, picture=False)
            case "picture":
                return self._shown(replace(state, chosen=None), state.chosen or "", picture=answer == "picture")
            case "question":
                asked = next(each for each in self.option_set.questions if each.id == answer)
                return self._aside(state, "answered", self._about(state, answer), asked.ask, answer)
            case _:
                return self._checked(state, int(answer.rpartition("-")[2]) - 1)

    def _shown(self, state: State, outcome: str, *, picture: bool) -> State:
        """An outcome on the table. Something said to a picture does not fit to words; the other way round it does."""
        aside = self._about(state, outcome, picture=True) if picture else None
        name = next(each.name for each in self.option_set.outcomes if each.id == outcome)
        moved = self._aside(state, "shown", aside or self._about(state, outcome), name, outcome)
        turn = replace(moved.turns[-1], picture=picture)
        return replace(moved, turns=(*moved.turns[:-1], turn))

    def _checked(self, state: State, number: int) -> State:
        back = self.option_set.teach_back[number]
        checks = [aside for aside in self.asides(state) if aside.step == "O6"]
        about = [aside for aside in checks if aside.about is not None and aside.about == back.option]
        return self._aside(state, "checked", next(iter((*about, *checks)), None), back.ask, back.option)

    def _about(self, state: State, name: str, *, picture: bool = False) -> Aside | None:
        return next((each for each in self.asides(state) if each.about == name and each.picture == picture), None)

    def _aside(self, state: State, kind: Kind, aside: Aside | None, text: str, about: str | None) -> State:
        """A turn with what an aside does, or with the patient's shrug where no aside is about it."""
        here = self.exchange(state.here or "")
        turn = self._turn(state, kind, aside, step=aside.step if aside else here.step)
        if aside is None:
            return _with(state, replace(turn, text=text, about=about, reply=state.mind.says(self.case.shrug)), None)
        turn = replace(turn, text=text, about=about, picked=aside.id, reached=aside.reached, picture=aside.picture)
        moved = _with(state, turn, aside)
        return replace(moved, mind=moved.mind.having_had(aside.id))

    def _jumped(self, state: State, named: str) -> State:
        """A jump is the same as going to the topic by way of the lists, and is kept as that."""
        target = self.place(state, named)
        if target is None:
            return state
        moved = state if state.part in {"words", "say"} else _to(state, "say")
        if moved.part == "words":
            moved = replace(_noted(moved, moved.at or "", None), part="say")
        moved = replace(_noted(moved, moved.at or "", ELSE), part="else")
        moved = replace(_noted(moved, moved.at or "", "topic"), part="topic")
        while True:
            listed = self._question(moved, moved.part or "")
            there = isinstance(listed, Choose) and target in {choice.id for choice in listed.choices}
            noted = _noted(moved, moved.at or "", target if there else MORE)
            if there:
                return replace(self._gone(noted, target), before=state)
            moved = replace(noted, part=_next_page(moved.part or ""))

    def _gone(self, state: State, target: str) -> State:
        """To another topic. If it is too early for it, the patient says so first."""
        order = [each.id for each in self.case.exchanges]
        there = self.exchange(target)
        early = there.early if there.early is not None and state.mind.holds(there.early.when) else None
        turn = replace(self._turn(state, "went", early, step=there.step), text=there.topic, exchange=target)
        moved = _with(state, turn, early)
        left = [each for each in (state.here, state.return_to) if each is not None]
        furthest = max(left, key=order.index)
        ahead = order.index(target) > order.index(furthest)
        return self._arrived(moved, there, None if ahead else furthest)

    def _arrived(self, state: State, there: Exchange | None, return_to: str | None = None) -> State:
        """At an exchange, or at the end of the talk."""
        if there is None:
            closing = state.mind.says(self.case.closing)
            return _at_the_end(state, Ending(len(state.turns), state.mind, state.decision, closing))
        return_to = None if return_to == there.id else return_to
        return replace(state, here=there.id, part="words", quiet=False, return_to=return_to)

    def _taken_back(self, state: State) -> State:
        """Undo the last turn with all that it did to the patient, and keep it on record."""
        last = _last(state)
        if last is None:
            return state
        origin = _beginning(state, last.number)
        turns = tuple(replace(turn, taken_back=True) if turn.number >= last.number else turn for turn in state.turns)
        kept = replace(origin, turns=turns, answers=state.answers, path=state.path, before=state.before, takes=state.takes + 1)
        return replace(kept, part="words", retrying=last.number)

    def _turn(self, state: State, kind: Kind, response: Response | None, *, step: str) -> Turn:
        number = len(state.turns) + 1
        own = state.answers.get(f"practice.{state.moment}.{state.here}.words") if _in_turn(state, "words") else None
        return Turn(
            number=number,
            moment=state.moment,
            exchange=state.here or "",
            kind=kind,
            step=step,
            own=own if isinstance(own, str | bool) else None,
            reply=state.mind.says(response.reply, response.cue) if response is not None else None,
            response=response,
            new=tuple(fact for fact in response.reveals if fact not in state.mind.told) if response is not None else (),
            again_of=state.retrying,
        )


@lru_cache(maxsize=4096)
def _rank(seed: int, exchange: str, say: str) -> str:
    return sha256(f"{seed}:{exchange}:{say}".encode()).hexdigest()


def _noted(state: State, question: str, answer: Answer) -> State:
    """The state with an answer, and a way back to before it."""
    return replace(state, answers={**state.answers, question: answer}, path=(*state.path, question), before=state)


def _back(state: State) -> State:
    """Where one was before the last answer. What was answered stays ready."""
    return replace(state.before, answers=state.answers) if state.before is not None else state


def _to(state: State, part: str) -> State:
    """Back to a question of the same turn."""
    while state.part != part and state.before is not None:
        state = _back(state)
    return state


def _in_turn(state: State, part: str) -> bool:
    """Whether a question of the turn under way was answered."""
    return f"practice.{state.moment}.{state.here}.{part}" in state.path


def _with(state: State, turn: Turn, response: Response | None) -> State:
    """After a turn, with what it did to the patient."""
    mind = state.mind.after(response) if response is not None else state.mind
    return replace(state, mind=mind, turns=(*state.turns, turn), part="words", retrying=None)


def _at_the_end(state: State, ending: Ending) -> State:
    return replace(
        state,
        here=None,
        part="again",
        ending=ending,
        mind=ending.mind,
        decision=ending.decision,
        return_to=None,
        quiet=False,
        retrying=None,
    )


def _last(state: State) -> Turn | None:
    """The last turn that can be taken back."""
    return state.turns[-1] if state.turns and not state.turns[-1].taken_back else None


def _beginning(state: State, turn: int) -> State:
    """The state in which a turn began."""
    while len(state.turns) >= turn and state.before is not None:
        state = state.before
    while state.part != "words" and state.before is not None and len(state.before.turns) == len(state.turns):
        state = state.before
    return state


def _retried(state: State, turn: int) -> State:
    """Once more at the exchange of a turn, as the patient was then."""
    origin = _beginning(state, turn)
    return replace(state, here=origin.here, part="words", mind=origin.mind, quiet=False, retrying=turn)


def _page(name: str, part: str, ask: str, choices: tuple[Choice, ...], nothing: str) -> Choose:
    """A list of which no more is shown at once than can be seen at once."""
    number = int(part.partition(".")[2] or 1)
    rest = choices[(number - 1) * _ROOM :]
    if len(rest) > _ROOM + 1:
        rest = (*rest[:_ROOM], Choice(MORE, "More ..."))
    return Choose(name, ask, rest, nothing)


def _next_page(part: str) -> str:
    menu, _, number = part.partition(".")
    return f"{menu}.{int(number or 1) + 1}"
