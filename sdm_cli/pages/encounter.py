"""The patient's screens: what the patient says and what can be seen, and nothing of what they think until the debrief."""

from collections.abc import Iterator
from datetime import timedelta

from sdm_cli.conversation.practice import Practice
from sdm_cli.conversation.talk import State, Turn, beginning
from sdm_cli.conversation.walk import Prompt
from sdm_cli.document.blocks import Block, Break, Bullets, Document, Facts, Faint, Heading, Line, Paragraph, Quotation, Strong, line
from sdm_cli.model.option_set import OptionSet
from sdm_cli.pages.figures import named, sentence
from sdm_cli.pages.pictures import picture
from sdm_cli.pages.screen import clock
from sdm_cli.pages.turn import own_beside_picked, quoted, voices, what_was_said


def encounter(practice: Practice, state: State, spent: timedelta, *, returning: bool = False) -> Document:
    """What stands above a question of a practice. Who is `returning` to a list reads again what the patient said before it."""
    blocks: list[Block] = [Break(_where(practice, state, spent))]
    part = (state.part or "").partition(".")[0]
    if part == "again":
        # Imported here: only the end needs it.
        from sdm_cli.pages.debrief import at_the_end  # noqa: PLC0415

        blocks += at_the_end(practice, state)
    elif part == "words" or returning:
        blocks += _opening(practice, state)
    if part == "say":
        blocks += _own_words(state)
    return Document(tuple(blocks))


def encounter_help(practice: Practice, state: State, prompt: Prompt, _spent: timedelta) -> Document:
    """Behind the screen: what was known beforehand, what the step is for, and how to get about."""
    blocks: list[Block] = []
    last = state.turns[-1] if state.turns else None
    if last is not None and last.kind == "said" and isinstance(last.own, str):
        # First, since the screen points here: it names the step and no more.
        said = practice.guide.steps[last.step]
        blocks.append(Facts(((f"{said.id} {said.title}", line(f"What you said last belongs here. {said.do} {said.why}")),)))
    blocks += [Paragraph(line(Strong("What you knew before the door opened"))), *_setting(practice)]
    if state.here is not None:
        step = prompt.step
        blocks.append(Facts(((f"{step.id} {step.title}", line(step.do)), ("Why", line(step.why)), ("Pitfall", line(step.pitfall)))))
    ways = (
        line("Your own words first; then pick what comes nearest. Enter alone says nothing, and the patient may go on."),
        line("'Something else' brings something up, shows chances, answers a question, asks to say it back, changes the topic."),
        line("What the patient was thinking comes afterwards, in the debrief."),
    )
    return Document((*blocks, Bullets(ways)))


def _where(practice: Practice, state: State, spent: timedelta) -> str:
    place = practice.exchange(state.here).topic if state.here is not None else "Afterwards"
    if state.retrying is not None:
        place = f"{place}, once more"
    return f"{practice.case.patient.name} | {place} | {clock(spent)} of {practice.case.minutes} min"


def _setting(practice: Practice) -> Iterator[Block]:
    case = practice.case
    yield Facts((("Where", line(case.setting.place)), ("Your task", line(case.setting.task))))
    yield Bullets(tuple(line(text) for text in case.setting.known))


def _opening(practice: Practice, state: State) -> Iterator[Block]:
    """What came before, and what the patient says now."""
    name = practice.case.patient.name
    here = practice.exchange(state.here or "")
    if not state.turns:
        yield Heading(1, practice.case.title)
        yield from _setting(practice)
    last = state.turns[-1] if state.turns else None
    if state.retrying is not None:
        yield Paragraph(line("Once more, as it was before that."))
    elif last is not None:
        yield from _answer(practice, last)
    patient = state.mind.says(here.patient, here)
    if (since := state.since_arrival()) and state.retrying is None:
        patient = beginning(state, since[0].number).mind.says(here.patient, here)
        before = " ".join(f'{who}: "{words}"' for who, words in voices(patient, name))
        yield Paragraph(line(Faint(f"Before that, {before}")))
    else:
        yield from quoted(patient, name)


def _answer(practice: Practice, turn: Turn) -> Iterator[Block]:
    """The turn before: own words beside what was picked, what was put on the table, and what the patient said to it."""
    if isinstance(turn.own, str):
        step = practice.guide.steps[turn.step]
        yield own_beside_picked(turn)
        if turn.kind == "said":
            yield Paragraph(line(Faint(f"{step.id} {step.title}. ? says what it is for.")))
    else:
        yield Paragraph(
            line(Strong("You: "), what_was_said(turn)) if turn.kind in {"said", "brought up", "checked"} else line(what_was_said(turn))
        )
    yield from on_the_table(practice.option_set, turn)
    if turn.reply is not None:
        yield from quoted(turn.reply, practice.case.patient.name)


def _own_words(state: State) -> Iterator[Block]:
    own = state.answers.get(state.own_words_at)
    if isinstance(own, str):
        yield Quotation(own, "Your words")


def on_the_table(option_set: OptionSet, turn: Turn) -> Iterator[Block]:
    """The set's own picture, figures or answer, where a turn is about one."""
    if turn.about is None:
        return
    for outcome in option_set.outcomes:
        if outcome.id == turn.about:
            drawn = picture(option_set, outcome) if turn.picture else None
            figures: list[tuple[str, Line]] = [
                (option.name, line(sentence(outcome, outcome.by_option[option.id]))) for option in option_set.options
            ]
            if drawn is not None:
                yield drawn
            else:
                yield Paragraph(named(outcome))
                yield Facts(tuple(figures))
    for question in option_set.questions:
        if question.id == turn.about:
            names = {option.id: option.name for option in option_set.options}
            yield Facts(tuple((names.get(option, option), line(answer)) for option, answer in question.answers.items()))
    for belief in option_set.misconceptions:
        if belief.id == turn.about:
            yield Facts((("Some believe", line(belief.belief)), ("The set says", line(belief.answer))))
