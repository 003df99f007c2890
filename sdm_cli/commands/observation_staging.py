"""An observation as it is put on: what stands around its notes, and the feedback in its formats."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from sdm_cli.commands.exports import CannotExport, page_text
from sdm_cli.commands.staging import Staging
from sdm_cli.conversation.observation import Observation, State
from sdm_cli.conversation.pace import moments
from sdm_cli.conversation.walk import Prompt
from sdm_cli.document.blocks import Document
from sdm_cli.model.session import Entry, Header, Session
from sdm_cli.pages.feedback import Observed, feedback, observation_data, watching, watching_help


class ObservationStaging(Struct, frozen=True):
    """An observation, with its feedback. `entries` is what happened so far, for the minutes of the notes."""

    conversation: Observation
    header: Header
    entries: list[Entry]
    template: str = "agenda"
    place_name: str = "part"
    has_marks: bool = False
    ends_with_the_newest: bool = True
    outcome_name: str = "feedback"
    for_the_patient: bool = False

    def place_of(self, state: State, _prompt: Prompt) -> str:
        """The watching, or what comes after it."""
        return f"note {len(state.noted) + 1}" if state.is_watching else "the review"

    def screen(self, state: State, prompt: Prompt, spent: timedelta) -> Document:  # noqa: ARG002 - the state tells it
        """The last note, or what the notes come to."""
        return watching(self._observed(self.header, self.entries, state), spent)

    def help(self, state: State, prompt: Prompt, spent: timedelta) -> Document:  # noqa: ARG002 - the same everywhere
        """How to note, and the steps."""
        return watching_help(self._observed(self.header, self.entries, state))

    def outcome(self, session: Session, state: State, *, private: bool) -> Document:  # noqa: ARG002 - nothing in it is private
        """The feedback sheet."""
        return feedback(self._observed(session.header, session.entries, state))

    def written(self, session: Session, state: State, form: str, *, private: bool) -> str:
        """The sheet in a format. Raises CannotExport for a handout, which an observation has none of."""
        match form:
            case "markdown" | "html":
                return page_text(self.outcome(session, state, private=private), form, one_sheet=True)
            case "answers":
                from sdm_cli.ask.practice_answers import written_observation

                return written_observation(self.conversation, state)
            case "json":
                from sdm_cli.document.json import to_json

                return to_json(observation_data(self._observed(session.header, session.entries, state)))
            case _:
                raise CannotExport("An observation has no handout, since it tells of a colleague and not of a decision. Use --to html.")

    def _observed(self, header: Header, entries: Sequence[Entry], state: State) -> Observed:
        return Observed(header, self.conversation, state, moments(header.started, entries), self.template)


def live(staging: Staging[Any], header: Header, entries: list[Entry]) -> Staging[Any]:
    """The same while it goes on: its screens show the minutes of notes that are still to come."""
    if not isinstance(staging, ObservationStaging):
        return staging
    return replace(staging, header=header, entries=entries)
