import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from yaml import safe_load

from sdm_cli.content.case_loading import read_case
from sdm_cli.content.catalogue import Catalogue
from sdm_cli.conversation.practice import Practice
from sdm_cli.conversation.talk import State
from sdm_cli.document.blocks import Document
from sdm_cli.document.html import to_html
from sdm_cli.document.markdown import to_markdown
from sdm_cli.document.plain import to_plain
from sdm_cli.document.terminal import Canvas, write
from sdm_cli.model.derivation import resolved
from sdm_cli.model.event import Answer, Answered
from sdm_cli.model.session import Header
from sdm_cli.pages.debrief import Debriefed, debrief
from sdm_cli.pages.handout import handout
from sdm_cli.pages.option_set import option_set_page
from tests.conversation.walks import guide
from tests.pages.made_up import bundled

FOLDER = Path(__file__).parent
SET = "knee-osteoarthritis"
CASE = "the-interpreter-is-her-son"
"""A talk in which two people answer. What is said in it stands in a file of answers beside the pages."""
SEED = 7
BEGUN = datetime(2026, 11, 22, 12, tzinfo=UTC)
WIDTHS = (40, 80, 120, 200)


def golden_pages() -> Iterator[tuple[str, str]]:
    """Each page with the name of the file that it is kept in."""
    option_set = bundled(SET)
    page = option_set_page(option_set)
    for width in WIDTHS:
        terminal = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        write(page, Canvas(terminal, width, colour=False))
        terminal.seek(0)
        yield f"{SET}-{width}.txt", terminal.read()
    yield f"{SET}-plain.txt", to_plain(page)
    yield f"{SET}.md", to_markdown(handout(option_set))
    yield f"{SET}.html", to_html(handout(option_set), option_set.language)
    told = debriefed()
    yield f"{CASE}.md", to_markdown(told)
    yield f"{CASE}-plain.txt", to_plain(told)


def debriefed() -> Document:
    """The debrief of one talk, always the same: the seed, the answers, and the minutes."""
    by = guide("elwyn-2012")
    raw = Catalogue(()).path("cases", CASE).read_bytes()
    option_set = bundled("statin-primary-prevention")
    practice = Practice(read_case(raw, CASE, option_set, list(by.steps)), resolved(option_set, {}), by, SEED)
    state = practice.start()
    for question, answer in safe_load(FOLDER.joinpath(f"{CASE}.yaml").read_text(encoding="utf-8")).items():
        while state.at != question:
            state = _answered(practice, state, None)
        state = _answered(practice, state, answer)
    header = Header(
        id="k7m2",
        kind="practice",
        started=BEGUN,
        program="0",
        option_set=option_set.id,
        guide=by.file.id,
        contents={},
        case=CASE,
        seed=SEED,
    )
    return debrief(Debriefed(header, practice, state, {"C1": timedelta(minutes=2), "O4": timedelta(seconds=90)}))


def _answered(practice: Practice, state: State, answer: Answer) -> State:
    moved = practice.advance(state, Answered(state.at or "", answer))
    assert moved is not state, f"{answer!r} does not answer {state.at}"
    return moved
