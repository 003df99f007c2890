"""A list to pick from with the arrow keys, drawn by Questionary in the application that also takes what is typed.

Questionary's own `select` makes three applications for every question, each with some seven hundred key bindings:
that takes longer than everything else between two questions together. So the list is Questionary's, and what it is
shown in is lent for as long as a choice takes.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.filters import is_done
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import ConditionalContainer, FormattedTextControl, HSplit, Layout, Window
from questionary import Choice
from questionary.prompts.common import InquirerControl

_LONGEST_ID = 8
"""As many of the keys that were typed last are remembered to find a step by its id."""
_NUMBER = re.compile(r"(.?)(?<![0-9])([0-9]+)$", re.DOTALL)


class ListOfChoices:
    """Shows choices below each other and gives the value of the one that Enter is pressed on."""

    def __init__(self, application: Application[Any], gestures: KeyBindings) -> None:
        self._application = application
        self._listed = InquirerControl([Choice("")])
        self._typed = ""
        self._window = Window(self._listed)
        picked = Window(FormattedTextControl(self._picked), height=1, dont_extend_height=True)
        self._layout = Layout(HSplit([ConditionalContainer(picked, is_done), ConditionalContainer(self._window, ~is_done)]))
        self._keys = merge_key_bindings([self._moves(), gestures])

    def pick(self, choices: Sequence[Choice], pointed: Choice) -> Any:
        """The value of the choice that was picked, or what a gesture left with. Raises KeyboardInterrupt and EOFError."""
        self._typed = ""
        self._listed = InquirerControl(choices, use_indicator=False, initial_choice=pointed)
        self._window.content = self._listed
        with self._lent() as application:
            return application.run()

    @contextmanager
    def _lent(self) -> Iterator[Application[Any]]:
        """The application with the list in it, and with its keys."""
        lent = self._application
        layout, keys = lent.layout, lent.key_bindings
        lent.layout, lent.key_bindings = self._layout, self._keys
        try:
            yield lent
        finally:
            lent.layout, lent.key_bindings = layout, keys

    def _picked(self) -> FormattedText:
        """What stays on the screen; nothing if the list was left by a gesture."""
        said = str(self._listed.get_pointed_at().title) if self._listed.is_answered else ""
        return FormattedText([("class:qmark", "> "), ("class:answer", said)])

    def _moves(self) -> KeyBindings:
        bindings = KeyBindings()

        @bindings.add(Keys.Down, eager=True)
        @bindings.add("c-n", eager=True)
        @bindings.add("j", eager=True)
        def down(_event: KeyPressEvent) -> None:
            self._listed.select_next()
            self._typed = ""

        @bindings.add(Keys.Up, eager=True)
        @bindings.add("c-p", eager=True)
        @bindings.add("k", eager=True)
        def up(_event: KeyPressEvent) -> None:
            self._listed.select_previous()
            self._typed = ""

        @bindings.add(Keys.Enter, eager=True)
        @bindings.add("c-j", eager=True)  # Enter, pressed before the list was drawn
        def pick(event: KeyPressEvent) -> None:
            self._listed.is_answered = True
            event.app.exit(result=self._listed.get_pointed_at().value)

        @bindings.add("c-c", eager=True)
        @bindings.add("<sigint>", eager=True)
        def interrupt(event: KeyPressEvent) -> None:
            event.app.exit(exception=KeyboardInterrupt())

        @bindings.add(Keys.Any)
        def point(event: KeyPressEvent) -> None:
            """Point at a choice by its number, as the same list is numbered where it is longer, or at a step by its id."""
            self._typed = (self._typed + event.data.upper())[-_LONGEST_ID:]
            meant = _number(self._typed, len(self._listed.choices) - 1)
            for number, choice in enumerate(self._listed.choices):
                name = str(choice.title).split(" ", 1)[0].upper()
                is_called = any(map(str.isdigit, name)) and self._typed.endswith(name)
                if is_called or number == meant != 0:
                    self._listed.pointed_at = number

        return bindings


def _number(typed: str, highest: int) -> int:
    """The number that was typed last, of two digits where there are so many choices; 0 if it was none.

    A digit behind a letter belongs to an id, and to no number, even where nothing is called so.
    """
    found = _NUMBER.search(typed)
    if found is None or found[1].isalpha():
        return 0
    both = int(found[2][-2:])
    return both if both <= highest else int(found[2][-1])
