"""A practice for other programs: what was said, what it did, and what each step came to. No number that could be a mark."""

from typing import Any

import msgspec

from sdm_cli.conversation.outcome import came_to_light
from sdm_cli.conversation.talk import State, Turn
from sdm_cli.model.case import Say
from sdm_cli.pages.data import FORMAT
from sdm_cli.pages.debrief import Debriefed


def practice_data(told: Debriefed) -> dict[str, Any]:
    """One practice. The patient's preferences are in it only once the talk is over."""
    header, practice, state = told.header, told.practice, told.state
    said, kept = came_to_light(practice, state)
    over = state.ending is not None
    return {
        "format": FORMAT,
        "session": header.id,
        "kind": header.kind,
        "started": header.started.isoformat(),
        "case": {"id": practice.case.id, "title": practice.case.title, "updated": practice.case.updated, "level": practice.case.level},
        "option_set": {"id": practice.option_set.id, "title": practice.option_set.title, "updated": practice.option_set.updated},
        "guide": {"id": practice.guide.file.id, "version": practice.guide.file.version},
        "contents": header.contents,
        "seed": practice.seed,
        "own_words": practice.own_words,
        "finished": over,
        "decision": state.ending.decision if state.ending is not None else None,
        "preference": msgspec.to_builtins(practice.case.preference) if over else None,
        "came_to_light": [each.id for each in said],
        "stayed_unsaid": [each.id for each in kept] if over else None,
        "turns": [_turn(state, turn) for turn in state.turns],
        "steps": [
            {"id": step, "title": practice.guide.steps[step].title, "was": word, "seconds": _seconds(told, step)}
            for step, word in (told.steps().items() if over else ())
        ],
    }


def _seconds(told: Debriefed, step: str) -> int:
    return round(told.spent[step].total_seconds()) if step in told.spent else 0


def _turn(state: State, turn: Turn) -> dict[str, Any]:
    # What the patient thinks is told once the talk is over, and not before.
    response = turn.response if state.ending is not None else None
    also = turn.reply.also if turn.reply is not None else None
    return {
        "number": turn.number,
        "exchange": turn.exchange,
        "step": turn.step,
        "kind": turn.kind,
        "own_words": turn.own,
        "picked": turn.picked,
        "text": turn.text,
        "was": turn.reached if state.ending is not None else None,
        "reply": turn.reply.words if turn.reply is not None else None,
        "by": turn.reply.by if turn.reply is not None else None,
        "also": {"by": also.by, "words": also.words} if also is not None else None,
        "cue": turn.reply.cue if turn.reply is not None else None,
        "feels": response.feels if response is not None else None,
        "why": response.why if response is not None else None,
        "instead": response.instead if isinstance(response, Say) else None,
        "about": turn.about,
        "came_to_light": list(turn.new),
        "decides": turn.decides,
        "again_of": turn.again_of,
        "taken_back": turn.taken_back,
        "afterwards": turn in state.afterwards(),
    }
