"""The three views of one role play side by side. Where they differ, it shows; nothing is averaged."""

from collections.abc import Iterator, Sequence
from typing import Any

from sdm_cli.cohort.triad import Told, Triad, Watched
from sdm_cli.conversation.observation import ANCHORS, NOT_SEEN
from sdm_cli.conversation.questions import Choice
from sdm_cli.conversation.reflection import ROLES, THEMES, Theme
from sdm_cli.document.blocks import (
    Block,
    Bullets,
    Document,
    Facts,
    Faint,
    Heading,
    Inline,
    Line,
    Paragraph,
    Quotation,
    Table,
    Unknown,
    line,
)  # fmt: skip
from sdm_cli.model.guide import Step
from sdm_cli.pages import feedback, reflection
from sdm_cli.pages.data import FORMAT
from sdm_cli.pages.feedback import Observed, noted, observation_data
from sdm_cli.pages.reflection import NOTHING_PICKED, Reflected, part_of, reflection_data
from sdm_cli.pages.titles import NO_TITLES, Titles, called

_NOBODY = "not handed in"
_HOW_TO_READ = (
    "Three people were in the same talk, and each saw what the others could not. Where they differ nobody is wrong: ask what each of them "
    "noticed. Nothing here is averaged or added up."
)
_MORE_THAN_ONE = "More than one person answered for the same part. If you changed places, take a new code for every round."
_BEFORE = {"observe.agenda": "The learner's own agenda", "observe.aim": "What they were aiming at"}
_AFTER = {
    "observe.felt": "What the patient seemed to feel",
    "observe.retry": "One thing to try again now",
    "observe.keep": "One thing to keep",
}


def triad_page(triad: Triad, titles: Titles = NO_TITLES) -> Document:
    """The page for the three. What the talk was about is called by its title."""
    title = _title(triad, titles) or "a talk"
    blocks: list[Block] = [Heading(1, f"Side by side: {title}"), Facts(tuple(_about(triad, titles))), Paragraph(line(_HOW_TO_READ))]
    if any(len(triad.of(role)) > 1 for role in ROLES):
        blocks.append(Paragraph(line(_MORE_THAN_ONE)))
    for question, heading in _BEFORE.items():
        blocks += _line_of(triad, question, heading)
    blocks += _differences(triad)
    for name, theme in THEMES.items():
        blocks += _theme(triad, name, theme)
    blocks += _besides(triad)
    for question, heading in _AFTER.items():
        blocks += _line_of(triad, question, heading)
    own = dict.fromkeys((*([feedback.OF_OUR_OWN] if triad.watched else []), *([reflection.OF_OUR_OWN] if triad.told else [])))
    blocks += [Paragraph(line(Faint(text))) for text in own]
    return Document(tuple(blocks))


# ── Who is here ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _about(triad: Triad, titles: Titles) -> Iterator[tuple[str, Line]]:
    days = sorted({f"{header.started.astimezone():%Y-%m-%d}" for header in triad.headers()})
    yield "Date", line(" and ".join(days))
    if about := _title(triad, titles):
        yield "Case" if triad.about("case") else "Option set", line(about)
    yield "Code", line(triad.code)
    if triad.watched:
        yield "Guide", line(triad.watched[0].observation.guide.file.title)
    yield "Watched by", _sessions(triad.watched)
    for role in ROLES:
        yield part_of(role), _sessions(triad.of(role))


def _title(triad: Triad, titles: Titles) -> str:
    """What the talk was about: as the watched text calls itself, or as it is called here."""
    if watched := next((each.observation.title for each in triad.watched if each.observation.title), ""):
        return watched
    kinds = (("cases", triad.about("case")), ("option-sets", triad.about("option set")))
    return next((called(titles, kind, name) for kind, name in kinds if name), "")


def _sessions(kept: Sequence[Watched | Told]) -> Line:
    if not kept:
        return line(Unknown(_NOBODY))
    return line("; ".join(f"{place}: {_session(each)}" if len(kept) > 1 else _session(each) for place, each in enumerate(kept, start=1)))


def _session(each: Watched | Told) -> str:
    """A session with what is missing of it: what is there of it counts."""
    paused = ", paused before its end" if each.state.at is not None else ""
    cut = ", its last line cut short by a crash" if each.cut else ""
    return f"session {each.header.id} at {each.header.started.astimezone():%H:%M}{paused}{cut}"


def _players(triad: Triad, role: str) -> Iterator[tuple[str, Told]]:
    """Whoever played a role, each with what to call them."""
    kept = triad.of(role)
    return ((_called(part_of(role), place, len(kept)), each) for place, each in enumerate(kept, start=1))


def _called(name: str, place: int, of: int) -> str:
    """One among several of the same; one alone needs no number."""
    return name if of == 1 else f"{name} {place}"


# ── Where they differ ────────────────────────────────────────────────────────────────────────────────────────────────


def _differences(triad: Triad) -> Iterator[Block]:
    """What can be set beside each other word for word: the same question to both roles, and the same step to two observers."""
    picked = {name: _picked(triad, name) for name in THEMES}
    compared = {name: each for name, each in picked.items() if len(each) > 1}
    if not compared and len(triad.watched) < 2:  # noqa: PLR2004 - one observer differs from nobody
        return
    yield Heading(2, "Where you see it differently")
    found = [
        line(
            f"{THEMES[name].title}: ",
            "; ".join(f"{who.lower()}: \u201c{choice.label}\u201d" for who, choice in each),
        )
        for name, each in compared.items()
        if len({choice.id for _, choice in each}) > 1
    ]
    found += _seen_differently(triad)
    yield Bullets(tuple(found)) if found else Paragraph(line("Nowhere, as far as it can be set side by side."))


def _picked(triad: Triad, theme: str) -> list[tuple[str, Choice]]:
    """What was picked of a theme, by whom, of all who were asked about it and picked something."""
    asked = [(who, told) for role in THEMES[theme].asked for who, told in _players(triad, role)]
    return [(who, choice) for who, told in asked if (choice := told.reflection.picked(told.state, theme)) is not None]


def _seen_differently(triad: Triad) -> Iterator[Line]:
    for step in _steps(triad):
        anchors = {place: anchor for place, each in enumerate(triad.watched, start=1) if (anchor := each.anchor(step.id)) is not None}
        if len(set(anchors.values())) > 1:
            told = "; ".join(f"observer {place}: {ANCHORS[anchor]}" for place, anchor in anchors.items())
            yield line(f"{step.id} {step.title}: {told}")


# ── By theme ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _theme(triad: Triad, name: str, theme: Theme) -> Iterator[Block]:
    yield Heading(2, theme.title)
    yield Table(("Who", "Said", "In their own words"), tuple(row for role in theme.asked for row in _said(triad, role, name)))
    steps = [step for step in _steps(triad) if step.activity in theme.activities]
    if not triad.watched:
        yield Paragraph(line("What was seen: ", Unknown(_NOBODY)))
    elif steps:
        count = len(triad.watched)
        observers = tuple(_called("Observer", place, count) for place in range(1, count + 1))
        yield Table(
            ("Step", *observers), tuple((line(f"{step.id} {step.title}"), *(_saw(each, step) for each in triad.watched)) for step in steps)
        )


def _said(triad: Triad, role: str, theme: str) -> Iterator[tuple[Line, ...]]:
    if not triad.of(role):
        yield line(part_of(role)), line(Unknown(_NOBODY)), line(Unknown(_NOBODY))
    for who, each in _players(triad, role):
        picked, words = each.reflection.picked(each.state, theme), each.reflection.words(each.state, theme)
        said: Inline = picked.label if picked is not None else Unknown(NOTHING_PICKED)
        quoted: Inline = f"\u201c{words}\u201d" if words else Unknown("nothing noted")
        yield line(who), line(said), line(quoted)


def _steps(triad: Triad) -> Iterator[Step]:
    """The steps that were watched, in the order of the guide; an optional one only where somebody saw it."""
    found: dict[str, Step] = {}
    for each in triad.watched:
        optional = each.observation.guide.optional()
        for step in each.observation.steps():
            if step.id not in optional or any(other.anchor(step.id) not in {None, NOT_SEEN} for other in triad.watched):
                found.setdefault(step.id, step)
    yield from found.values()


def _saw(each: Watched, step: Step) -> Line:
    """What a step was, with every minute and the words."""
    observed, anchor = _observed(each), each.anchor(step.id)
    if anchor is None:
        return line(Unknown("nothing noted so far"))
    notes = "; ".join(noted(observed, note) for note in each.observation.notes(each.state) if note.about == step.id)
    return line(f"{ANCHORS[anchor]}: {notes}" if notes else ANCHORS[anchor])


def _observed(each: Watched) -> Observed:
    return Observed(each.header, each.observation, each.state, each.moments)


# ── The observer's open lines ────────────────────────────────────────────────────────────────────────────────────────


def _besides(triad: Triad) -> Iterator[Block]:
    told = [
        line(noted(_observed(each), note)) for each in triad.watched for note in each.observation.notes(each.state) if note.about is None
    ]
    if told:
        yield Heading(2, "Besides")
        yield Bullets(tuple(told))


def _line_of(triad: Triad, question: str, heading: str) -> Iterator[Block]:
    said = [(place, words) for place, each in enumerate(triad.watched, start=1) if (words := _observed(each).said(question))]
    if said:
        yield Heading(2, heading)
    for place, words in said:
        yield Quotation(words, "" if len(triad.watched) == 1 else f"observer {place}")


# ── For other programs ───────────────────────────────────────────────────────────────────────────────────────────────


def triad_data(triad: Triad) -> dict[str, Any]:
    """The three for other programs. No number that could be a mark."""
    return {
        "format": FORMAT,
        "code": triad.code,
        "case": triad.about("case"),
        "option_set": triad.about("option set"),
        "guide": triad.about("guide"),
        "missing": [*([] if triad.watched else ["observer"]), *(role for role in ROLES if not triad.of(role))],
        "cut": list(triad.cut_short()),
        "themes": [
            {
                "id": name,
                "title": theme.title,
                "said": [
                    {
                        "session": each.header.id,
                        "role": each.reflection.role,
                        "picked": picked.id if (picked := each.reflection.picked(each.state, name)) is not None else None,
                        "words": each.reflection.words(each.state, name),
                    }
                    for each in triad.told
                    if name in each.reflection.themes()
                ],
                "steps": [
                    {
                        "id": step.id,
                        "title": step.title,
                        "was": {each.header.id: each.anchor(step.id) for each in triad.watched},
                    }
                    for step in _steps(triad)
                    if step.activity in theme.activities
                ],
            }
            for name, theme in THEMES.items()
        ],
        "observations": [observation_data(_observed(each)) for each in triad.watched],
        "reflections": [reflection_data(Reflected(each.header, each.reflection, each.state)) for each in triad.told],
    }
