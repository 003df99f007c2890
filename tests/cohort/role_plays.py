"""Made-up role plays as they are handed in: one file for whoever watched, and one for each who played a part."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sdm_cli.conversation.observation import NOTE
from sdm_cli.conversation.questions import DONE
from sdm_cli.conversation.reflection import Reflection
from sdm_cli.model.event import Answer, Answered, AnyEvent, Paused
from sdm_cli.model.session import OBSERVATION, REFLECTION, Entry, Header
from tests.cohort.made_up_class import as_kept, loaded_guide

BEGUN = datetime(2026, 10, 5, 12, tzinfo=UTC)
CASE = "stairs-and-grandchildren"
OF_THE_CASE: Mapping[str, object] = {
    "option_set": "knee-osteoarthritis",
    "case": CASE,
    "guide": "elwyn-2012",
    "contents": {"guide": sha256(loaded_guide().file).hexdigest(), "steps": sha256(loaded_guide().steps).hexdigest()},
}
TO_THE_END: Mapping[str, Answer] = {
    "observe.review": None,
    "observe.agenda": "Not to talk so much",
    "observe.aim": None,
    "observe.felt": None,
    "observe.retry": "Ask before the numbers",
    "observe.keep": None,
}


def header_of(kind: str, name: str, minute: int = 0, **changes: object) -> Header:
    given: dict[str, object] = {"option_set": "", "guide": "", "contents": {}, "code": "T7", **changes}
    return Header(id=name, kind=kind, started=BEGUN + timedelta(minutes=minute), program="0.1.0", **given)  # type: ignore[arg-type]


def observation(*notes: str, name: str = "w777", minute: int = 0, paused: bool = False, **changes: object) -> bytes:
    """Notes, a minute each, and then to the end unless it was paused."""
    header = header_of(OBSERVATION, name, minute, **{**OF_THE_CASE, **changes})
    answers = {f"{NOTE}{number}": note for number, note in enumerate((*notes, *(() if paused else (DONE,))), start=1)}
    return kept(header, {**answers, **({} if paused else TO_THE_END)}, paused=paused)


def reflection(role: str, *answers: Answer, name: str = "r777", minute: int = 20, paused: bool = False, **changes: object) -> bytes:
    """The first answers as given, and nothing for the rest unless it was paused."""
    questions = [question.id for question in Reflection(role).script()]
    given = dict(zip(questions, (*answers, *([] if paused else [None] * len(questions))), strict=False))
    return kept(header_of(REFLECTION, name, minute, role=role, **changes), given, paused=paused)


def kept(header: Header, answers: Mapping[str, Answer], *, paused: bool = False) -> bytes:
    """A session with these answers, a minute each."""
    events: Sequence[AnyEvent] = [*(Answered(question, answer) for question, answer in answers.items()), *([Paused()] if paused else [])]
    return as_kept(header, [Entry(header.started + timedelta(minutes=number), event) for number, event in enumerate(events, start=1)])


def handed_in(folder: Path, **files: bytes) -> Path:
    """Write files of a role play to a folder, each named for who handed it in."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, raw in files.items():
        (folder / f"{name}.jsonl").write_bytes(raw)
    return folder


WATCHED = observation("C1", "C2 There is more than one way", '"She looks at her hands"', "D3 So, exercises?")
PATIENT = reflection("patient", "some", "what an injection does", "partly", None, "clinician", "nowhere", name="p777")
CLINICIAN = reflection("clinician", "together", "I asked her twice", name="c777", minute=21)
