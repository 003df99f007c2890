"""The feedback of somebody who watched: led by the learner's own agenda, with words and minutes, and without a mark."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from msgspec import Struct

from sdm_cli.conversation.observation import ANCHORS, NOT_SEEN, NOTE, RULE, Note, Observation, State
from sdm_cli.document.blocks import (
    Block,
    Break,
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
    WriteIn,
    line,
)
from sdm_cli.model.guide import Step
from sdm_cli.model.session import Header
from sdm_cli.pages.cards import FEEDBACK
from sdm_cli.pages.data import FORMAT
from sdm_cli.pages.figures import inside
from sdm_cli.pages.screen import clock

OF_OUR_OWN = (
    "The words for what was seen are our own. They are informed by observer measures of shared decision making and are none of "
    "them; nothing is added up."
)
TEMPLATES = ("agenda", "pendleton")


class Observed(Struct, frozen=True):
    """An observation as its feedback needs it. `moments` says when each question was answered."""

    header: Header
    observation: Observation
    state: State
    moments: Mapping[str, timedelta]
    template: str = "agenda"

    def when(self, note: Note) -> str:
        """The minute of a note."""
        return clock(self.moments.get(f"{NOTE}{note.number}", timedelta()))

    def said(self, question: str) -> str | None:
        """What was written to one of the open lines."""
        answer = self.state.answers.get(question)
        return answer if isinstance(answer, str) else None


def feedback(observed: Observed) -> Document:
    """The sheet, in the order of its template."""
    build: Callable[[Observed], Iterator[Block]] = _pendleton if observed.template == "pendleton" else _agenda_led
    title = observed.observation.title or "a talk"
    blocks: list[Block] = [Heading(1, f"Feedback: {title}"), Facts(tuple(_about(observed))), *build(observed)]
    return Document((*blocks, Paragraph(line(Faint(OF_OUR_OWN)))))


def _about(observed: Observed) -> Iterator[tuple[str, Line]]:
    header = observed.header
    yield "Date", line(f"{header.started.astimezone():%Y-%m-%d}")
    if header.case or header.option_set:
        yield "Case" if header.case else "Option set", line(header.case or header.option_set)
    if header.code:
        yield "Code", line(header.code)
    yield "Guide", line(observed.observation.guide.file.title)
    watched = max((at for question, at in observed.moments.items() if question.startswith(NOTE)), default=timedelta())
    if watched >= timedelta(seconds=1):
        yield "Watched", line(f"{clock(watched)} min")
    yield "Session", line(header.id)


# ── Led by the learner's agenda ──────────────────────────────────────────────────────────────────────────────────────


def _agenda_led(observed: Observed) -> Iterator[Block]:
    yield from _line_of(observed, "My agenda", "observe.agenda")
    yield from _line_of(observed, "My aim", "observe.aim")
    yield from _seen(observed)
    yield from _line_of(observed, "What the patient seemed to feel", "observe.felt")
    yield from _line_of(observed, "One thing to try again now", "observe.retry")
    yield from _line_of(observed, "One thing to keep", "observe.keep")
    yield Heading(2, "How to use this page")
    yield Bullets(tuple(line(text) for text in FEEDBACK), ordered=True)


# ── By Pendleton's order ─────────────────────────────────────────────────────────────────────────────────────────────


def _pendleton(observed: Observed) -> Iterator[Block]:
    yield Heading(2, "What went well, as the learner sees it")
    yield WriteIn("The learner first", 2)
    yield from _line_of(observed, "What went well, as others saw it", "observe.keep")
    yield from _seen(observed)
    yield from _line_of(observed, "What the patient seemed to feel", "observe.felt")
    yield Heading(2, "What could be done differently, as the learner sees it")
    yield from _own(observed, "observe.agenda", "The learner first")
    yield from _line_of(observed, "What could be done differently, as others saw it", "observe.retry")
    yield Heading(2, "Agreed for next time")
    yield from _own(observed, "observe.aim", "One thing, and when")


def _line_of(observed: Observed, title: str, question: str) -> Iterator[Block]:
    yield Heading(2, title)
    yield from _own(observed, question, "To be filled in")


def _own(observed: Observed, question: str, label: str) -> Iterator[Block]:
    said = observed.said(question)
    yield Paragraph(line(said)) if said else WriteIn(label, 2)


# ── What was seen ────────────────────────────────────────────────────────────────────────────────────────────────────


def _seen(observed: Observed) -> Iterator[Block]:
    observation, state = observed.observation, observed.state
    notes, anchors = observation.notes(state), observation.anchors(state)
    yield Heading(2, "What was seen")
    for talk in observation.guide.file.talks:
        steps = [step for step in observation.steps() if step.id in talk.steps]
        seen = [step for step in steps if anchors[step.id] != NOT_SEEN]
        yield Heading(3, talk.title)
        if seen:
            yield Table(("Step", "Was", "When, and the words"), tuple(_row(observed, step, anchors[step.id], notes) for step in seen))
        # An optional step that nobody saw is nothing that was left out.
        unseen = [step for step in steps if step not in seen and step.id not in talk.optional]
        if unseen:
            yield Paragraph(line(f"Not seen: {', '.join(f'{step.id} {inside(step.title)}' for step in unseen)}."))
    besides = [note for note in notes if note.about is None]
    if besides:
        yield Heading(3, "Besides")
        yield Bullets(tuple(line(noted(observed, note)) for note in besides))


def _row(observed: Observed, step: Step, anchor: str, notes: tuple[Note, ...]) -> tuple[Line, ...]:
    told = "; ".join(noted(observed, note) for note in notes if note.about == step.id)
    return line(f"{step.id} {step.title}"), line(ANCHORS[anchor]), line(told or "no minute was noted")


def noted(observed: Observed, note: Note) -> str:
    """The minute of a note, with the words that were heard."""
    return f"{observed.when(note)} \u201c{note.words}\u201d" if note.words else observed.when(note)


# ── On the way ───────────────────────────────────────────────────────────────────────────────────────────────────────


def watching(observed: Observed, spent: timedelta) -> Document:
    """What stands above a question, line by line: all steps at first, then only the last note; then what it came to."""
    observation, state = observed.observation, observed.state
    if not state.is_watching:
        return Document(tuple(_reviewing(observed)))
    if state.undone is not None:
        return Document((Paragraph(line(f"Taken back: {state.undone}")),))
    notes = observation.notes(state)
    if notes:
        return Document((Paragraph(line(_echo(observed, notes[-1]))),))
    return Document((Break(f"{observation.title or 'Observation'} | {clock(spent)}"), *_steps_by_talk(observation)))


def _echo(observed: Observed, note: Note) -> str:
    """A note as it was taken: its step and its words, or to which step its words went."""
    said = f'"{note.words}"'
    if note.about is None:
        return f"{observed.when(note)} {said}, to no step yet"
    about = f"{note.about} {observed.observation.guide.steps[note.about].title}"
    if note.step is None:
        return f"{observed.when(note)} {said}, to {about}"
    return f"{observed.when(note)} {about}{f' {said}' if note.words else ''}"


def _steps_by_talk(observation: Observation) -> Iterator[Block]:
    for talk in observation.guide.file.talks:
        steps = [step for step in observation.steps() if step.id in talk.steps]
        yield Paragraph(line(Strong(f"{talk.title}: "), ", ".join(f"{step.id} {inside(step.title)}" for step in steps)))


def _reviewing(observed: Observed) -> Iterator[Block]:
    observation, state = observed.observation, observed.state
    if state.at == "observe.review":
        notes, proposals = observation.notes(state), observation.proposals(state)
        yield Break("What each step came to")
        yield Facts(
            tuple(
                (
                    f"{step.id} {step.title}",
                    line(ANCHORS[proposals[step.id]], _times([note for note in notes if note.about == step.id])),
                )
                for step in observation.steps()
            )
        )
        yield Paragraph(line(Faint(RULE)))
        return
    step = (state.at or "").removeprefix("observe.step.")
    if step in observation.guide.steps:
        notes = tuple(note for note in observation.notes(state) if note.about == step)
        yield Paragraph(line(Faint(observation.guide.steps[step].do)))
        for note in notes:
            yield Quotation(note.words, observed.when(note)) if note.words else Paragraph(line(observed.when(note)))
    else:
        yield Break("In words")


def _times(notes: Sequence[Note]) -> str:
    """How often a step was noted. Words that followed are a part of what they followed."""
    count = sum(note.step is not None for note in notes)
    how_often = "once" if count == 1 else f"{count} times"
    return f"; noted {how_often}{', with words' if any(note.words for note in notes) else ''}" if notes else ""


def watching_help(observed: Observed) -> Document:
    """How to note, and what each step looks like."""
    ways = (
        line("A step by its id, such as C2; words that you heard; or both. One step a line. Each note keeps its minute."),
        line("Words alone go with the last step. A quotation mark in front makes a line words, whatever it begins with."),
        line("< takes the last note back, . pauses, done goes on to the review."),
    )
    steps = Facts(tuple((f"{step.id} {step.title}", line(step.do)) for step in observed.observation.steps()))
    return Document((Bullets(ways), steps, Paragraph(line(Faint(OF_OUR_OWN)))))


def observation_data(observed: Observed) -> dict[str, Any]:
    """One observation for other programs. No number that could be a mark."""
    header, observation, state = observed.header, observed.observation, observed.state
    proposals, anchors = observation.proposals(state), observation.anchors(state)
    return {
        "format": FORMAT,
        "session": header.id,
        "kind": header.kind,
        "started": header.started.isoformat(),
        "code": header.code,
        "case": header.case,
        "option_set": header.option_set or None,
        "guide": {"id": observation.guide.file.id, "version": observation.guide.file.version},
        "contents": header.contents,
        "finished": state.at is None,
        "notes": [
            {
                "second": round(observed.moments.get(f"{NOTE}{note.number}", timedelta()).total_seconds()),
                "step": note.step,
                "words": note.words,
                "about": note.about,
            }
            for note in observation.notes(state)
        ],
        "steps": [
            {
                "id": step.id,
                "title": step.title,
                "was": anchors[step.id],
                "proposed": proposals[step.id],
            }
            for step in observation.steps()
        ],
        "words": {
            question: observed.said(question)
            for question in ("observe.agenda", "observe.aim", "observe.felt", "observe.retry", "observe.keep")
        },
    }
