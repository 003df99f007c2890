"""Role cards: one page for each of the three who rehearse together, and nobody sees another's part."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from sdm_cli.document.blocks import (
    Block,
    Bullets,
    Document,
    Facts,
    Faint,
    Heading,
    Line,
    Paragraph,
    Quotation,
    Strong,
    Table,
    Unknown,
    WriteIn,
    line,
    words,
)
from sdm_cli.model.case import Case, Leaning
from sdm_cli.model.figure import Absent, Figure, Outcome
from sdm_cli.model.guide import Guide
from sdm_cli.model.option_set import OptionSet
from sdm_cli.pages.figures import alone, named
from sdm_cli.pages.turn import MADE_UP

ROLES = ("patient", "clinician", "observer")
"""The parts of a role play, as they are named on the command line and in file names."""
_OPEN = {"wait": "to wait for now", "clinician": "to let the clinician choose", "pause": "to stop here for now"}
_LINES_OF_A_SHEET = 58
"""Lines of the clinician's page, with room to spare on the smaller of A4 and Letter."""
_LETTERS_OF_A_LINE = 114
_RULE = 0.4
"""What the line below a row takes of the height of a line of text."""
_SHEET = 8
"""Lines on which an observer writes by hand."""


def card(role: str, case: Case, option_set: OptionSet, guide: Guide) -> Document:
    """The page of one role. The figures of the option set are worked out already."""
    builders: Mapping[str, Callable[[], Iterator[Block]]] = {
        "patient": lambda: _patient(case, option_set),
        "clinician": lambda: _clinician(case, option_set),
        "observer": lambda: _observer(case, guide),
    }
    return Document((Heading(1, f"{case.title}: {role}"), *builders[role](), Paragraph(line(Faint(MADE_UP)))))


# ── The patient ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _patient(case: Case, option_set: OptionSet) -> Iterator[Block]:
    patient = case.patient
    yield Paragraph(line(f"For whoever plays {patient.name}. The others do not see this page. You may always stop, and say so."))
    yield Facts(tuple(_person(case)))
    yield Quotation(patient.story, "Your story")
    carried = (
        ("Knows", patient.knows),
        ("Believes", patient.believes),
        ("Worries", patient.worries),
        ("Hopes", patient.hopes),
    )
    yield Heading(2, "What you carry with you")
    yield Facts(tuple((label, line(" ".join(texts))) for label, texts in carried if texts))
    if patient.unsaid:
        yield Heading(2, "What you do not say unless asked")
        yield Paragraph(line("A question that comes near it, or somebody who waits, is asking enough. Say it in your own words."))
        yield Table(
            ("What", "Why it is kept back"),
            tuple((line(f"{number}. \u201c{each.what}\u201d"), line(each.because)) for number, each in enumerate(patient.unsaid, start=1)),
        )
    yield Heading(2, "Which way you lean")
    yield Facts(tuple(_leanings(case, option_set)))
    if patient.plays:
        yield Heading(2, "How you react")
        yield Bullets(tuple(line(text) for text in patient.plays))


def _person(case: Case) -> Iterator[tuple[str, Line]]:
    patient = case.patient
    yield "Who", line(f"{patient.name}, {patient.age}. {patient.life}")
    yield "Where", line(case.setting.place)
    yield "Decides", line(patient.decides)
    yield "Letters and numbers", line(patient.literacy)
    if patient.brings:
        yield "Who came along", line(patient.brings)


def _leanings(case: Case, option_set: OptionSet) -> Iterator[tuple[str, Line]]:
    first, informed = case.preference.first, case.preference.informed
    yield "At first", line(_leaning(first, option_set))
    yield "Could change to", line(_leaning(informed, option_set))
    numbers = [str(number) for number, each in enumerate(case.patient.unsaid, start=1) if each.id in informed.rests_on]
    if numbers:
        yield (
            "For that",
            line(f"{' and '.join(numbers)} above must have come to light, and you must feel heard. Else stay with what you came with."),
        )


def _leaning(leaning: Leaning, option_set: OptionSet) -> str:
    names = {option.id: option.name for option in option_set.options} | _OPEN
    to = names.get(leaning.to, leaning.to)
    return f"{to[:1].upper()}{to[1:]}. {leaning.because}"


# ── The clinician ────────────────────────────────────────────────────────────────────────────────────────────────────


def _clinician(case: Case, option_set: OptionSet) -> Iterator[Block]:
    before: list[Block] = [
        Paragraph(line("For whoever plays the clinician. This is what you know before the door opens.")),
        Facts(
            (
                ("Where", line(case.setting.place)),
                ("Your task", line(case.setting.task)),
                ("Decision to make", line(option_set.decision)),
                ("Time", line(f"{case.minutes} minutes, the feedback included")),
            )
        ),
        Bullets(tuple(line(text) for text in case.setting.known)),
        Heading(2, "The options"),
        Facts(tuple((option.name, line(option.summary)) for option in option_set.options)),
    ]
    yield from before
    yield from _figures(option_set, _LINES_OF_A_SHEET - sum(map(_height, before)))


def _figures(option_set: OptionSet, room: float) -> Iterator[Block]:
    """As many outcomes as the room has lines for, those first that compare most options; and where to see the rest."""
    where = f"sdm show {option_set.id} --part chances"
    chosen: dict[str, tuple[Line, ...]] = {}
    for outcome in sorted(option_set.outcomes, key=_without_figure):
        row = _row(outcome, option_set)
        if sum(map(_row_height, (*chosen.values(), row))) <= room:
            chosen[outcome.id] = row
    rows = tuple(chosen[outcome.id] for outcome in option_set.outcomes if outcome.id in chosen)
    if rows:
        yield Heading(2, "Chances, in short")
        yield Table(("Outcome", *(option.name for option in option_set.options)), rows)
    left = len(option_set.outcomes) - len(rows)
    more = f"{left} more outcomes, the" if left > 1 else "One more outcome, the" if left else "The"
    yield Paragraph(line(Faint(f"{more} sources, what is not known and the pictures: {where}. Take it into the talk.")))


def _without_figure(outcome: Outcome) -> int:
    return sum(isinstance(figure, str) for figure in outcome.by_option.values())


def _row(outcome: Outcome, option_set: OptionSet) -> tuple[Line, ...]:
    cells = (_cell(outcome, outcome.by_option[option.id]) for option in option_set.options)
    return (named(outcome), *cells)


def _cell(outcome: Outcome, figure: Figure | Absent) -> Line:
    if isinstance(figure, str):
        return line(Unknown(figure))
    stated = figure.certainty is not None and figure.certainty != "not stated"
    sure = f"; {figure.certainty} certainty" if stated else "; certainty not stated" if figure.certainty else ""
    return line(f"{alone(outcome, figure)}{sure}")


def _height(block: Block) -> int:
    """About how many lines a block takes on a page."""
    match block:
        case Heading():
            return 3
        case Facts(items):
            return sum(_folded(words(text), _LETTERS_OF_A_LINE - 26) for _, text in items)
        case Bullets(items):
            return sum(_folded(words(text), _LETTERS_OF_A_LINE) for text in items)
        case _:
            return 1


def _row_height(row: Sequence[Line]) -> float:
    """About how many lines a row of figures takes. The first column has two sevenths of the page, as in the style sheet."""
    heading, *cells = row
    first = _LETTERS_OF_A_LINE * 2 // 7
    share = (_LETTERS_OF_A_LINE - first) // len(cells) - 2
    return max(_folded(words(heading), first), *(_folded(words(cell), share) for cell in cells)) + _RULE


def _folded(text: str, width: int) -> int:
    # Words that do not fit at the end of a line leave about a sixth of it empty.
    return -(-len(text) * 7 // (6 * max(width, 1)))


# ── The observer ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _observer(case: Case, guide: Guide) -> Iterator[Block]:
    yield Paragraph(line("For whoever watches. You see neither of the other pages; sit where both forget you."))
    yield Heading(2, "What to watch")
    for talk in guide.file.talks:
        steps = [guide.steps[name] for name in (*(each for each in talk.steps if each not in talk.optional), *talk.optional)]
        yield Paragraph(line(Strong(f"{talk.title}. "), talk.purpose))
        yield Facts(tuple((f"{step.id} {step.title}", line(_first_sentence(step.do))) for step in steps))
    yield Heading(2, "How to note")
    yield Paragraph(
        line(
            "The minute, the step, and what was said, word for word. What you saw, not what you make of it. A moment in which the "
            f"patient changed, in face or voice, is worth more than a full list. At a keyboard: sdm observe {case.id}"
        )
    )
    yield Heading(2, "How to give feedback")
    yield Bullets(tuple(line(text) for text in FEEDBACK), ordered=True)
    yield WriteIn("Minute, step, word for word", _SHEET)


FEEDBACK = (
    "Ask first what the clinician wanted to try, and where they would like help. Begin there.",
    "Tell what you saw, with the minute and the words. Describe; do not praise or blame.",
    "Ask the patient what that moment was like.",
    "Look for other ways together, and let the clinician try one at once.",
    "End with one thing to keep and one to try again.",
)
"""Agenda-led feedback in five moves; our words for the idea of Silverman, Kurtz and Draper (1996)."""


def _first_sentence(text: str) -> str:
    head, stop, _ = text.partition(". ")
    return f"{head}." if stop else text
