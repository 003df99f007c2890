"""The code that the three of a role play share: taken from the command line, asked for, or made."""

from secrets import choice

from sdm_cli.ask.replies import Asker, Gesture, Left
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.conversation.questions import Text
from sdm_cli.exits import Exit, Refusal
from sdm_cli.model.code import HOW_A_CODE_LOOKS, code_in, made_code


class NotACode(Refusal):
    """What was typed is no code."""

    exit = Exit.USAGE

    def __init__(self, typed: str) -> None:
        super().__init__(f"'{typed}' is not a code. {HOW_A_CODE_LOOKS}")


def code_of(typed: str) -> str:
    """The code that was typed, in its one form. Raises NotACode."""
    code = code_in(typed)
    if code is None:
        raise NotACode(typed)
    return code


def new_code() -> str:
    """A code that was not there before, as good as surely."""
    return made_code(choice)


def asked_code(asker: Asker, surroundings: Surroundings) -> str:
    """The code that the three share already, or a new one. Raises Left."""
    question = Text("code", "Which code do the three of you share?", nothing="a new one is made")
    while True:
        reply = asker.ask(question, None)
        if not isinstance(reply, Gesture):
            typed = reply.answer
            if not isinstance(typed, str):
                return new_code()
            if (code := code_in(typed)) is not None:
                return code
            surroundings.say(f"'{typed}' is not a code. {HOW_A_CODE_LOOKS}")
        elif reply.wish == "pause":
            raise Left
        else:
            surroundings.say(f"It stands on the observer's sheet, if there is one. {HOW_A_CODE_LOOKS}")
