"""What the loop needs of a conversation, and of what stands around it. Each kind of conversation has a staging of its own."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol, TypeVar

from sdm_cli.conversation.questions import Choice
from sdm_cli.conversation.walk import Prompt
from sdm_cli.document.blocks import Document
from sdm_cli.model.event import Answer, AnyEvent
from sdm_cli.model.session import Session


class Situation(Protocol):
    """As much of the state of a conversation as the loop looks at."""

    @property
    def answers(self) -> Mapping[str, Answer]:
        """What was answered, by question."""
        ...

    @property
    def dropped(self) -> tuple[Prompt, ...]:
        """What the last event took away."""
        ...

    @property
    def can_go_back(self) -> bool:
        """Whether there is a question to go back to."""
        ...


S = TypeVar("S", bound=Situation)


class Conversation(Protocol[S]):
    """A pure function from what happened to the next question."""

    def start(self) -> S:
        """The state before anything happened."""
        ...

    def advance(self, state: S, event: AnyEvent, /) -> S:
        """The state after one more event."""
        ...

    def next_prompt(self, state: S, /) -> Prompt | None:
        """What to ask now; None at the end."""
        ...

    def places(self, state: S, /) -> tuple[Choice, ...]:
        """Where one may go."""
        ...

    def place(self, state: S, named: str, /) -> str | None:
        """The place that was named, if there is one."""
        ...


class Staging(Protocol[S]):
    """A conversation as it is put on: what stands around its questions, and what it comes to."""

    @property
    def conversation(self) -> Conversation[S]:
        """The conversation itself."""
        ...

    @property
    def place_name(self) -> str:
        """What one goes to in it: a step, a topic."""
        ...

    @property
    def has_marks(self) -> bool:
        """Whether its steps can be marked by hand."""
        ...

    @property
    def ends_with_the_newest(self) -> bool:
        """Whether what matters stands last on a screen, so that a long one must not stop at the window's height."""
        ...

    @property
    def outcome_name(self) -> str:
        """What its outcome is called: a summary, a debrief."""
        ...

    @property
    def for_the_patient(self) -> bool:
        """Whether a handout for a patient can be made of it."""
        ...

    def place_of(self, state: S, prompt: Prompt) -> str:
        """Where a question stands, in words."""
        ...

    def screen(self, state: S, prompt: Prompt, spent: timedelta) -> Document:
        """What stands above a question."""
        ...

    def help(self, state: S, prompt: Prompt, spent: timedelta) -> Document:
        """What stands behind it."""
        ...

    def outcome(self, session: Session, state: S, *, private: bool) -> Document:
        """What it came to, to be read."""
        ...

    def written(self, session: Session, state: S, form: str, *, private: bool) -> str:
        """The same as text of one format."""
        ...
