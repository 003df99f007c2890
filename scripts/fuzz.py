"""Throw files at sdm that nobody would write, led by which lines of it they reach.

    python scripts/fuzz.py TARGET SECONDS [FOLDER]

TARGET is what reads them:

    yaml     the reader of sets, guides, steps and cases
    set      'sdm check' of an option set, and its pages
    case     'sdm check' of a case
    journal  a session file: read, gone on with, replayed and told

FOLDER keeps what was found worth keeping, to go on from there the next time, and in `crashes` each file that broke a
promise, once for each place. Ends with 1 if there is any. Needs atheris (pip install --group fuzz), which is Linux only.
"""

import importlib
import os
import pkgutil
import random
import re
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # the small files of the tests are what is begun from

LONGEST = 16_000
"""Bytes of a file that is tried."""
PATIENCE = 20
"""Seconds after which a file counts as one that hangs the program."""
PIECES = [
    b"", b"-1", b"0", b"5", b"1e999", b"999999999999999999999", b"true", b"null", b"[]", b"{}", b"[[]]", b"''", b'""', b'"\\u001b]8;;x\\u0007"',
    b'"\\ud83d"', b'"\\u202e"', b'"\\n"', b"&a b", b"*a", b"!!python/object:os.system x", b"|", b">-\n", b"0001-01-01", b"9999-12-31",
    b'"0001-01-01T00:00:00Z"', b'"9999-12-31T23:59:59.999999Z"', b'"2026-11-22T12:00:00+14:00"', b"../../x", b"\x00", b"\xff", b"\xc2\x85",
    b"javascript:x", b'"=1+1"', b"[red]x", b"<script>", b'["a","a"]', b'"went-back"', b'"jumped"', b'"marked"', b'"answered"', b'"end"',
]  # fmt: skip
VALUE = re.compile(rb"[:,\[]\s?(\"[^\"\n]*\"|[^\s\",\]}][^\",\]}\n]*)")
NEVER_PRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
Target = Callable[[bytes], None]


def inert(printed: str) -> None:
    """Nothing that is printed may steer a terminal."""
    found = NEVER_PRINTED.search(printed)
    if found is not None:
        raise AssertionError(f"U+{ord(found[0]):04X} was printed")


def seeds_of(target: str) -> Iterator[bytes]:
    """The files that are begun from."""
    from tests.content.small_case import SMALL_CASE
    from tests.content.sore_thumb import SORE_THUMB
    from tests.terminal import test_kill

    guide = (ROOT / "sdm_cli/library/guides/elwyn-2012.yaml").read_bytes()
    if target == "journal":
        yield from _journals()
        return
    if target in {"yaml", "set"}:
        yield from (SORE_THUMB.encode(), test_kill.SORE_THUMB.encode())
    if target in {"yaml", "case"}:
        yield SMALL_CASE.encode()
    if target == "yaml":
        yield from (guide, b"a: &a [*a]\n", b"- x\n", b'"\\0": |\n  x\n', b"%YAML 1.1\n---\na: b\n...\n")


def _journals() -> Iterator[bytes]:
    """One session of each kind, in the format without seals, which anybody can write."""
    import msgspec

    from sdm_cli.model.event import Answered, AnyEvent, Jumped, Marked, Paused, Resumed, WentBack
    from sdm_cli.model.session import Entry, Header

    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    answered: dict[str, list[AnyEvent]] = {}
    for kind, staging in _stagings().items():
        conversation, events = staging.conversation, answered.setdefault(kind, [])
        state = conversation.start()
        while (prompt := conversation.next_prompt(state)) is not None and len(events) < LONGEST // 400:
            event = Answered(prompt.question.id, next(_fitting(prompt.question), None))
            after = conversation.advance(state, event)
            event = event if after is not state else Answered(prompt.question.id, None)
            state = conversation.advance(state, event)
            events.append(event)
        events += [WentBack(), Jumped("O4"), Marked("O5", "done"), Paused(), Resumed()]
    for kind, events in answered.items():
        header = Header(
            sdm_session=1, id="k7m2", kind=kind, started=noon, program="0", option_set="sore-thumb", guide="elwyn-2012", contents={},
            case="stairs", seed=1, code="T7",
        )  # fmt: skip
        yield b"".join(msgspec.json.encode(each) + b"\n" for each in (header, *(Entry(noon, event) for event in events)))


def _fitting(question: Any) -> Iterator[Any]:  # noqa: ANN401 - whatever the question takes
    """An answer to a question."""
    from sdm_cli.conversation.questions import Choose, ChooseMany, Rank, Unfit, fitting

    first = question.choices[0].id if isinstance(question, Choose | ChooseMany | Rank) else None
    answers: list[Any] = ["words", "C1", 1] if first is None else [first, (first,)]
    for answer in answers:
        try:
            yield fitting(question, answer)
        except Unfit:
            continue


def _stagings() -> dict[str, Any]:
    """The conversations that a session may be of, each with a small file behind it."""
    from sdm_cli.commands.observation_staging import ObservationStaging
    from sdm_cli.commands.practice_staging import staged
    from sdm_cli.commands.walk_staging import WalkStaging
    from sdm_cli.content.case_loading import read_case
    from sdm_cli.content.catalogue import Catalogue
    from sdm_cli.content.loading import load_guide, load_option_set, read_option_set
    from sdm_cli.conversation.observation import Observation
    from sdm_cli.conversation.walk import Walk
    from sdm_cli.model.session import Header
    from tests.content.small_case import SMALL_CASE
    from tests.content.sore_thumb import SORE_THUMB

    guide = load_guide(Catalogue(()), "elwyn-2012").guide
    thumb = read_option_set(SORE_THUMB.encode(), "sore-thumb.yaml")
    knee = load_option_set(Catalogue(()), "knee-osteoarthritis").option_set
    case = read_case(SMALL_CASE.encode(), "stairs.yaml", knee, list(guide.steps))
    header = Header(id="", started=datetime(2026, 11, 22, tzinfo=UTC), program="0", option_set="", guide="", contents={})
    return {
        "walk": WalkStaging(Walk(thumb, guide)),
        "practice": staged(case, knee, guide, 1, own_words=False),
        "observation": ObservationStaging(Observation(guide, "A talk"), header, []),
    }


def reader() -> Target:
    """Every kind of file, read."""
    from sdm_cli.content.case_references import case_references
    from sdm_cli.content.catalogue import kind_of, title_of
    from sdm_cli.content.reading import read
    from sdm_cli.content.references import guide_references, option_set_references, steps_references
    from sdm_cli.model.case import Case
    from sdm_cli.model.guide import GuideFile, Steps
    from sdm_cli.model.option_set import OptionSet
    from sdm_cli.pages.findings import findings_text

    def once(raw: bytes) -> None:
        title_of(raw)
        kinds: dict[str | None, tuple[Any, Any]] = {
            "cases": (Case, case_references),
            "guides": (GuideFile, lambda tree: guide_references(tree, ["C1", "O1", "D1"])),
            "steps": (Steps, steps_references),
        }
        reading = read(raw, "fuzz.yaml", *kinds.get(kind_of(raw), (OptionSet, option_set_references)))
        if reading.value is None and not reading.diagnostics:
            raise AssertionError("refused without a reason")
        for each in reading.diagnostics:
            lines = reading.text.count("\n") + reading.text.count("\r") + reading.text.count("\x85") + 1
            if not 1 <= each.line <= lines + reading.text.count("\u2028") + reading.text.count("\u2029"):
                raise AssertionError(f"a mistake outside the file, at line {each.line}")
        inert(findings_text(reading.diagnostics))

    return once


def option_set() -> Target:
    """An option set, checked by every rule and shown."""
    from sdm_cli.check.judging import RULES, Asked, judged
    from sdm_cli.content.loading import Unusable, read_option_set
    from sdm_cli.document.html import to_html
    from sdm_cli.document.json import to_json
    from sdm_cli.document.markdown import to_markdown
    from sdm_cli.document.plain import to_plain
    from sdm_cli.model.derivation import resolved
    from sdm_cli.pages.annotations import workflow_commands
    from sdm_cli.pages.data import option_set_data
    from sdm_cli.pages.findings import findings_text
    from sdm_cli.pages.option_set import option_set_page

    asked = Asked(date(2026, 11, 22), profile="clinical")

    def once(raw: bytes) -> None:
        checked = judged(raw, "fuzz.yaml", asked)
        inert(findings_text(checked.diagnostics, RULES))
        workflow_commands(checked.diagnostics)
        try:
            found = read_option_set(raw, "fuzz.yaml")
        except Unusable:
            return
        page = option_set_page(resolved(found, {}), None)
        inert(to_plain(page, 80))
        inert(to_markdown(page))
        to_html(page, found.language)
        to_json(option_set_data(found))

    return once


def case() -> Target:
    """A case, checked by every rule."""
    from sdm_cli.check.cases import judged_case
    from sdm_cli.check.judging import Asked
    from sdm_cli.content import case_loading, loading
    from sdm_cli.content.catalogue import Catalogue
    from sdm_cli.pages.findings import findings_text

    kept: dict[str, Any] = {}
    read_set = loading.load_option_set

    def once_read(catalogue: Catalogue, wanted: str) -> loading.LoadedOptionSet:
        """The bundled sets are read once: they are not what is tried here."""
        if wanted not in kept:
            found = read_set(catalogue, wanted)
            if wanted != "knee-osteoarthritis":
                return found
            kept[wanted] = found
        return kept[wanted]  # type: ignore[no-any-return]

    steps = loading.known_steps()
    for name, instead in {"load_option_set": once_read, "known_steps": lambda: steps}.items():
        setattr(case_loading, name, instead)
    asked = Asked(date(2026, 11, 22))

    def once(raw: bytes) -> None:
        inert(findings_text(judged_case(raw, "fuzz.yaml", asked).diagnostics))

    return once


def journal() -> Target:
    """A session file: read, gone on with, replayed, and told in every format."""
    from sdm_cli.document.plain import to_plain
    from sdm_cli.exits import Refusal
    from sdm_cli.model.event import Answered, AnyEvent
    from sdm_cli.model.session import Session
    from sdm_cli.pages.data import session_line
    from sdm_cli.pages.lists import sessions_page
    from sdm_cli.sessions.journal import Broken, Journal, TooNew, read

    os.environ["TZ"] = "Pacific/Kiritimati"  # where it is tomorrow first
    time.tzset()
    stagings = _stagings()
    folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))  # noqa: S108 - a folder of our own in it
    path = folder / "k7m2.jsonl"
    event: AnyEvent = Answered("choice.offer.note", "more")
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def told(session: Session) -> None:
        staging = stagings.get(session.header.kind, stagings["walk"])
        conversation = staging.conversation
        state = conversation.start()
        for entry in session.entries:
            state = conversation.advance(state, entry.event)
        prompt = conversation.next_prompt(state)
        session_line(session, finished=prompt is None, step=None)
        for page in (staging.outcome(session, state, private=True), sessions_page([(session, "")])):
            inert(to_plain(page, 60))
        for form in ("markdown", "html", "json", "answers"):
            inert(staging.written(session, state, form, private=True))

    def once(raw: bytes) -> None:
        path.write_bytes(raw)
        try:
            session = read(path)
        except (Broken, TooNew) as refusal:
            str(refusal)
            return
        opened = Journal.reopen(path)
        if opened.session.entries != session.entries:
            raise AssertionError("reopened, it holds something else")
        opened.append(event, noon)
        opened.close()
        again = read(path)
        if tuple(each.event for each in again.entries) != (*(each.event for each in session.entries), event):
            raise AssertionError("what was added is not there")
        try:
            told(again)
        except Refusal:
            return

    return once


TARGETS: dict[str, Callable[[], Target]] = {"yaml": reader, "set": option_set, "case": case, "journal": journal}


def changed(raw: bytes, chance: random.Random) -> bytes:
    """A file with one line dropped, doubled or moved, or one value replaced: what a fuzzer of bytes seldom hits upon."""
    lines = raw.split(b"\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case _:
            values = list(VALUE.finditer(lines[at]))
            if values:
                value = chance.choice(values)
                lines[at] = lines[at][: value.start(1)] + chance.choice(PIECES) + lines[at][value.end(1) :]
    return b"\n".join(lines)


def run(target: str, seconds: int, folder: Path) -> None:
    """Try files until the time is over, in this process; it does not come back."""
    import atheris

    with atheris.instrument_imports(include=["sdm_cli"]):
        import sdm_cli

        for module in pkgutil.walk_packages(sdm_cli.__path__, "sdm_cli."):
            # What is only imported where it is used is to be led by as well.
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        once = TARGETS[target]()
    crashes = folder / "crashes"

    def guarded(raw: bytes) -> None:
        try:
            once(raw)
        except Exception as error:  # noqa: BLE001 - each is written down, and the search goes on
            frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "sdm_cli" in frame.filename]
            at = f"{Path(frames[-1].filename).stem}-{frames[-1].lineno}" if frames else "promise"
            name = crashes / f"{target}-{type(error).__name__}-{at}"
            if not name.exists():
                name.write_bytes(raw)
                name.with_suffix(".txt").write_text(traceback.format_exc())
                print(f"\n!! {name}: {error}", file=sys.stderr)

    def mutated(raw: bytes, longest: int, seed: int) -> bytes:
        chance = random.Random(seed)  # noqa: S311 - a game, no secret
        if chance.random() < 1 / 3:
            return bytes(atheris.Mutate(raw, longest))
        for _ in range(chance.randint(1, 3)):
            raw = changed(raw, chance)
        return raw[:longest]

    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST}",
        f"-timeout={PATIENCE}",
        "-rss_limit_mb=3000",
        f"-report_slow_units={PATIENCE}",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={crashes}/", str(folder / "corpus")], guarded, custom_mutator=mutated)
    atheris.Fuzz()


def main() -> int:
    """Prepare the folder, try files in a process of their own, and tell what came of it."""
    target, seconds = sys.argv[1], int(sys.argv[2])
    folder = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(tempfile.mkdtemp(prefix="sdm-fuzz-"))  # noqa: PLR2004
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    (folder / "crashes").mkdir(exist_ok=True)
    for number, raw in enumerate(seeds_of(target)):
        (folder / "corpus" / f"seed-{number}").write_bytes(raw)
    code = "import sys; sys.path[:0] = sys.argv[4:]; import fuzz; from pathlib import Path; fuzz.run(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))"
    done = subprocess.run([sys.executable, "-c", code, target, str(seconds), str(folder), str(Path(__file__).parent)], check=False)
    found = sorted(path for path in (folder / "crashes").iterdir() if path.suffix != ".txt")
    print(f"{target}: {len(found)} to mend{': ' if found else ''}{', '.join(path.name for path in found)}; kept in {folder}")
    return 1 if found or done.returncode else 0


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in TARGETS:  # noqa: PLR2004
        print(__doc__)
        sys.exit(2)
    sys.exit(main())
