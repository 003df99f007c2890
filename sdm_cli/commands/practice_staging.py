"""A practice as it is put on: the patient's screens, the debrief, and the formats that it is written in."""

from datetime import timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from sdm_cli.commands.exports import CannotExport, page_text
from sdm_cli.commands.staging import Staging
from sdm_cli.conversation.pace import time_per_step
from sdm_cli.conversation.practice import Practice
from sdm_cli.conversation.talk import State
from sdm_cli.conversation.walk import Prompt
from sdm_cli.document.blocks import Document
from sdm_cli.model.case import Case
from sdm_cli.model.derivation import resolved
from sdm_cli.model.guide import Guide
from sdm_cli.model.option_set import OptionSet
from sdm_cli.model.session import Session
from sdm_cli.pages.encounter import encounter, encounter_help


def staged(case: Case, option_set: OptionSet, guide: Guide, seed: int, *, own_words: bool) -> "PracticeStaging":
    """The practice of a case, with the figures of its option set worked out."""
    return PracticeStaging(Practice(case, resolved(option_set, {}), guide, seed, own_words))


def returned(staging: Staging[Any], state: State) -> Staging[Any]:
    """The same for somebody who comes back to it: hours later nobody knows what the patient said last."""
    return replace(staging, returned_to=state) if isinstance(staging, PracticeStaging) else staging


class PracticeStaging(Struct, frozen=True):
    """A practice, with the patient's screens and the debrief. `returned_to` is where somebody came back to it."""

    conversation: Practice
    place_name: str = "topic"
    has_marks: bool = False
    outcome_name: str = "debrief"
    for_the_patient: bool = False
    ends_with_the_newest: bool = True
    returned_to: State | None = None

    def place_of(self, state: State, _prompt: Prompt) -> str:
        """The topic."""
        return self.conversation.exchange(state.here).topic if state.here is not None else "the end of the talk"

    def screen(self, state: State, prompt: Prompt, spent: timedelta) -> Document:  # noqa: ARG002 - the state tells it
        """What the patient says, and what can be seen."""
        return encounter(self.conversation, state, spent, returning=state is self.returned_to)

    def help(self, state: State, prompt: Prompt, spent: timedelta) -> Document:
        """What is known of the patient, and what the step is for."""
        return encounter_help(self.conversation, state, prompt, spent)

    def outcome(self, session: Session, state: State, *, private: bool) -> Document:  # noqa: ARG002 - nothing in it is private
        """The debrief."""
        # Imported here: the first question needs no debrief.
        from sdm_cli.pages.debrief import Debriefed, debrief

        spent = time_per_step(self.conversation, session.header.started, session.entries)
        return debrief(Debriefed(session.header, self.conversation, state, spent))

    def written(self, session: Session, state: State, form: str, *, private: bool) -> str:
        """The debrief in a format. Raises CannotExport for a handout, which a practice has none of."""
        match form:
            case "markdown" | "html":
                return page_text(self.outcome(session, state, private=private), form, self.conversation.case.language)
            case "answers":
                from sdm_cli.ask.practice_answers import written_practice

                return written_practice(state)
            case "json":
                from sdm_cli.document.json import to_json
                from sdm_cli.pages.debrief import Debriefed
                from sdm_cli.pages.practice_data import practice_data

                spent = time_per_step(self.conversation, session.header.started, session.entries)
                return to_json(practice_data(Debriefed(session.header, self.conversation, state, spent)))
            case _:
                command = f"sdm show {self.conversation.option_set.id} --to html"
                raise CannotExport(f"A practice has no handout, since its patient is made up. For the option set: {command}")
