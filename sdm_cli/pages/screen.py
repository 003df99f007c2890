"""What stands around a question of the walk: where you are, what the step is for, and what to look at."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from msgspec import Struct

from sdm_cli.conversation.activities import BASELINE, PICTURE
from sdm_cli.conversation.record import Record
from sdm_cli.conversation.walk import Prompt, State, Walk
from sdm_cli.document.blocks import Block, Break, Bullets, Document, Facts, Faint, Line, Paragraph, Quotation, Strong, line
from sdm_cli.model.option_set import Option, OptionSet
from sdm_cli.pages.alignment import alignment_blocks
from sdm_cli.pages.figures import Citations, chances, chances_of, counted, inside, notes, without_figure
from sdm_cli.pages.option_set import involved, pros_and_cons
from sdm_cli.pages.pictures import picture

_FEW_SOURCES = 6
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class View(Struct, frozen=True):
    """All that a screen may draw on."""

    walk: Walk
    state: State
    prompt: Prompt
    spent: timedelta

    @property
    def option_set(self) -> OptionSet:
        """The option set being walked, its figures worked out."""
        return self.record.option_set

    @property
    def record(self) -> Record:
        """The answers so far."""
        return Record.of(self.walk.option_set, self.walk.guide, self.state.answers)

    @property
    def part(self) -> str:
        """The last part of the question's id: an option, or what the question is about."""
        return self.prompt.question.id.removeprefix(f"{self.prompt.step.key}.")

    def option(self) -> Option | None:
        """The option that the question is about, if it is about one."""
        return next((option for option in self.option_set.options if option.id == self.part), None)


def screen(view: View) -> Document:
    """The screen for a question: the step's head at its first question, then what this question needs."""
    blocks: list[Block] = [Break(_where(view))]
    if _opens_step(view):
        blocks += _head(view)
    citations = Citations(view.option_set)
    blocks += _content(view, citations)
    if citations.used():
        blocks.append(Paragraph(line(Faint(_in_short(citations)))))
    return Document(tuple(blocks))


def help_page(view: View) -> Document:
    """Behind a screen: the step with its source, the notes on the figures shown, and the sources in full."""
    step = view.prompt.step
    blocks: list[Block] = [
        Facts(
            (
                (f"{step.id} {step.title}", line(step.do)),
                ("Why", line(step.why)),
                ("Pitfall", line(step.pitfall)),
                ("Source", line(step.source)),
            )
        ),
    ]
    citations = Citations(view.option_set)
    tuple(_content(view, citations))
    if step.activity == "weigh" and (said := notes(view.option_set)):
        blocks += [Paragraph(line(Strong("Notes on the figures"))), Bullets(tuple(said))]
    if citations.used():
        blocks += [Paragraph(line(Strong("Sources of this screen"))), citations.listing()]
    return Document(tuple(blocks))


def clock(time: timedelta) -> str:
    """A time as minutes and seconds, such as 3:05."""
    seconds = int(time.total_seconds())
    return f"{seconds // 60}:{seconds % 60:02d}"


def filled(text: str, option_set: OptionSet) -> str:
    """First words with their slots filled from the option set."""
    names = [inside(option.name) for option in option_set.options]
    count = len(names)
    slots = {
        "{condition}": option_set.condition.name,
        "{decision}": option_set.decision,
        "{options}": f"{', '.join(names[:-1])} or {names[-1]}",
        "{how_many}": _NUMBERS[count] if count < len(_NUMBERS) else str(count),
    }
    for slot, value in slots.items():
        text = text.replace(slot, value)
    return text


def _where(view: View) -> str:
    step, guide = view.prompt.step, view.walk.guide
    counted = guide.counted()
    talk = guide.talk_of(step.id)
    place = [f"{step.id} {step.title}"]
    if talk is not None:
        place.insert(0, talk.title)
        place.append(f"step {counted.index(step.id) + 1} of {len(counted)}" if step.id in counted else "optional step")
    minutes = view.record.answer("prepare", "minutes")
    place.append(f"{clock(view.spent)} of {minutes} min" if minutes else clock(view.spent))
    return " | ".join(place)


def _opens_step(view: View) -> bool:
    first = next(each for each in view.walk.script(view.state.answers) if each.step.id == view.prompt.step.id)
    return first.question.id == view.prompt.question.id


def _head(view: View) -> Iterator[Block]:
    step = view.prompt.step
    yield Paragraph(line(Strong(step.do)))
    facts: list[tuple[str, Line]] = [("Why", line(step.why))]
    facts += [
        ("Say" if number == 0 else "or", line(f'"{filled(words, view.option_set)}"')) for number, words in enumerate(step.first_words)
    ]
    if step.listen_for:
        facts.append(("Listen for", line("; ".join((step.listen_for[0], *map(inside, step.listen_for[1:]))))))
    facts.append(("Pitfall", line(step.pitfall)))
    yield Facts(tuple(facts))


def _content(view: View, citations: Citations) -> Iterator[Block]:
    """What the question itself needs, by the step's activity."""
    show = _CONTENT.get(view.prompt.step.activity)
    if show is not None:
        yield from show(view, citations)


def _in_short(citations: Citations) -> str:
    """Sources on a screen in short; help, the summary and 'sdm show' give them whole."""
    used = citations.used()
    if len(used) > _FEW_SOURCES:
        return f"Sources 1 to {len(used)}: ? shows them."
    named = "; ".join(f"[{number}] {source.authors.split(',')[0]} {source.year}" for number, source in enumerate(used, start=1))
    return f"Sources: {named}. ? shows them in full."


def _react(view: View, _: Citations) -> Iterator[Block]:
    if view.part == "note":
        reaction = view.record.answer("react", "reaction")
        for choice in view.prompt.step.choices:
            if choice.id == reaction:
                yield Facts(((choice.name, line(choice.then)),))


def _know(view: View, citations: Citations) -> Iterator[Block]:
    heard = view.record.picked("know", "beliefs")
    if view.part == "initial" and heard:
        beliefs = [belief for belief in view.option_set.misconceptions if belief.id in heard]
        yield Facts(tuple((belief.belief, line(belief.answer, citations.cite(belief.sources))) for belief in beliefs))


def _list(view: View, _: Citations) -> Iterator[Block]:
    yield Facts(tuple((option.name, line(option.summary)) for option in view.option_set.options))
    yield Paragraph(line(Faint(view.option_set.order_reason)))


def _describe(view: View, citations: Citations) -> Iterator[Block]:
    option = view.option()
    if option is None:
        return
    yield Paragraph(line(Strong(option.name), ": ", option.summary))
    yield involved(option, citations)
    if view.option_set.questions:
        yield Paragraph(line(Strong("What patients ask")))
        asked = (
            (f"{question.ask}{citations.cite(question.sources)}", line(question.answers[option.id]))
            for question in view.option_set.questions
        )
        yield Facts(tuple(asked))


def _weigh(view: View, citations: Citations) -> Iterator[Block]:
    if view.part == "as_pictures":
        yield chances(view.option_set, citations)
        yield Paragraph(line(Faint("? shows the arithmetic, the reasons for certainty and what to know before comparing.")))
    elif view.part.startswith(PICTURE):
        outcome = next(each for each in view.option_set.outcomes if each.id == view.part.removeprefix(PICTURE))
        if (drawn := picture(view.option_set, outcome)) is not None:
            yield drawn
    elif view.part.startswith(BASELINE):
        outcome = next(each for each in view.walk.option_set.outcomes if each.id == view.part.removeprefix(BASELINE))
        yield Facts(
            tuple((each.name, line(counted(each.events, outcome.out_of), citations.cite(each.sources))) for each in outcome.baselines)
        )
    elif (option := view.option()) is not None:
        yield Paragraph(line(Strong(option.name)))
        yield pros_and_cons(option, citations)
        table = chances_of(option, view.option_set, citations)
        if table.rows:
            yield table
        for reason, names in without_figure(option, view.option_set):
            yield Paragraph(line(Strong(f"{reason.capitalize()}: "), names, "."))


def _support(view: View, _: Citations) -> Iterator[Block]:
    yield Facts(tuple((choice.name, line(choice.then)) for choice in view.prompt.step.choices))


def _teach_back(view: View, _: Citations) -> Iterator[Block]:
    about = None if view.part == "said_back" else view.part
    backs = [back for back in view.option_set.teach_back if back.option == about]
    for back in backs:
        yield Quotation(back.ask)
        heard = [point.rstrip(".") for point in back.listen_for]
        yield Paragraph(line(Faint("Listen for: "), "; ".join((heard[0], *map(inside, heard[1:])))))


def _priorities(view: View, _: Citations) -> Iterator[Block]:
    goals = view.record.words("goals", "note")
    if view.part == "open" and goals:
        yield Quotation(goals, "Their goal, said before")
    if view.part in {"own_supports", "own_against"}:
        yield Quotation(view.record.words("priorities", "own") or "", "Their own")
    if view.part in {"how", "rank"}:
        yield Facts(tuple((value.name, line(value.ask)) for value in view.option_set.values))


def _lean(view: View, citations: Citations) -> Iterator[Block]:
    record = view.record
    said = record.words("priorities", "open")
    if view.part == "leaning" and view.state.unsettled == view.prompt.step.id:
        yield Paragraph(line(Strong("What matters was changed after this leaning was noted."), " Does it still stand?"))
    if view.part == "leaning" and said:
        yield Quotation(said, "What matters most, in their words")
    # Side by side where it can be put otherwise, and again once it was.
    if view.part == "otherwise" or (view.part == "after" and (record.picked("lean", "otherwise") or not _was_asked(view, "otherwise"))):
        yield from alignment_blocks(view.option_set, said, record.alignment(), citations)
    if view.part == "after":
        yield Facts(
            (
                ("At first", line(record.initial_preference() or "not discussed")),
                ("Now", line(record.preference("lean", "leaning") or "not discussed")),
            )
        )


def _was_asked(view: View, part: str) -> bool:
    return f"{view.prompt.step.key}.{part}" in view.state.answers


def _decide(view: View, _: Citations) -> Iterator[Block]:
    if view.part == "readiness":
        gaps = [(gap.step, gap.what) for gap in view.record.gaps()]
        if (step := view.state.unsettled) is not None:
            gaps.append((view.walk.guide.steps[step], "what matters was changed after the leaning was noted"))
        if gaps:
            yield Paragraph(line(Strong("What may be missing"), ". Go back?"))
            yield Bullets(tuple(line(f"> {step.id}", f" ({step.title}): {what}") for step, what in gaps))
    if view.part == "next_step":
        yield Paragraph(line(Faint("A good next step is specific, measurable, agreed, realistic and dated.")))


def _review(view: View, _: Citations) -> Iterator[Block]:
    if view.part == "safety_net" and view.option_set.safety_net:
        yield Bullets(tuple(line(text) for text in view.option_set.safety_net))


_CONTENT: dict[str, Callable[[View, Citations], Iterator[Block]]] = {
    "react": _react,
    "know": _know,
    "list": _list,
    "describe": _describe,
    "weigh": _weigh,
    "support": _support,
    "teach_back": _teach_back,
    "priorities": _priorities,
    "lean": _lean,
    "decide": _decide,
    "review": _review,
}
