"""A reflection as it is put on: what stands around its questions, and its page in each format."""

from datetime import timedelta

from msgspec import Struct

from sdm_cli.commands.exports import CannotExport, page_text
from sdm_cli.conversation.reflection import Reflection, State
from sdm_cli.conversation.walk import Prompt
from sdm_cli.document.blocks import Document
from sdm_cli.model.session import Header, Session
from sdm_cli.pages.reflection import Reflected, reflected, reflecting, reflecting_help, reflection_data


class ReflectionStaging(Struct, frozen=True):
    """A reflection, with its page."""

    conversation: Reflection
    header: Header
    place_name: str = "theme"
    has_marks: bool = False
    ends_with_the_newest: bool = False
    outcome_name: str = "reflection"
    for_the_patient: bool = False

    def place_of(self, state: State, _prompt: Prompt) -> str:
        """The theme."""
        return self.conversation.themes()[self.conversation.theme_at(state) or ""].title.lower()

    def screen(self, state: State, prompt: Prompt, spent: timedelta) -> Document:  # noqa: ARG002 - the state tells it
        """Whose part it is, and the theme."""
        return reflecting(Reflected(self.header, self.conversation, state), spent)

    def help(self, state: State, prompt: Prompt, spent: timedelta) -> Document:  # noqa: ARG002 - the same everywhere
        """What becomes of the answers."""
        return reflecting_help(Reflected(self.header, self.conversation, state))

    def outcome(self, session: Session, state: State, *, private: bool) -> Document:  # noqa: ARG002 - nothing in it is private
        """What was picked and written."""
        return reflected(Reflected(session.header, self.conversation, state))

    def written(self, session: Session, state: State, form: str, *, private: bool) -> str:
        """The page in a format. Raises CannotExport for a handout, which a reflection has none of."""
        match form:
            case "markdown" | "html":
                return page_text(self.outcome(session, state, private=private), form, one_sheet=True)
            case "answers":
                from sdm_cli.ask.practice_answers import written_reflection

                return written_reflection(self.conversation, state)
            case "json":
                from sdm_cli.document.json import to_json

                return to_json(reflection_data(Reflected(session.header, self.conversation, state)))
            case _:
                raise CannotExport("A reflection has no handout, since it tells of a role play. Use --to html.")
