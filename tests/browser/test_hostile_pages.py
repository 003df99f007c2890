"""A page of each kind, made of nothing but hostile words, in a browser: it shows them, and nothing in it runs or loads."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Dialog

from sdm_cli.cohort.handed_in import Texts, files_in, surveyed
from sdm_cli.cohort.triad import joined
from sdm_cli.commands.cohort import Wish, run_report
from sdm_cli.conversation.practice import Practice
from sdm_cli.document.html import to_html
from sdm_cli.document.inert import inert
from sdm_cli.pages.cards import ROLES, card
from sdm_cli.pages.triad import triad_page
from tests.browser.seen import seen_in
from tests.cohort.role_plays import handed_in, observation, reflection
from tests.pages.test_hostile_pages import HOSTILE, a_class, stagings

TRIES = (
    "<script>ran = 1</script>",
    "<img src=http://127.0.0.1:9/x onerror='ran = 1'>",
    "<svg onload='ran = 1'></svg>",
    "<iframe src='javascript:parent.ran = 1'></iframe>",
    "<a href='javascript:ran = 1'>x</a>",
    "</title><title>taken over</title>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/y'>",
    "<style>main { display: none }</style>",
)
TEXT = " ".join((*TRIES, *HOSTILE))
FOREIGN = """() => [
    ...document.querySelectorAll('script, iframe, img, object, embed, form, base, link, audio, video, style ~ style, meta[http-equiv=refresh]'),
    ...[...document.querySelectorAll('*')].filter(each => [...each.attributes].some(one =>
        one.name.startsWith('on') || /href$/.test(one.name) && !/^(#|https?:)/.test(one.value))),
].map(each => each.outerHTML.slice(0, 80))"""


def pages(folder: Path) -> Iterator[tuple[str, str]]:
    """A page of each kind by its name."""
    for staging, session in stagings(TEXT):
        conversation = staging.conversation
        state = conversation.start()
        for entry in session.entries:
            state = conversation.advance(state, entry.event)
        yield session.header.kind, staging.written(session, state, "html", private=True)
        if session.header.kind == "walk":
            yield "handout", staging.written(session, state, "handout", private=True)
        if isinstance(conversation, Practice):
            cards = (card(role, conversation.case, conversation.option_set, conversation.guide) for role in ROLES)
            yield from ((f"card of the {role}", to_html(page, one_sheet=True)) for role, page in zip(ROLES, cards, strict=True))
    here = a_class(folder, [TEXT] * 5)
    run_report(Wish([folder / "sessions"], "html", folder / "class.html", quotes=True, force=False), here)
    yield "class report", (folder / "class.html").read_text(encoding="utf-8")
    play = handed_in(
        folder / "play",
        watched=observation(f"C1 clear {TEXT}", TEXT, option_set=TEXT),
        patient=reflection("patient", TEXT, "picked", TEXT),
    )
    yield "triad", to_html(triad_page(joined("T7", surveyed(files_in([play])).found, Texts(())).triad), one_sheet=True)


def test_hostile_words_are_shown_and_nothing_in_them_runs_or_loads(browser: Browser, tmp_path: Path) -> None:
    dialogs: list[str] = []

    def dismissed(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    with seen_in(browser, "".join(TRIES[:-2]), tmp_path / "unescaped.html") as seen:
        # Guards what follows: where nobody escapes them, these words do run, load and make elements.
        assert seen.found("window.ran") == 1
        assert seen.found(FOREIGN)
        assert "http://127.0.0.1:9/x" in seen.asked_for

        seen.page.on("dialog", dismissed)
        for name, html in pages(tmp_path):
            file = tmp_path / f"{name}.html"
            file.write_text(html, encoding="utf-8")
            seen.asked_for.clear()
            seen.complaints.clear()
            seen.page.goto(file.as_uri())
            assert (seen.found("typeof window.ran"), dialogs) == ("undefined", []), name
            assert (seen.asked_for, seen.complaints) == ([file.as_uri()], []), name
            assert seen.found(FOREIGN) == [], name
            (title,) = map(inert, seen.page.locator("h1").all_text_contents())
            assert title == inert(seen.page.title()), name
            assert seen.page.locator("main").is_visible(), name
            assert inert(HOSTILE[0]) in inert(seen.page.inner_text("main")), name
