"""What one of those who played a part said afterwards, in words and without a mark."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from msgspec import Struct

from sdm_cli.conversation.reflection import Reflection, State
from sdm_cli.document.blocks import Block, Break, Bullets, Document, Facts, Faint, Heading, Line, Paragraph, Quotation, Unknown, line
from sdm_cli.model.session import Header
from sdm_cli.pages.data import FORMAT
from sdm_cli.pages.screen import clock

OF_OUR_OWN = (
    "The questions are our own. They are informed by what patient-reported measures of shared decision making look at, and are none "
    "of them; nothing is added up."
)
NOTHING_PICKED = "nothing picked"


class Reflected(Struct, frozen=True):
    """A reflection as its page needs it."""

    header: Header
    reflection: Reflection
    state: State


def part_of(role: str) -> str:
    """What a role is called on a page."""
    return f"The {role}'s part"


def reflected(told: Reflected) -> Document:
    """All that was picked and written."""
    header, reflection, state = told.header, told.reflection, told.state
    blocks: list[Block] = [Heading(1, f"After the talk: {part_of(reflection.role).lower()}"), Facts(tuple(_about(header)))]
    for name, theme in reflection.themes().items():
        picked, words = reflection.picked(state, name), reflection.words(state, name)
        blocks.append(Heading(2, theme.title))
        blocks.append(Paragraph(line(picked.label) if picked is not None else line(Unknown(NOTHING_PICKED))))
        if words:
            blocks.append(Quotation(words))
    return Document((*blocks, Paragraph(line(Faint(OF_OUR_OWN)))))


def _about(header: Header) -> Iterator[tuple[str, Line]]:
    yield "Date", line(f"{header.started.astimezone():%Y-%m-%d}")
    if header.case:
        yield "Case", line(header.case)
    if header.code:
        yield "Code", line(header.code)
    yield "Session", line(header.id)


def reflecting(told: Reflected, spent: timedelta) -> Document:
    """What stands above a question: whose part it is at first, then the theme where one begins."""
    theme = told.reflection.theme_at(told.state)
    if theme is None or told.state.at != told.reflection.question(theme):
        return Document(())
    title = told.reflection.themes()[theme].title
    if told.state.can_go_back:
        return Document((Break(title),))
    code = f" | code {told.header.code}" if told.header.code else ""
    begin = line("Answer from your part, before you talk it over: each of you tells what the others could not see.")
    return Document(
        (Break(f"After the talk: {part_of(told.reflection.role).lower()}{code} | {clock(spent)}"), Paragraph(begin), Break(title))
    )


def reflecting_help(told: Reflected) -> Document:
    """What becomes of the answers."""
    joined = f"{told.header.code} joins" if told.header.code else "A code joins"
    return Document(
        (
            Bullets(
                (
                    line("Pick what comes nearest; the line after it has room for how it really was. Either may stay empty."),
                    line(f"{joined} what the three of you keep. It is set side by side, and never averaged."),
                )
            ),
            Paragraph(line(Faint(OF_OUR_OWN))),
        )
    )


def reflection_data(told: Reflected) -> dict[str, Any]:
    """One reflection for other programs. No number that could be a mark."""
    header, reflection, state = told.header, told.reflection, told.state
    return {
        "format": FORMAT,
        "session": header.id,
        "kind": header.kind,
        "role": reflection.role,
        "started": header.started.isoformat(),
        "code": header.code,
        "case": header.case,
        "finished": state.at is None,
        "themes": [
            {
                "id": name,
                "title": theme.title,
                "picked": picked.id if (picked := reflection.picked(state, name)) is not None else None,
                "label": picked.label if picked is not None else None,
                "words": reflection.words(state, name),
            }
            for name, theme in reflection.themes().items()
        ],
    }
