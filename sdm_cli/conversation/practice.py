"""The practice: a conversation with the patient of a case, as a pure function from what happened to the next question.

How far it has come stands in `talk.py`, what may be said and done in `offers.py`; here is what that does.
"""

from msgspec.structs import replace

from sdm_cli.conversation.offers import ELSE, Offers, next_page
from sdm_cli.conversation.patient import Mind, first, following
from sdm_cli.conversation.questions import MORE, Unfit, fitting
from sdm_cli.conversation.talk import (
    Ending,
    Kind,
    State,
    Turn,
    at_the_end,
    back_to,
    beginning,
    gone_back,
    last_turn,
    noted,
    retried,
    with_turn,
)
from sdm_cli.conversation.walk import Prompt
from sdm_cli.model.case import Aside, Early, Exchange, Response, Say
from sdm_cli.model.event import Answer, Answered, AnyEvent, Jumped, WentBack


class Practice(Offers, frozen=True, eq=False):
    """One case, practised."""

    def start(self) -> State:
        """The state before anything was said."""
        mind = Mind.of(self.case)
        return State(mind, first(self.case, mind).id)

    def advance(self, state: State, event: AnyEvent) -> State:
        """The state after one more event. An event that does not fit the state changes nothing."""
        match event:
            case Answered():
                return self._answered(state, event)
            case WentBack():
                return gone_back(state)
            case Jumped():
                return self._jumped(state, event.step)
            case _:
                return state

    def next_prompt(self, state: State) -> Prompt | None:
        """What to ask now; None when all is over."""
        if state.part is None:
            return None
        step = self.exchange(state.here).step if state.here is not None else self.guide.file.after
        return Prompt(self.guide.steps[step], self.question(state, state.part))

    def _answered(self, state: State, event: Answered) -> State:
        part, prompt = state.part, self.next_prompt(state)
        if part is None or prompt is None or event.question != prompt.question.id:
            return state
        try:
            answer = fitting(prompt.question, event.value)
        except Unfit:
            return state
        # What leads nowhere is no way to go back through: the list before it comes again.
        if answer is None and part.partition(".")[0] not in {"words", "say", "again"}:
            return back_to(state, "say")
        return self._onward(noted(state, part, answer), part, answer)

    def _onward(self, state: State, part: str, answer: Answer) -> State:
        """What an answer leads to. `state` has it already."""
        menu = part.partition(".")[0]
        if answer == MORE and menu not in {"words", "say"}:
            return replace(state, part=next_page(part))
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
                return retried(state, int(answer.removeprefix("turn-")))
            case "again", _:
                return replace(state, part=None)
            case "topic", str():
                return self._gone(state, answer)
            case _:
                return self._brought(state, menu, str(answer))

    def _said(self, state: State, say: Say) -> State:
        here = self.exchange(state.here)
        turn = replace(self._turn(state, "said", say, say.step), picked=say.id, text=say.text, reached=say.reached, decides=say.decides)
        moved = with_turn(state, turn, say)
        if state.ending is not None:
            return at_the_end(moved, state.ending)
        mind = moved.mind.having_had(here.id)
        moved = replace(moved, mind=mind, decision=say.decides or state.decision)
        return self._arrived(moved, following(self.case, mind, here.id, say.then or state.return_to))

    def _silent(self, state: State) -> State:
        here = self.exchange(state.here)
        if not state.quiet:
            response = here.silence or self.case.silence
            moved = with_turn(state, self._turn(state, "silent", response), response)
            return at_the_end(moved, state.ending) if state.ending is not None else replace(moved, quiet=True)
        # The patient has waited once already: the moment passes, and the talk goes on without an answer.
        moved = with_turn(state, self._turn(state, "passed", None), None)
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
                    return replace(state, part="picture")
                return self._shown(state, answer, picture=False)
            case "picture":
                # It was picked right before it was asked how to show it.
                return self._shown(state, str(state.answers[state.path[-2]]), picture=answer == "picture")
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
        about = [aside for aside in checks if aside.about == back.option]
        answered = next(iter((*about, *checks)), None) or self._once_more(state)
        if answered is not None:
            return self._aside(state, "checked", answered, back.ask, back.option)
        early = self._too_early_to_check(state)
        shrug = state.mind.says(self.case.shrug) if early is None else None
        turn = self._turn(state, "checked", early, "O6")
        return with_turn(state, replace(turn, text=back.ask, about=back.option, reply=shrug or turn.reply), early)

    def _too_early_to_check(self, state: State) -> Early | None:
        """How the patient takes it to be asked to say back what nobody has told them: as they take going there too soon."""
        checks = (each.early for each in self.case.exchanges if each.step == "O6" and each.early is not None)
        return next((early for early in checks if state.mind.holds(early.when)), None)

    def _once_more(self, state: State) -> Aside | None:
        """A check of understanding that was had, if the patient would now answer it otherwise. It changes nothing any more."""
        for turn in reversed(state.turns):
            aside = next((each for each in self.case.asides if each.id == turn.picked and each.step == "O6"), None)
            if aside is not None and not turn.taken_back:
                anew = state.mind.holds(aside.when) and state.mind.says(aside.reply, aside) != turn.reply
                return replace(aside, change={}) if anew else None
        return None

    def _about(self, state: State, name: str, *, picture: bool = False) -> Aside | None:
        return next((each for each in self.asides(state) if each.about == name and each.picture == picture), None)

    def _aside(self, state: State, kind: Kind, aside: Aside | None, text: str, about: str | None) -> State:
        """A turn with what an aside does, or with the patient's shrug where no aside is about it."""
        turn = self._turn(state, kind, aside, aside.step if aside is not None else None)
        if aside is None:
            return with_turn(state, replace(turn, text=text, about=about, reply=state.mind.says(self.case.shrug)), None)
        turn = replace(turn, text=text, about=about, picked=aside.id, reached=aside.reached, picture=aside.picture)
        moved = with_turn(state, turn, aside)
        return replace(moved, mind=moved.mind.having_had(aside.id))

    def _jumped(self, state: State, named: str) -> State:
        """A jump is the same as going to the topic by way of the lists, and is kept as that."""
        target = self.place(state, named)
        if target is None:
            return state
        gone_past = False if self.own_words else None
        moved = noted(state, "words", gone_past) if state.part == "words" else back_to(state, "say")
        moved = noted(noted(moved, "say", ELSE), "else", "topic")
        page = "topic"
        while target not in {choice.id for choice in self.listed(moved, page).choices}:
            moved, page = noted(moved, page, MORE), next_page(page)
        return replace(self._gone(noted(moved, page, target), target), before=state)

    def _gone(self, state: State, target: str) -> State:
        """To another topic. If it is too early for it, the patient says so first."""
        order = [each.id for each in self.case.exchanges]
        there = self.exchange(target)
        early = there.early if there.early is not None and state.mind.holds(there.early.when) else None
        turn = replace(self._turn(state, "went", early, there.step), text=there.topic, exchange=target)
        moved = with_turn(state, turn, early)
        left = [each for each in (state.here, state.return_to) if each is not None]
        furthest = max(left, key=order.index)
        ahead = order.index(target) >= order.index(furthest)
        return self._arrived(moved, there, None if ahead else furthest)

    def _arrived(self, state: State, there: Exchange | None, return_to: str | None = None) -> State:
        """At an exchange, or at the end of the talk."""
        if there is None:
            closing = state.mind.says(self.case.closing)
            return at_the_end(state, Ending(len(state.turns), state.mind, state.decision, closing))
        return replace(state, here=there.id, quiet=False, return_to=return_to)

    def _taken_back(self, state: State) -> State:
        """Undo the last turn with all that it did to the patient, and keep it on record."""
        last = last_turn(state)
        if last is None:
            return state
        origin = beginning(state, last.number)
        turns = (*state.turns[:-1], replace(last, taken_back=True))
        kept = replace(origin, turns=turns, answers=state.answers, path=state.path, before=state.before, takes=state.takes + 1)
        return replace(kept, part="words", retrying=last.number)

    def _turn(self, state: State, kind: Kind, response: Response | None, step: str | None = None) -> Turn:
        """A turn at the exchange under way, for its step unless another is named."""
        here, own = self.exchange(state.here), state.answers.get(state.own_words_at)
        return Turn(
            number=len(state.turns) + 1,
            moment=state.moment,
            exchange=here.id,
            kind=kind,
            step=step or here.step,
            own=own if isinstance(own, str) or own is True else None,
            reply=state.mind.says(response.reply, response) if response is not None else None,
            response=response,
            new=tuple(fact for fact in response.reveals if fact not in state.mind.told) if response is not None else (),
            again_of=state.retrying,
        )
