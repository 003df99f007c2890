"""Line by line: for screen readers, for terminals that cannot redraw, and the reference for every other asker."""

from collections.abc import Callable
from typing import IO

from sdm_cli.ask.replies import KEYS, Given, Left, LineByLine, Reply, gesture, how, in_short, understood
from sdm_cli.conversation.questions import Choose, ChooseMany, Question, Rank, Unfit, Watch, fitting
from sdm_cli.document.inert import inert, visible
from sdm_cli.document.plain import folded
from sdm_cli.model.event import Answer


class PlainAsker(LineByLine):
    """Prints a question as numbered lines and reads one line."""

    def __init__(self, into: IO[str], out: IO[str], width: Callable[[], int | None] = lambda: None) -> None:
        self._in = into
        self._out = out
        self._width = width

    def ask(self, question: Question, earlier: Answer) -> Reply:
        """Put one question; ask again after a reply that does not fit. Raises Left at the end of input."""
        width = self._width()
        for _, text in question_lines(question, earlier):
            self._out.write(f"{folded(text, width)}\n")
        while True:
            self._out.write("> ")
            self._out.flush()
            self.waits = True
            try:
                typed = self._in.readline()
            except KeyboardInterrupt:
                raise Left from None
            finally:
                self.waits = False
            if not typed:
                raise Left
            if (wish := gesture(typed)) is not None:
                return wish
            try:
                return Given(fitting(question, understood(question, typed, earlier)))
            except Unfit as error:
                self._out.write(f"{folded(visible(str(error)), width)}\n")


def question_lines(question: Question, earlier: Answer) -> list[tuple[str, str]]:
    """The question, its choices in full, and how to answer: each line with its part (ask, choice, before, how)."""
    if isinstance(question, Watch) and question.noted:
        # Somebody who watches has no time to read the same again.
        return [("how", f"{how(question, None)} {KEYS}")]
    lines = [("ask", inert(question.ask))]
    shown_above = isinstance(question, ChooseMany) and question.shown_above
    if isinstance(question, Choose | ChooseMany | Rank) and not shown_above:
        lines += [("choice", f"{number}. {inert(choice.label)}") for number, choice in enumerate(question.choices, start=1)]
    if earlier is not None:
        lines.append(("before", f"Before: {inert(in_short(question, earlier))}"))
    return [*lines, ("how", how(question, earlier)), ("how", KEYS)]
