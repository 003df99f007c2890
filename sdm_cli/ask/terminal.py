"""With keys: arrows in lists, an earlier answer ready to edit, and the gestures at one key.

Questionary draws the lists; what stands around its prompt is printed before, wrapped between words, since a prompt would be
cut or broken at the edge of a narrow window. Without an earlier answer the list points at "not discussed", so that
Enter never takes a choice.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TextIO

from prompt_toolkit import Application, PromptSession
from prompt_toolkit.application import get_app_or_none
from prompt_toolkit.filters import has_selection
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import DummyHistory
from prompt_toolkit.input import create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import create_output
from prompt_toolkit.output.color_depth import ColorDepth
from prompt_toolkit.renderer import print_formatted_text
from prompt_toolkit.selection import SelectionState
from prompt_toolkit.styles import Style
from prompt_toolkit.utils import get_cwidth
from questionary import Choice

from sdm_cli.ask.choosing import ListOfChoices
from sdm_cli.ask.plain import question_lines
from sdm_cli.ask.replies import CLEAR, HOW_TO_PICK, KEYS, Clock, Gesture, Given, Left, Reply, gesture, in_short, understood
from sdm_cli.conversation.questions import Choose, Question, Unfit, Watch, fitting
from sdm_cli.document.inert import inert, visible
from sdm_cli.document.plain import folded
from sdm_cli.model.event import Answer

if TYPE_CHECKING:
    from sdm_cli.ask.board import Board

_NOTHING = object()
"""The entry of a list that stands for "not discussed"."""
_KEYS: tuple[tuple[str, Literal["back", "jump", "pause", "help"]], ...] = (
    ("c-b", "back"),
    ("c-g", "jump"),
    ("c-x", "pause"),
    ("c-o", "help"),
)
_MARKS: tuple[tuple[str, Literal["back", "jump", "pause", "help"]], ...] = (
    ("<", "back"),
    (">", "jump"),
    (".", "pause"),
    ("?", "help"),
)
_OF_NO_USE = ("c-q", "c-r", "c-s")
"""Keys that begin a search, or take the next key for a letter. Pressed to save or to leave, they would lose what is typed next."""
_STYLE = Style(
    [
        ("ask", "bold"),
        ("how", "fg:ansibrightblack"),
        ("qmark", "bold"),
        ("pointer", "bold"),
        ("highlighted", "bold"),
        ("answer", ""),
        ("selected", ""),
    ]
)
_LIST_MARGIN = 4
_HOW_TO_CHANGE = "What you said before stands in the line. Typing replaces it; after an arrow key it changes it."


class TerminalAsker:
    """Asks with arrow keys and an editable line."""

    def __init__(self, out: TextIO, width: Callable[[], int], *, colour: bool) -> None:
        self._out = out
        self._width = width
        self._clock: Clock | None = None
        self._board: Board | None = None
        self._depth = None if colour else ColorDepth.DEPTH_1_BIT
        self._screen = create_output(stdout=out)
        self._keyboard = create_input()
        # One line for the whole conversation: making it anew for every question would take longer than answering.
        self._typing: PromptSession[Any] = PromptSession(
            input=self._keyboard,
            output=self._screen,
            style=_STYLE,
            color_depth=self._depth,
            key_bindings=merge_key_bindings([_gestures(marks=False), _over_a_selection()]),
            history=DummyHistory(),  # what was answered to one question is no suggestion for the next
        )

    def begin(self, clock: Clock) -> None:
        """Keep the clock for the board."""
        self._clock = clock

    def draws(self, question: Question) -> bool:
        """The board shows all that there is."""
        return isinstance(question, Watch)

    def rest(self) -> None:
        """Close the board, if it is open."""
        if self._board is not None:
            self._board.close()
            self._board = None

    def wake(self) -> bool:
        """End the question that is asked just now. It is the event loop that does it: raised from outside, nothing would come through it whole."""
        asking = get_app_or_none()
        if asking is not None and asking.loop is not None:
            with suppress(RuntimeError):  # the loop was just closed
                asking.loop.call_soon_threadsafe(_close, asking)
        return True

    def ask(self, question: Question, earlier: Answer) -> Reply:
        """Put one question; ask again after a reply that does not fit. Raises Left at Ctrl-C and Ctrl-D."""
        if isinstance(question, Watch):
            return self._watch(question)
        self.rest()
        if isinstance(question, Choose) and self._labels_fit(question):
            return self._choose(question, earlier)
        # Words are there to be changed. A number would stand before the one that is typed.
        ready = in_short(question, earlier) if earlier is not None and not isinstance(question, Choose) else ""
        self._say(_lines_above(question, earlier, ready))
        while True:
            typed = self._line(ready)
            if isinstance(typed, Gesture):
                return typed
            if (wish := gesture(typed) or _behind(typed, ready)) is not None:
                return wish
            try:
                # Where the earlier answer stands in the line, emptying the line takes it away.
                said = typed if isinstance(question, Choose) else typed or CLEAR
                return Given(fitting(question, understood(question, said, earlier)))
            except Unfit as error:
                self._say([("ask", visible(str(error)))])

    def _watch(self, question: Watch) -> Reply:
        if self._board is None:
            # Imported here: only somebody who watches needs it.
            from sdm_cli.ask.board import Board  # noqa: PLC0415

            self._board = Board(self._out, self._keyboard, _STYLE, self._depth)
        return self._board.ask(question, self._clock)

    def _say(self, lines: list[tuple[str, str]]) -> None:
        """Print what stands above a prompt, folded between words, what is asked standing out."""
        width = self._width()
        text = [(f"class:{part}", f"{folded(line, width)}\n") for part, line in lines]
        print_formatted_text(self._screen, FormattedText([("", "\n"), *text]), _STYLE, color_depth=self._depth)

    def _labels_fit(self, question: Choose) -> bool:
        labels = (f"({question.nothing})", *(choice.label for choice in question.choices))
        return all(get_cwidth(inert(label)) + _LIST_MARGIN < self._width() for label in labels)

    def _choose(self, question: Choose, earlier: Answer) -> Reply:
        self._say([("ask", inert(question.ask)), ("how", HOW_TO_PICK), ("how", KEYS)])
        nothing = Choice(f"({question.nothing})", value=_NOTHING)
        listed = [Choice(inert(choice.label), value=choice.id) for choice in question.choices]
        pointed = next((each for each in listed if each.value == earlier), nothing)
        try:
            picked = self._list.pick([nothing, *listed], pointed)
        except (KeyboardInterrupt, EOFError):
            raise Left from None
        if isinstance(picked, Gesture):
            return picked
        return Given(None if picked is _NOTHING else fitting(question, picked))

    def _line(self, ready: str) -> str | Gesture:
        try:
            typed: str | Gesture = self._typing.prompt("> ", default=ready, pre_run=self._select)
        except (KeyboardInterrupt, EOFError):
            raise Left from None
        # A stray byte from the keyboard is no character; it is shown as one that is not known.
        return typed if isinstance(typed, Gesture) else typed.encode(errors="replace").decode()

    def _select(self) -> None:
        """Select what stands ready in the line, so that what is typed takes its place, as it does line by line."""
        line = self._typing.default_buffer
        if line.text:
            line.selection_state = SelectionState()
            line.selection_state.enter_shift_mode()

    @cached_property
    def _list(self) -> ListOfChoices:
        return ListOfChoices(self._typing.app, _gestures(marks=True))


def _lines_above(question: Question, earlier: Answer, ready: str) -> list[tuple[str, str]]:
    """The question as it is put line by line; what stands ready in the line is not said before it too."""
    lines = question_lines(question, earlier)
    return [("how", _HOW_TO_CHANGE) if part == "before" else (part, text) for part, text in lines] if ready else lines


def _gestures(*, marks: bool) -> KeyBindings:
    """The gestures as keys; in a list their marks act at once, in a line they are text until Enter."""
    bindings = KeyBindings()
    for key, wish in (*_KEYS, *(_MARKS if marks else ())):
        bindings.add(key, eager=True)(_leave_with(Gesture(wish)))
    bindings.add("c-d", eager=True)(_leave_by_force)
    for key in _OF_NO_USE:
        bindings.add(key, eager=True)(lambda _event: None)
    return bindings


def _over_a_selection() -> KeyBindings:
    """The keys of a line that prompt_toolkit forgets where something is selected: they empty the line, or move in it."""
    bindings = KeyBindings()

    @bindings.add(Keys.BracketedPaste, filter=has_selection)
    @bindings.add("c-u", filter=has_selection)
    def replace(event: KeyPressEvent) -> None:
        event.current_buffer.cut_selection()
        event.key_processor.feed(event.key_sequence[0], first=True)

    @bindings.add("c-a", filter=has_selection)
    @bindings.add("c-e", filter=has_selection)
    def move(event: KeyPressEvent) -> None:
        event.current_buffer.exit_selection()
        event.key_processor.feed(event.key_sequence[0], first=True)

    return bindings


def _behind(typed: str, ready: str) -> Gesture | None:
    """A wish to go elsewhere, typed behind the earlier answer that stood in the line.

    A full stop or a question mark there may as well belong to the answer, and stays in it.
    """
    wish = gesture(typed.removeprefix(ready)) if ready and typed != ready else None
    return wish if wish is not None and wish.wish in {"back", "jump"} else None


def _leave_with(wish: Gesture) -> Any:
    def leave(event: KeyPressEvent) -> None:
        event.app.exit(result=wish)

    return leave


def _close(asking: Application[Any]) -> None:
    if asking.is_running and not asking.is_done:
        asking.exit(exception=EOFError())


def _leave_by_force(event: KeyPressEvent) -> None:
    event.app.exit(exception=EOFError())
