"""A walk as it is put on: its screens, its summary, and the formats that it is written in."""

from collections.abc import Mapping
from datetime import timedelta

from msgspec import Struct

from sdm_cli.commands.exports import rendered
from sdm_cli.conversation.pace import time_per_step
from sdm_cli.conversation.walk import Prompt, State, Walk
from sdm_cli.document.blocks import Document
from sdm_cli.model.session import Session
from sdm_cli.pages.screen import View, help_page, screen
from sdm_cli.pages.summary import Account, summary


class WalkStaging(Struct, frozen=True):
    """A walk, with its screens and its summary. `spent` is the time per step, where it is told by another guide."""

    conversation: Walk
    spent: Mapping[str, timedelta] | None = None
    place_name: str = "step"
    has_marks: bool = True
    outcome_name: str = "summary"
    for_the_patient: bool = True
    ends_with_the_newest: bool = False

    def place_of(self, _state: State, prompt: Prompt) -> str:
        """The step."""
        return f"{prompt.step.id} {prompt.step.title}"

    def screen(self, state: State, prompt: Prompt, spent: timedelta) -> Document:
        """The step, and what its question needs."""
        return screen(View(self.conversation, state, prompt, spent))

    def help(self, state: State, prompt: Prompt, spent: timedelta) -> Document:
        """The step with its source, and the sources in full."""
        return help_page(View(self.conversation, state, prompt, spent))

    def outcome(self, session: Session, state: State, *, private: bool) -> Document:
        """The summary."""
        return summary(self._account(session, state, private=private))

    def written(self, session: Session, state: State, form: str, *, private: bool) -> str:
        """The summary in a format."""
        return rendered(self._account(session, state, private=private), form)

    def _account(self, session: Session, state: State, *, private: bool) -> Account:
        """The walk as its summary needs it."""
        spent = self.spent
        if spent is None:
            spent = time_per_step(self.conversation, session.header.started, session.entries)
        return Account(session.header, self.conversation, state, spent, private)
