"""One turn of a practice in words, as the talk shows it and the debrief tells it again."""

from collections.abc import Iterator

from sdm_cli.conversation.talk import Turn
from sdm_cli.document.blocks import Block, Facts, Faint, Paragraph, Quotation, line
from sdm_cli.model.case import Line as Said

MADE_UP = "The patient is made up. Practice for professionals; no medical advice."


def quoted(said: Said, patient: str) -> Iterator[Block]:
    """What the patient or somebody else says, with what can be seen or heard beside it."""
    for name, words in voices(said, patient):
        yield Quotation(words, name)
    if said.cue:
        yield Paragraph(line(Faint(f"({said.cue})")))


def voices(said: Said, patient: str) -> Iterator[tuple[str, str]]:
    """Who says what, in the order in which it is said; `patient` is the name of whoever is not named."""
    yield said.by or patient, said.words
    if said.also is not None:
        yield said.also.by or patient, said.also.words


def own_beside_picked(turn: Turn) -> Facts:
    """One's own words, and what was picked as the nearest or done instead, one below the other so that they can be compared."""
    then = ("You picked", what_was_said(turn)) if turn.kind == "said" else ("Instead", what_was_said(turn))
    return Facts((("Your words", line(f'"{turn.own}"')), (then[0], line(then[1]))))


def what_was_said(turn: Turn) -> str:
    """A turn in words, from the trainee's side."""
    match turn.kind:
        case "said" | "brought up":
            return f'"{turn.text}"'
        case "silent":
            return "You kept these words to yourself." if isinstance(turn.own, str) else "You said nothing."
        case "passed":
            kept = "You kept these words to yourself" if isinstance(turn.own, str) else "You said nothing more"
            return f"{kept}, and the moment passed."
        case "shown":
            return f"You showed the chances: {turn.text}{' (a picture)' if turn.picture else ''}"
        case "answered":
            return f"You answered the question: {turn.text}"
        case "checked":
            return f'"{turn.text}"'
        case _:
            return f"You went to: {turn.text}"
