"""Answers to a practice, an observation or a reflection from a file. The talk is played with them once beforehand, so that every mistake is told first."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Protocol, TypeVar

from sdm_cli.ask.answers_file import answer_in, dumped
from sdm_cli.content import placed
from sdm_cli.content.placed import Mapping as Tree
from sdm_cli.content.placed import Slip
from sdm_cli.content.reading import located
from sdm_cli.conversation.observation import NOTE, Observation
from sdm_cli.conversation.observation import State as Observing
from sdm_cli.conversation.questions import DONE, Unfit, Watch, fitting
from sdm_cli.conversation.reflection import Reflection
from sdm_cli.conversation.reflection import State as Reflecting
from sdm_cli.conversation.talk import State
from sdm_cli.conversation.walk import Prompt
from sdm_cli.model.diagnostic import Diagnostic
from sdm_cli.model.event import Answer, Answered, AnyEvent

S = TypeVar("S")


class Played(Protocol[S]):
    """As much of a conversation as playing it takes."""

    def start(self) -> S:
        """The state before anything happened."""
        ...

    def advance(self, state: S, event: AnyEvent, /) -> S:
        """The state after one more event."""
        ...

    def next_prompt(self, state: S, /) -> Prompt | None:
        """What to ask now."""
        ...


_LONGEST = 2000
"""Questions after which a talk from a file is stopped: it goes round in circles."""


def read_played(raw: bytes, file: str, conversation: Played[S]) -> tuple[Mapping[str, Answer], tuple[Diagnostic, ...]]:
    """The answers in a file, by question, and every mistake in it: answers that do not fit, and questions never put."""
    try:
        text = placed.decode(raw)
        tree, slips = placed.parse(text)
    except placed.Unreadable as stop:
        return {}, located([stop.slip], file, placed.lenient(raw))
    if tree is None:
        return {}, ()
    values, found = _played(tree, conversation)
    return values, located((*slips, *found), file, text)


def written_practice(state: State) -> str:
    """The answers on the way to this state, as a file that replays it."""
    given = {question: state.answers[question] for question in state.path}
    return dumped({question: answer for question, answer in given.items() if answer is not None})


def written_observation(observation: Observation, state: Observing) -> str:
    """The notes and answers of an observation, as a file that replays it; their minutes are not in it."""
    notes = {f"{NOTE}{number}": note for number, note in enumerate(state.noted, start=1)}
    asked = [question.id for question in observation.script(state)]
    return dumped({**notes, **{name: _listed(state.answers[name]) for name in asked if state.answers.get(name) is not None}})


def written_reflection(reflection: Reflection, state: Reflecting) -> str:
    """The answers of a reflection, as a file that replays it."""
    asked = [question.id for question in reflection.script()]
    return dumped({name: state.answers[name] for name in asked if state.answers.get(name) is not None})


def _listed(answer: Answer) -> object:
    return list(answer) if isinstance(answer, tuple) else answer


def _played(tree: Tree, practice: Played[S]) -> tuple[dict[str, Answer], list[Slip]]:
    values: dict[str, Answer] = {}
    slips: list[Slip] = []
    asked: set[str] = set()
    state = practice.start()
    while (prompt := practice.next_prompt(state)) is not None and len(asked) < _LONGEST:
        question = prompt.question
        # Notes end where the file has no more of them.
        answer: Answer = DONE if isinstance(question, Watch) else None
        if (node := tree.items.get(question.id)) is not None:
            try:
                answer = fitting(question, answer_in(node, question))
            except Unfit as error:
                slips.append(Slip(node.at, "unfit-answer", f"this does not answer '{question.ask}'", str(error)))
        if question.id in asked:
            # A list that was opened and not answered leads back to itself.
            key = tree.keys[question.id]
            slips.append(
                Slip(key.at, "unanswered", "what this leads to is not answered", "Answer it too, or leave this out.", len(key.text))
            )
            break
        asked.add(question.id)
        values[question.id] = answer
        moved = practice.advance(state, Answered(question.id, answer))
        if moved is state:
            # What stands in the file and does not fit was told of already.
            missing = Slip(placed.Place(1, 1), "unanswered", f"'{question.id}' has to be answered", "Words come first with --own-words.")
            slips += [missing] if node is None else []
            break
        state = moved
    else:
        slips += [_never_put(tree, name, asked) for name in tree.keys if name not in asked]
    return values, slips


def _never_put(tree: Tree, name: str, asked: set[str]) -> Slip:
    key = tree.keys[name]
    meant = next(iter(get_close_matches(name, sorted(asked), n=1)), None)
    fix = f"Did you mean '{meant}'?" if meant else "'sdm sessions export ID --to answers' shows the ids of one."
    return Slip(key.at, "unknown-question", f"'{name}' is not asked with the other answers of this file", fix, max(1, len(name)))
