"""Whatever a file or a person says, a page of it has the same bones: every export, read by a reader that is not ours."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from msgspec import Struct
from msgspec.structs import replace

from sdm_cli.cohort.tables import TABLES
from sdm_cli.commands.cohort import Wish, run_report
from sdm_cli.commands.cohort import run_export as export_all
from sdm_cli.commands.observation_staging import ObservationStaging
from sdm_cli.commands.practice_staging import staged
from sdm_cli.commands.staging import Staging
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.commands.walk_staging import WalkStaging
from sdm_cli.content.case_loading import read_case
from sdm_cli.content.catalogue import Catalogue
from sdm_cli.content.loading import load_guide, read_option_set
from sdm_cli.conversation.observation import Observation
from sdm_cli.conversation.practice import Practice
from sdm_cli.conversation.walk import Walk
from sdm_cli.document.blocks import Document
from sdm_cli.document.html import to_html
from sdm_cli.document.inert import inert, visible
from sdm_cli.document.markdown import to_markdown
from sdm_cli.document.plain import to_plain
from sdm_cli.document.terminal import Canvas, write
from sdm_cli.model.derivation import resolved
from sdm_cli.model.event import Answered
from sdm_cli.model.session import Entry, Session
from sdm_cli.pages.cards import ROLES, card
from sdm_cli.pages.option_set import option_set_page
from sdm_cli.sessions.store import Store
from tests.cohort.made_up_class import as_kept
from tests.content.small_case import SMALL_CASE
from tests.document.html_reader import read_page
from tests.terminal.faults import TALKS, talk

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
HARMLESS = "a word"
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[a](javascript:alert(1)) ![b](http://x/y)",
    "</td></table></main><h1>x</h1><!--",
    "| a | b |\n\n# c\n\n- d\n\n```",
    "\x1b]8;;http://x\x07\x1b[2J\x9b31m\x00",
    "\u202egnihton\u2066 \u2028",
    "[red]x[/red] :smile: &lt;b&gt; https://x.y",
    "=HYPERLINK(A1)",
    "@x\t+1",
    "z\u0300\u0301\u0302\u200b\u200d" * 20,
)
WHITE = dict.fromkeys(map(ord, "\t\r\n"))
NEVER = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
LONGEST_CHOICE = 20
PARQUET = ("parquet",) if find_spec("duckdb") else ()

pytestmark = pytest.mark.no_cover  # every page of everything, again and again


def spoilt(value: Any, text: str) -> Any:
    """A value with the text before every sentence in it. Ids, and words that are picked from a list, stay as they are."""
    match value:
        case str() if " " in value and (len(value) > LONGEST_CHOICE or value[0].isupper()):
            return f"{text} {value}"
        case Struct():
            return replace(value, **{field: spoilt(getattr(value, field), text) for field in value.__struct_fields__})
        case dict():
            return {key: spoilt(each, text) for key, each in value.items()}
        case tuple() | list():
            return type(value)(spoilt(each, text) for each in value)
        case _:
            return value


def events(kind: str, text: str) -> list[Entry]:
    """What happened in a talk in which everything that is typed is this text."""
    told = [
        (question.id, text if isinstance(answer, str) and answer.startswith("note") else answer) for question, answer in talk(kind).answers
    ]
    return [Entry(NOON + timedelta(seconds=number), Answered(*each)) for number, each in enumerate(told)]


def stagings(text: str) -> Iterator[tuple[Staging[Any], Session]]:
    """A walk, a practice and an observation of files that say this everywhere, by somebody who types nothing else."""
    guide = load_guide(Catalogue(()), "elwyn-2012").guide
    knee = read_option_set(talk("practice").contents["option_set"], "knee.yaml")
    thumb = read_option_set(talk("walk").contents["option_set"], "thumb.yaml")
    case = read_case(SMALL_CASE.encode(), "stairs.yaml", knee, list(guide.steps))
    guide, knee, thumb, case = (spoilt(each, text) for each in (guide, knee, thumb, case))
    observed = Observation(guide, f"{text} title")
    headers = {kind: replace(talk(kind).header, code=text, program=text) for kind in TALKS}
    made: dict[str, Staging[Any]] = {
        "walk": WalkStaging(Walk(thumb, guide)),
        "practice": staged(case, knee, guide, 1, own_words=False),
        "observation": ObservationStaging(observed, headers["observation"], []),
    }
    for kind in TALKS:
        yield made[kind], Session(headers[kind], events(kind, text))


def documents(text: str) -> Iterator[Document]:
    """Every page that is made of files and answers."""
    for staging, session in stagings(text):
        conversation = staging.conversation
        state = conversation.start()
        for number, entry in enumerate(session.entries):
            prompt = conversation.next_prompt(state)
            assert prompt is not None
            if number % 20 == 0:
                yield staging.screen(state, prompt, timedelta())
                yield staging.help(state, prompt, timedelta())
            state = conversation.advance(state, entry.event)
        assert conversation.next_prompt(state) is None
        yield staging.outcome(session, state, private=True)
        if isinstance(staging, WalkStaging):
            yield option_set_page(resolved(staging.conversation.option_set, {}), None)
        if isinstance(conversation, Practice):
            yield from (card(role, conversation.case, conversation.option_set, conversation.guide) for role in ROLES)


@cache
def harmless_documents() -> list[Document]:
    return list(documents(HARMLESS))


def texts(form: str, text: str) -> list[str]:
    """Every export in a format."""
    found = []
    for staging, session in stagings(text):
        conversation = staging.conversation
        state = conversation.start()
        for entry in session.entries:
            state = conversation.advance(state, entry.event)
        found.append(staging.written(session, state, form, private=True))
    return found


EVERY = pytest.mark.parametrize("text", [" ".join(HOSTILE[start::3]) for start in range(3)], ids=range(3))


@EVERY
def test_every_page_has_the_same_bones_whatever_it_says(text: str) -> None:
    for page, harmless in zip(documents(text), harmless_documents(), strict=True):
        assert marks(to_html(page)) <= marks(to_html(harmless))
        assert bones(to_markdown(page)) <= bones(to_markdown(harmless))
        stream = io.StringIO()
        write(page, Canvas(stream, 60, colour=False))
        for shown in (to_plain(page, 60), to_plain(page, None), stream.getvalue()):
            assert NEVER.search(shown) is None, repr(shown)
        # Nothing is hidden: it is only made harmless.
        assert inert(text) in " ".join(to_plain(page, None).split())


def marks(html: str) -> set[tuple[str, ...]]:
    """Every kind of element of a page with the names of its attributes; links with where they lead."""
    return {(each.tag, *sorted(each.attrib), each.attrib.get("href", "") if each.tag == "a" else "") for each in read_page(html).iter()}


def bones(markdown: str) -> set[tuple[str, str, str]]:
    """What a Markdown reader finds, without the texts; links with where they lead."""
    tokens = [each for token in READER.parse(markdown) for each in (token, *(token.children or []))]
    return {(each.type, each.tag, str(each.attrs.get("href", ""))) for each in tokens if each.type not in {"text_special", "softbreak"}}


@EVERY
def test_data_says_what_was_said_and_a_file_of_answers_can_be_read_again(text: str) -> None:
    for written in texts("json", text):
        assert text.strip() in said_in(json.loads(written))
    for written in texts("answers", text):
        assert NEVER.search(written) is None, written


def said_in(data: Any) -> set[str]:
    match data:
        case dict():
            return set().union(*map(said_in, data.values()))
        case list():
            return set().union(*map(said_in, data))
        case _:
            return {str(data)}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every table and report of a class in which everybody says something else that is hostile, by a guide that has a talk of such a name."""
    folder = tmp_path_factory.mktemp("class")
    here = a_class(folder, HOSTILE)
    for form in ("csv", *PARQUET):
        export_all(form, folder / "tables", here, words=True, force=True)
    for form in ("html", "markdown", "csv", "json", *PARQUET):
        run_report(Wish([folder / "sessions"], form, folder / f"class.{form}", quotes=True, force=False), here)
    return folder


def a_class(folder: Path, texts: Sequence[str]) -> Surroundings:
    """Sessions of a class in which each text is all that somebody says, in a folder that is home."""
    store = Store(folder / "sessions")
    for number, text in enumerate(texts):
        for kind in TALKS:
            contents = dict(talk(kind).contents)
            contents["guide"] = contents["guide"].replace(b"title: Choice talk", f"title: {json.dumps(text)}".encode())
            hashes = {name: store.keep_content(raw) for name, raw in contents.items()}
            name = f"{'bcdfghjkmnpqr'[number]}{'bcd'[TALKS.index(kind)]}zz"
            header = replace(talk(kind).header, id=name, contents=hashes, code=text, program=text)
            (store.folder / f"{name}.jsonl").write_bytes(as_kept(header, events(kind, text)))
    stdout, stderr = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    return Surroundings(io.StringIO(), stdout, stderr, {"SDM_HOME": str(folder)})


def test_tables_and_the_report_of_a_class_hold_words_and_no_formulas(exported: Path) -> None:
    cells = [cell for file in exported.rglob("*.csv") for row in rows_of(file) for cell in row]
    assert len(cells) > 100
    assert [cell for cell in cells if NEVER.search(cell.translate(WHITE))] == []
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert {token for token, *_ in bones((exported / "class.markdown").read_text(encoding="utf-8"))}.isdisjoint(
        {"html_block", "html_inline", "image"}
    )
    page = read_page((exported / "class.html").read_text(encoding="utf-8"))
    assert not [
        each for each in page.iter() if each.tag in {"script", "img", "iframe"} or any(name.startswith("on") for name in each.attrib)
    ]
    assert all(re.match("(#|https?:)", each.attrib["href"]) for each in page.iter("a"))
    json.loads((exported / "class.json").read_text(encoding="utf-8"))


@pytest.mark.skipif(not PARQUET, reason="DuckDB is not here, and without it no Parquet")
def test_parquet_says_the_same_to_a_reader_that_is_not_ours(exported: Path) -> None:
    import duckdb  # noqa: PLC0415 - it is not everywhere

    files = [*(exported / "tables" / f"{name}.parquet" for name in TABLES), exported / "class.parquet"]
    found = {file.stem: duckdb.read_parquet(str(file)) for file in files}
    said = {name: dict(zip(table.columns, zip(*table.fetchall(), strict=True), strict=False)) for name, table in found.items()}

    cells = [cell for columns in said.values() for column in columns.values() for cell in column if isinstance(cell, str)]
    assert [cell for cell in cells if NEVER.search(cell.translate(WHITE))] == []
    shown = {visible(text) for text in HOSTILE}
    assert set(said["sessions"]["code"]) == set(said["sessions"]["program"]) == shown
    assert set(said["words"]["words"]) >= shown
    assert {*said["steps"]["talk"], *said["class"]["name"]} >= shown
    assert {file.stat().st_mode & 0o777 for file in files[:-1]} == {0o600}
    for file in files:
        names, *rows = rows_of(file.with_suffix(".csv"))
        assert names == found[file.stem].columns
        assert [[cell.removeprefix("'") for cell in row] for row in rows] == [
            list(map(as_text, row)) for row in found[file.stem].fetchall()
        ]


def rows_of(file: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read_bytes().decode(), newline="")))


def as_text(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
