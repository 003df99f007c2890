"""The debrief of a practice: evidence, not marks. What was said, what it did, and what stayed unsaid."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from msgspec import Struct

from sdm_cli.conversation.outcome import NOT_MET, REACHED, came_to_light, heard_first, steps_reached, without_a_place
from sdm_cli.conversation.pace import kept_time
from sdm_cli.conversation.practice import Practice
from sdm_cli.conversation.talk import State, Turn
from sdm_cli.document.blocks import Block, Bullets, Document, Facts, Faint, Heading, Line, Paragraph, Strong, Table, line
from sdm_cli.model.case import Say, Unsaid
from sdm_cli.model.session import Header
from sdm_cli.pages.figures import inside
from sdm_cli.pages.screen import clock
from sdm_cli.pages.turn import MADE_UP, own_beside_picked, quoted, voices, what_was_said

_OPEN = {
    "wait": "to put the decision off for now",
    "clinician": "the patient handed the choice to the clinician",
    "pause": "the talk stopped here, for the patient's sake",
}


class Debriefed(Struct, frozen=True):
    """A practice as its debrief needs it."""

    header: Header
    practice: Practice
    state: State
    spent: Mapping[str, timedelta]

    def steps(self) -> dict[str, str]:
        """What each step that the case has a place for came to in a word: the most that any turn did for it."""
        return steps_reached(self.practice, self.state)


def decision_in_words(practice: Practice, decision: str | None) -> str:
    """A decision, or a leaning, as a reader would say it."""
    if decision is None:
        return "no decision was reached"
    names = {option.id: inside(option.name) for option in practice.option_set.options}
    return names.get(decision) or _OPEN.get(decision, decision)


def rested_on(practice: Practice, state: State) -> str:
    """Whether what the informed preference rests on had come to light."""
    facts = practice.case.preference.informed.rests_on
    if not facts:
        return "In this case the preference rests on nothing that was kept back."
    told, _ = came_to_light(practice, state)
    there = [each for each in told if each.id in facts]
    if len(there) == len(facts):
        return "What this patient would base it on had come to light."
    if there:
        return "Part of what it would rest on for this patient had come to light, and part had not."
    return "What this patient would base it on had not come to light."


def at_the_end(practice: Practice, state: State) -> Iterator[Block]:
    """The short debrief: what came to light, the decision, one thing to retry; or the difference a second try made."""
    if state.turns and (again := state.afterwards()) and state.turns[-1] is again[-1]:
        yield from _difference(practice, state, again[-1])
        return
    if state.turns:
        yield from _last_answer(practice, state.turns[-1])
    if state.ending is not None:
        yield from quoted(state.ending.closing, practice.case.patient.name)
    yield from in_short(practice, state)


def _last_answer(practice: Practice, turn: Turn) -> Iterator[Block]:
    yield Paragraph(line(Strong("You: "), what_was_said(turn)))
    if turn.reply is not None:
        yield from quoted(turn.reply, practice.case.patient.name)


def in_short(practice: Practice, state: State) -> Iterator[Block]:
    """What came to light, the decision, and one thing to say again."""
    told, kept = came_to_light(practice, state)
    facts: list[tuple[str, Line]] = []
    if told:
        facts.append(("Came to light", line(" ".join(f'"{each.what}"' for each in told))))
    if kept:
        facts.append(("Stayed unsaid", line(" ".join(f'"{each.what}"' for each in kept))))
    decision = state.ending.decision if state.ending is not None else state.decision
    facts.append(("Decision", line(_sentence(decision_in_words(practice, decision)), " ", rested_on(practice, state))))
    if (turn := worth_retrying(state)) is not None:
        facts.append(("To say again", line(f"{practice.exchange(turn.exchange).topic}. You said: {what_was_said(turn)}")))
        if isinstance(turn.response, Say) and turn.response.instead:
            facts.append(("Another way", line(f'"{turn.response.instead}"')))
    yield Facts(tuple(facts))


def worth_retrying(state: State) -> Turn | None:
    """One turn to say again: the first that missed its step, else the first that only touched it."""
    said = [turn for turn in state.kept() if turn.kind == "said"]
    missed = [turn for turn in said if turn.reached == "missed"]
    return next(iter((*missed, *(turn for turn in said if turn.reached == "touched"))), None)


def _difference(practice: Practice, state: State, again: Turn) -> Iterator[Block]:
    before = next((turn for turn in state.turns if turn.number == again.again_of), None)
    if before is not None:
        yield Paragraph(line(Strong(f"{practice.exchange(before.exchange).topic}, both ways")))
        yield _side_by_side(practice, before, again)


def _side_by_side(practice: Practice, *turns: Turn, over: bool = True) -> Table:
    """Several tries of one turn; what the patient was thinking only once the talk is over."""
    columns = ("First", "Then", "And then", "And again")[: len(turns)]
    rows: list[tuple[Line, ...]] = []
    if any(isinstance(turn.own, str) for turn in turns):
        rows.append(tuple(line(f'In your words: "{turn.own}"' if isinstance(turn.own, str) else "") for turn in turns))
    rows.append(tuple(line(what_was_said(turn)) for turn in turns))
    rows.append(tuple(line(_reply(practice, turn)) for turn in turns))
    if over:
        rows.append(tuple(line(f"Thinking: {turn.response.feels}" if turn.response else "") for turn in turns))
        rows.append(tuple(line(turn.response.why if turn.response else "") for turn in turns))
    return Table(columns, tuple(rows), headed=False)


def _reply(practice: Practice, turn: Turn) -> str:
    if turn.reply is None:
        return ""
    cue = f" ({turn.reply.cue})" if turn.reply.cue else ""
    spoken = " ".join(f'{name}: "{words}"' for name, words in voices(turn.reply, practice.case.patient.name))
    return f"{spoken}{cue}"


# ── The whole debrief ────────────────────────────────────────────────────────────────────────────────────────────────


def debrief(told: Debriefed) -> Document:
    """The whole debrief: in short first, then turn by turn."""
    case = told.practice.case
    blocks: list[Block] = [Heading(1, f"Debrief: {case.title}"), Facts(tuple(_about(told)))]
    if told.state.ending is None:
        # What the patient thinks would be told too soon: the talk goes on.
        unfinished = Paragraph(line("The talk is not at its end yet. This is what was said so far; what it did comes at the end."))
        return Document((*blocks, unfinished, *_turns(told), Paragraph(line(MADE_UP))))
    blocks += [Heading(2, "In short"), *in_short(told.practice, told.state)]
    blocks += _light(told)
    blocks += _preferences(told)
    blocks += _turns(told)
    blocks += _again(told)
    blocks += _steps(told)
    blocks.append(Paragraph(line(MADE_UP)))
    return Document(tuple(blocks))


def _about(told: Debriefed) -> Iterator[tuple[str, Line]]:
    practice = told.practice
    patient = practice.case.patient
    yield "Patient", line(f"{patient.name}, {patient.age}. {patient.life}")
    yield "Date", line(f"{told.header.started.astimezone():%Y-%m-%d}")
    yield "Decision to make", line(practice.option_set.decision)
    yield "Case", line(f"{practice.case.id}, {practice.case.level}, seed {practice.seed}")
    if (total := kept_time(told.spent)) is not None:
        yield "Time", line(f"{clock(total)} min of {practice.case.minutes}")
    yield "Session", line(told.header.id)


def _light(told: Debriefed) -> Iterator[Block]:
    said, kept = came_to_light(told.practice, told.state)
    if not said and not kept:
        return
    yield Heading(2, "What came to light")
    if said:
        yield Bullets(tuple(line(f'"{each.what}"', Faint(_when(told, each))) for each in said))
    else:
        yield Paragraph(line("Nothing of what was kept back."))
    if kept:
        yield Paragraph(line(Strong("What stayed unsaid")))
        yield Bullets(tuple(line(f'"{each.what}" ', Faint(f"Kept back: {each.because}")) for each in kept))


def _when(told: Debriefed, fact: Unsaid) -> str:
    turn = next((each for each in told.state.kept() if fact.id in each.new), None)
    return f" Told at turn {turn.number}, {told.practice.exchange(turn.exchange).topic}." if turn is not None else ""


def _preferences(told: Debriefed) -> Iterator[Block]:
    practice, preference = told.practice, told.practice.case.preference
    decision = told.state.ending.decision if told.state.ending is not None else None
    yield Heading(2, "From a first leaning to a decision")
    yield Facts(
        (
            ("At first", line(_leaning(practice, preference.first.to, preference.first.because))),
            ("Once informed", line(_leaning(practice, preference.informed.to, preference.informed.because))),
            ("Reached", line(f"{_sentence(decision_in_words(practice, decision))} {rested_on(practice, told.state)}")),
        )
    )
    yield Paragraph(line(Faint("Another ending may be as sound, where it rests on what matters to the patient.")))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _leaning(practice: Practice, to: str, because: str) -> str:
    return f"{_sentence(decision_in_words(practice, to))} {because}"


def _turns(told: Debriefed) -> Iterator[Block]:
    guide, state = told.practice.guide, told.state
    yield Heading(2, "Turn by turn")
    turns = state.turns if state.ending is None else state.turns[: state.ending.turns]
    if not turns:
        yield Paragraph(line("Nothing was said."))
        return
    if spent := tuple(_time_per_talk(told)):
        yield Paragraph(line(Faint(f"Time: {', '.join(spent)}.")))
    yield from quoted(heard_first(told.practice), told.practice.case.patient.name)
    tried = {turn.again_of for turn in turns if turn.again_of is not None}
    title_before = ""
    for turn in turns:
        if turn.number in tried:
            continue
        if turn.kind == "passed" and not isinstance(turn.own, str):
            # It follows the silence at the same exchange, and has nothing of its own to tell.
            yield Paragraph(line(what_was_said(turn)))
            continue
        talk = guide.talk_of(turn.step)
        title = talk.title if talk is not None else "Besides"
        if title != title_before:
            yield Heading(3, title)
            title_before = title
        yield from _turn(told, turn, _tries(turns, turn))


def _time_per_talk(told: Debriefed) -> Iterator[str]:
    for talk in told.practice.guide.file.talks:
        spent = sum((told.spent.get(step, timedelta()) for step in talk.steps), start=timedelta())
        if spent:
            yield f"{inside(talk.title)} {clock(spent)} min"


def _tries(turns: Sequence[Turn], turn: Turn) -> tuple[Turn, ...]:
    """The tries before this one, the first first."""
    found: list[Turn] = []
    wanted = turn.again_of
    while wanted is not None:
        before = next(each for each in turns if each.number == wanted)
        found.insert(0, before)
        wanted = before.again_of
    return tuple(found)


def _turn(told: Debriefed, turn: Turn, tries: tuple[Turn, ...]) -> Iterator[Block]:
    practice = told.practice
    step = practice.guide.steps[turn.step]
    over = told.state.ending is not None
    word = f", {REACHED[turn.reached]}" if over and turn.reached is not None else ""
    yield Heading(4, f"{turn.number}. {practice.exchange(turn.exchange).topic} ({step.id} {inside(step.title)}{word})")
    if tries:
        yield Paragraph(line("Taken back and said again:"))
        yield _side_by_side(practice, *tries, turn, over=over)
    else:
        yield from _said_and_answered(practice, turn)
    if over:
        yield from _behind(turn, told=not tries)


def _said_and_answered(practice: Practice, turn: Turn) -> Iterator[Block]:
    if isinstance(turn.own, str):
        yield own_beside_picked(turn)
    else:
        yield Paragraph(line(f"You: {what_was_said(turn)}" if turn.kind in {"said", "brought up", "checked"} else what_was_said(turn)))
    if turn.reply is not None:
        yield from quoted(turn.reply, practice.case.patient.name)


def _behind(turn: Turn, *, told: bool) -> Iterator[Block]:
    """What the patient was thinking, what it did, and another way to say it."""
    if turn.response is None:
        return
    facts: list[tuple[str, Line]] = []
    if told:
        facts += [("Thinking", line(turn.response.feels)), ("What it did", line(turn.response.why))]
    if isinstance(turn.response, Say) and turn.response.instead:
        facts.append(("Another way", line(f'"{turn.response.instead}"')))
    if facts:
        yield Facts(tuple(facts))


def _again(told: Debriefed) -> Iterator[Block]:
    """What was tried again after the talk."""
    again = told.state.afterwards()
    if not again:
        return
    yield Heading(2, "Said again afterwards")
    for turn in again:
        before = next((each for each in told.state.turns if each.number == turn.again_of), None)
        if before is not None:
            yield Paragraph(line(Strong(told.practice.exchange(turn.exchange).topic)))
            yield _side_by_side(told.practice, before, turn)


def _steps(told: Debriefed) -> Iterator[Block]:
    yield Heading(2, "The steps")
    guide, words = told.practice.guide, told.steps()
    found = {word: [step for step, came_to in words.items() if came_to == word] for word in ("reached", "touched", "missed", NOT_MET)}
    found["not in this case"] = list(without_a_place(told.practice))
    named = {word: ", ".join(f"{step} {inside(guide.steps[step].title)}" for step in steps) for word, steps in found.items()}
    yield Facts(tuple((word.capitalize(), line(steps)) for word, steps in named.items() if steps))
    yield Paragraph(line(Faint("Not every talk needs every step, and their order is free.")))
