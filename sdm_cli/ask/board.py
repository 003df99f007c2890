"""The board of somebody who watches a talk: every step at one key, a clock, the last notes, and a line for words.

The steps lie as the talks do, in rows of the keyboard. The screen and the keyboard are held from the first note to the
last, so that a key pressed while a note is put on disk is neither lost nor seen as a letter on the screen.
"""

import termios
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from datetime import timedelta
from functools import partial
from typing import Any, TextIO, cast

from msgspec import Struct
from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import BufferControl, ConditionalContainer, FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.layout.processors import BeforeInput
from prompt_toolkit.output.color_depth import ColorDepth
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.styles import BaseStyle
from prompt_toolkit.utils import get_cwidth

from sdm_cli.ask.replies import Clock, Gesture, Given, Left, Reply
from sdm_cli.conversation.questions import DONE, Choice, Watch, as_kept, parted
from sdm_cli.document.inert import inert
from sdm_cli.document.plain import folded

ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
"""The rows of the keyboard, one a talk."""
_KEYS = "space: words  Backspace: undo  ?: help  .: pause  Ctrl-E: end"
_FEW_KEYS = "?: help  Ctrl-E: end"
"""For a window that has no room for more."""
_NARROW, _WIDE = 74, 112
_MOST_NOTES = 6
_HELP = (
    "One key notes one step, with its minute.",
    'Space or " opens a line for words that you heard; they go with the last step. Enter keeps them, an empty line closes it.',
    "Backspace takes the last note back.",
    "A full stop or Ctrl-D pauses: sdm sessions resume goes on.",
    "Ctrl-E ends the watching; you then look at the notes once more.",
    "Any key leads back to the board.",
)


class View(Struct, frozen=True):
    """All that the board draws on."""

    watch: Watch
    spent: timedelta
    moments: Mapping[str, timedelta]
    columns: int
    rows: int


def keys_of(watch: Watch) -> dict[str, Choice]:
    """The step at each key. A step for which its row has no key can be noted by its id, in the line for words."""
    return {key: step for row, talk in zip(ROWS, watch.talks, strict=False) for key, step in zip(row, talk.steps, strict=False)}


def drawn(view: View) -> StyleAndTextTuples:
    """The board, no line of it wider than the window, and as many lines as the window has or fewer."""
    steps = [_steps(view, number) for number in range(len(view.watch.talks))]
    height = 1 + sum(len(lines) for lines in steps)
    foot = _folded(_KEYS, view.columns - 1)
    if height + len(foot) >= view.rows:
        foot = [_FEW_KEYS]
    height += len(foot)
    headed = height + len(steps) < view.rows
    spaced = headed and height + 2 * len(steps) + 3 < view.rows
    room = view.rows - height - len(steps) * (headed + spaced) - spaced
    notes = list(_notes(view))[-max(1, min(_MOST_NOTES, room)) :]
    lines: list[StyleAndTextTuples] = [[("bold", _head(view))]]
    for talk, drawn_steps in zip(view.watch.talks, steps, strict=True):
        if spaced:
            lines.append([])
        if headed:
            lines.append([("class:how", _cut(inert(talk.title), view.columns - 1))])
        lines += drawn_steps
    if spaced:
        lines.append([])
    lines += [[("", _cut(note, view.columns - 1))] for note in notes]
    lines += [[("class:how", text)] for text in foot]
    return [part for line in lines[: view.rows] for part in (*line, ("", "\n"))][:-1]


def _head(view: View) -> str:
    minutes, seconds = divmod(int(view.spent.total_seconds()), 60)
    clock = f"{minutes:02}:{seconds:02}"
    room = view.columns - len(clock) - 2
    title = _cut(inert(view.watch.title or view.watch.ask), room)
    return f"{title}{' ' * (room - get_cwidth(title) + 1)}{clock}"


def _steps(view: View, talk: int) -> list[StyleAndTextTuples]:
    """The steps of a talk, beside each other where there is room."""
    keys = {step.id: key for key, step in keys_of(view.watch).items()}
    beside = 1 if view.columns < _NARROW else 2 if view.columns < _WIDE else 3
    width = (view.columns - 1) // beside
    last = parted(view.watch.noted[-1], keys)[0] if view.watch.noted else None
    cells: list[tuple[str, str]] = []
    for step in view.watch.talks[talk].steps:
        count = view.watch.counts.get(step.id, 0)
        many = f" ({count})" if count else ""
        text = f"{keys.get(step.id, ' ')} {step.id} {inert(step.label)}"
        style = "reverse" if step.id == last else "bold" if count else ""
        cells.append((style, f"{_cut(text, width - len(many) - 1)}{many}"))
    rows = [cells[start : start + beside] for start in range(0, len(cells), beside)]
    return [[part for style, text in row for part in ((style, text), ("", " " * (width - get_cwidth(text))))] for row in rows]


def _notes(view: View) -> Iterator[str]:
    """The notes so far with their minutes, each on a line."""
    if not view.watch.noted:
        yield "Nothing noted yet."
    for number, note in enumerate(view.watch.noted, start=1):
        minutes, seconds = divmod(int(view.moments.get(f"observe.note.{number}", timedelta()).total_seconds()), 60)
        step, words = parted(note, view.watch.ids())
        said = f'"{words}"' if words else ""
        yield f"{minutes:02}:{seconds:02} {inert(' '.join(part for part in (step, said) if part))}"


def _cut(text: str, width: int) -> str:
    if get_cwidth(text) <= width:
        return text
    while text and get_cwidth(text) > width - 2:
        text = text[:-1]
    return f"{text}.."


def _folded(text: str, width: int) -> list[str]:
    lines = [""]
    for part in text.split("  "):
        joined = f"{lines[-1]}  {part}" if lines[-1] else part
        if len(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(_cut(part, width))
    return lines


class _HeldScreen(Vt100_Output):
    """A screen that stays while one note after the other is taken, and is written to in whole pictures."""

    is_open = False
    between = False

    def enter_alternate_screen(self) -> None:
        if not self.is_open:
            self.is_open = True
            super().enter_alternate_screen()

    def quit_alternate_screen(self) -> None:
        """Stay."""

    def flush(self) -> None:
        # What is rubbed out at the end of a note goes out together with the next picture.
        if not self.between:
            super().flush()

    def close(self) -> None:
        """Give the screen back."""
        self.between = False
        if self.is_open:
            self.is_open = False
            super().quit_alternate_screen()
            self.show_cursor()
        self.flush()


class Board:
    """Takes notes with single keys until the watching is over or paused."""

    def __init__(self, out: TextIO, keyboard: Input, style: BaseStyle, depth: ColorDepth | None) -> None:
        self._screen = cast("_HeldScreen", _HeldScreen.from_pty(out))
        self._keyboard = keyboard
        self._held = ExitStack()
        self._is_held = False
        self._words = Buffer(multiline=False)
        self._writing = False
        self._helping = False
        self._watch = Watch("", "", (), {})
        self._clock: Clock | None = None
        self._board = Window(FormattedTextControl(self._drawn, focusable=True, show_cursor=False), wrap_lines=False)
        line = Window(BufferControl(self._words, input_processors=[BeforeInput(self._label)]), height=1, dont_extend_height=True)
        self._line = line
        self._application: Application[Any] = Application(
            Layout(HSplit([self._board, ConditionalContainer(line, Condition(lambda: self._writing))]), focused_element=self._board),
            key_bindings=self._bindings(),
            style=style,
            color_depth=depth,
            input=keyboard,
            output=self._screen,
            full_screen=True,
            erase_when_done=True,
            refresh_interval=1.0,
        )

    def ask(self, watch: Watch, clock: Clock | None) -> Reply:
        """The next note, or a wish to undo or pause. Raises Left at Ctrl-C and Ctrl-D."""
        self._watch, self._clock = watch, clock
        if not self._is_held:
            self._held.enter_context(self._keyboard.raw_mode())
            self._is_held = True
        self._screen.between = False
        try:
            reply: Reply = self._application.run()
        except (KeyboardInterrupt, EOFError):
            raise Left from None
        return reply

    def close(self) -> None:
        """Give screen and keyboard back. If the window is gone, there is nothing to give them back to."""
        with suppress(OSError, termios.error):
            self._screen.close()
        with suppress(OSError, termios.error):
            self._held.close()
        self._is_held = False

    def _drawn(self) -> StyleAndTextTuples:
        size = self._screen.get_size()
        if self._helping:
            return [("", "\n\n".join(folded(text, size.columns - 1) for text in _HELP))]
        spent = self._clock.spent() if self._clock else timedelta()
        moments = self._clock.moments() if self._clock else {}
        return drawn(View(self._watch, spent, moments, size.columns, size.rows - self._writing))

    def _label(self) -> str:
        steps = [step for note in self._watch.noted if (step := parted(note, self._watch.ids())[0])]
        return f'{steps[-1]} "' if steps else '"'

    def _leave(self, event: KeyPressEvent, reply: Reply) -> None:
        if reply == Gesture("back") and not self._watch.noted:
            return
        self._screen.between = True
        event.app.exit(result=reply)

    def _write(self, event: KeyPressEvent, text: str = "") -> None:
        self._writing = True
        self._words.reset()
        self._words.insert_text(text)
        event.app.layout.focus(self._line)

    def _stop_writing(self, event: KeyPressEvent) -> str:
        words = " ".join(self._words.text.encode(errors="replace").decode().split())
        self._writing = False
        self._words.reset()
        event.app.layout.focus(self._board)
        return words

    def _bindings(self) -> KeyBindings:
        bindings = KeyBindings()
        watching = Condition(lambda: not self._writing and not self._helping)
        writing = Condition(lambda: self._writing)
        helping = Condition(lambda: self._helping)
        self._bind_watching(bindings, watching)

        @bindings.add("enter", filter=writing, eager=True)
        @bindings.add("c-j", filter=writing, eager=True)
        def keep(event: KeyPressEvent) -> None:
            if words := self._stop_writing(event):
                self._leave(event, Given(as_kept(self._watch, words if _names_a_step(words, self._watch) else f'"{words}"')))

        @bindings.add("c-h", filter=writing & Condition(lambda: not self._words.text), eager=True)
        def close_line(event: KeyPressEvent) -> None:
            self._stop_writing(event)

        @bindings.add(Keys.Any, filter=helping, eager=True)
        def back_to_the_board(_event: KeyPressEvent) -> None:
            self._helping = False

        @bindings.add("c-c", eager=True)
        @bindings.add("c-d", eager=True)
        @bindings.add("<sigint>", eager=True)
        def interrupt(event: KeyPressEvent) -> None:
            self._writing = self._helping = False
            event.app.exit(exception=KeyboardInterrupt())

        return bindings

    def _bind_watching(self, bindings: KeyBindings, watching: Condition) -> None:
        replies: Mapping[str, Reply] = {
            **dict.fromkeys(("c-h", "c-b", "<"), Gesture("back")),
            **dict.fromkeys((".", "c-x"), Gesture("pause")),
            **dict.fromkeys(("c-e", "end"), Given(DONE)),
        }
        for key, reply in replies.items():
            bindings.add(key, filter=watching, eager=True)(partial(self._leave, reply=reply))

        @bindings.add(" ", filter=watching, eager=True)
        @bindings.add('"', filter=watching, eager=True)
        def write(event: KeyPressEvent) -> None:
            self._write(event)

        @bindings.add(Keys.BracketedPaste, filter=watching, eager=True)
        def pasted(event: KeyPressEvent) -> None:
            self._write(event, event.data)

        @bindings.add("?", filter=watching, eager=True)
        @bindings.add("c-o", filter=watching, eager=True)
        def help_(_event: KeyPressEvent) -> None:
            self._helping = True

        @bindings.add(Keys.Any, filter=watching)
        def note(event: KeyPressEvent) -> None:
            step = keys_of(self._watch).get(event.data.lower())
            if step is not None:
                self._leave(event, Given(step.id))


def _names_a_step(words: str, watch: Watch) -> bool:
    """Whether a line begins with the id of a step for which there is no key."""
    with_keys = {step.id for step in keys_of(watch).values()}
    return parted(words, [name for name in watch.ids() if name not in with_keys])[0] is not None
