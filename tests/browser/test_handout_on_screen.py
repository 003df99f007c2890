from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from sdm_cli.document.blocks import Document, Heading
from sdm_cli.document.html import to_html
from sdm_cli.pages.handout import handout
from tests.browser.seen import A4, Scheme, Seen, seen_in, without_people
from tests.pages.made_up import tiny

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
WITHOUT_COLOURS = {"runOnly": WCAG, "rules": {"color-contrast": {"enabled": False}}}
PHONE, TABLET, DESK = 360, 800, 1280
ZOOMED = 320
"""What is left of 1280 pixels at 400 %."""


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_axe_finds_nothing(plain: Seen, width: int) -> None:
    assert found_by_axe(plain.at(width), "document", WITHOUT_COLOURS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_axe_finds_no_text_that_is_hard_to_see(plain: Seen, width: int, scheme: Scheme) -> None:
    assert found_by_axe(plain.at(width, scheme), ONE_OF_EACH_LOOK, {"runOnly": {"type": "rule", "values": ["color-contrast"]}}) == []


def found_by_axe(seen: Seen, where: str, options: dict[str, Any]) -> list[tuple[str, str]]:
    seen.found(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    result = seen.page.evaluate(f"options => axe.run({where}, options)", {**options, "resultTypes": ["violations"], "preload": False})
    assert result["passes"], "axe looked at nothing"
    return [(rule["id"], node["html"]) for rule in result["violations"] for node in rule["nodes"]]


ONE_OF_EACH_LOOK = """(() => {
    const looks = new Map();
    for (const each of document.querySelectorAll('main *:not(svg, svg *)')) {
        if (![...each.childNodes].some(inside => inside.nodeType === Node.TEXT_NODE && inside.data.trim())) continue;
        const style = getComputedStyle(each);
        const grounds = [];
        for (let under = each; under; under = under.parentElement) grounds.push(getComputedStyle(under).backgroundColor);
        looks.set([style.color, style.fontSize, style.fontWeight, style.opacity, ...new Set(grounds)].join(), each);
    }
    return {include: [...looks.values()]};
})()"""
"""Texts of one colour, size and ground have one contrast; axe takes seconds to measure a thousand of them."""


def test_the_page_asks_for_nothing_but_itself_and_the_browser_has_no_complaint(plain: Seen) -> None:
    for width in (PHONE, DESK):
        plain.at(width)
    assert plain.asked_for == [plain.file.as_uri()]
    assert plain.complaints == []


def test_what_gets_into_a_page_neither_runs_nor_loads(browser: Browser, tmp_path: Path) -> None:
    with seen_in(browser, to_html(Document((Heading(1, "Knee"),))), tmp_path / "knee.html") as page:
        page.found("""() => {
            window.add = (name, key, value) => { const made = document.createElement(name); made[key] = value; document.body.append(made); };
            add('script', 'textContent', 'document.title = "taken over"');
            add('style', 'textContent', 'main { display: none }');
        }""")
        for kind, address in (("img", "http://127.0.0.1:9/picture.png"), ("iframe", "http://127.0.0.1:9/page.html")):
            with page.page.expect_console_message() as complaint:
                page.page.evaluate("([kind, address]) => add(kind, 'src', address)", [kind, address])
            assert "Content Security Policy" in complaint.value.text
        assert page.page.title() == "Knee"
        assert page.page.locator("main").is_visible()


@pytest.mark.parametrize("width", [ZOOMED, DESK])
def test_nothing_is_wider_than_the_window(plain: Seen, width: int) -> None:
    assert plain.at(width).found(TOO_WIDE) == []


def test_nothing_is_wider_than_a_phone_when_a_reader_spreads_the_letters(plain: Seen) -> None:
    spread = "Object.assign(document.body.style, {letterSpacing: '0.12em', wordSpacing: '0.16em', lineHeight: 1.5})"
    assert plain.at(PHONE).found(f"{spread}; const found = ({TOO_WIDE})(); document.body.style = ''; found") == []


@pytest.mark.parametrize("language", ["de", "ar"])
def test_a_word_of_any_length_is_folded_in_its_place(browser: Browser, tmp_path: Path, language: str) -> None:
    page = without_people(to_html(handout(tiny()), language))
    with seen_in(browser, page, tmp_path / "long.html") as seen:
        seen.found(LONG_WORDS)
        for width in (ZOOMED, PHONE, TABLET, DESK):
            assert seen.at(width).found(TOO_WIDE) == []
            assert seen.found(BEYOND_ITS_PLACE) == []
        assert seen.at(A4, medium="print").found(BEYOND_ITS_PLACE) == []


LONG_WORDS = """() => {
    const long = 'Rindfleischetikettierungsueberwachungsaufgaben ', texts = [];
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (walker.currentNode.data.trim() && !walker.currentNode.parentElement.closest('svg')) texts.push(walker.currentNode);
    texts.forEach(text => { text.data = long + text.data; });
    document.querySelectorAll('[data-column]').forEach(cell => { cell.dataset.column = long + cell.dataset.column; });
}"""
BEYOND_ITS_PLACE = """[...document.querySelectorAll('main *:not(svg, svg *)')].filter(each =>
    each.clientWidth > 1 && !each.closest('thead') && each.scrollWidth > each.clientWidth + 1).map(each => each.tagName + each.textContent.slice(0, 40))"""


def test_a_page_from_right_to_left_is_laid_out_so(browser: Browser, tmp_path: Path) -> None:
    page = without_people(to_html(handout(tiny()), "he"))
    with seen_in(browser, page, tmp_path / "right.html") as seen:
        for width in (PHONE, DESK):
            assert seen.at(width).found(TOO_WIDE) == []
            assert (
                seen.found("[...document.querySelectorAll('main *')].filter(each => each.getBoundingClientRect().left < -0.5).length") == 0
            )
        (names, cells), (marks, texts) = seen.found("""[['.beside tbody th', '.beside tbody td'], ['dt', 'dd']].map(pair =>
            pair.map(what => [...document.querySelectorAll(what)].map(each => each.getBoundingClientRect().right)))""")
        assert min(names) > max(cells)
        assert min(marks) > max(texts)


TOO_WIDE = """() => {
    const limit = innerWidth + 0.5;
    const sticks_out = [...document.querySelectorAll('main *')].filter(each =>
        each.getBoundingClientRect().right > limit && !each.closest('thead') || each.scrollWidth > limit && !each.closest('thead'));
    const scrolls = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
    return [...scrolls, ...sticks_out.map(each => each.tagName + ' ' + each.textContent.slice(0, 40))];
}"""


@pytest.mark.parametrize("width", [ZOOMED, PHONE, TABLET, DESK])
def test_no_word_is_cut_in_two_on_a_screen(plain: Seen, width: int) -> None:
    assert plain.at(width).found(CUT_WORDS) == []


def test_no_word_is_cut_in_two_on_paper(plain: Seen) -> None:
    assert plain.at(A4, medium="print").found(CUT_WORDS) == []


CUT_WORDS = r"""() => {
    const cut = [];
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement.closest('a, svg') || node.parentElement.closest('thead')?.clientWidth === 1) continue;
        for (const word of node.data.matchAll(/[\p{L}\p{N}]+/gu)) {
            const range = new Range();
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) cut.push(word[0]);
        }
    }
    return cut;
}"""


@pytest.mark.parametrize("width", [ZOOMED, TABLET])
def test_tables_stay_tables_however_they_are_laid_out(plain: Seen, width: int) -> None:
    page = plain.at(width).page
    for role, tags in {"table": "table", "columnheader": "th[scope=col]", "rowheader": "th[scope=row]", "row": "tr"}.items():
        assert page.get_by_role(role).count() == page.locator(tags).count() > 0  # type: ignore[arg-type]


def test_a_narrow_window_says_the_column_of_every_cell_once(plain: Seen) -> None:
    labels = """[...document.querySelectorAll('table:not(.worksheet) tbody td:not(:empty)')].map(cell =>
        [cell.dataset.column, getComputedStyle(cell, '::before').content.split(' / ')[0].slice(1, -1).replaceAll('\\\\"', '"')])"""
    pairs = plain.at(PHONE).found(labels)
    assert pairs
    assert all(name == shown for name, shown in pairs)
    assert {shown for _, shown in plain.at(DESK).found(labels)} == {"on"}  # the middle of "none"


def test_a_sheet_to_write_on_does_not_say_of_every_question_that_it_is_one(plain: Seen) -> None:
    shown = "[...document.querySelectorAll('.worksheet tbody td:not(:empty)')].map(cell => getComputedStyle(cell, '::before').content)"
    assert set(plain.at(PHONE).found(shown)) == {"none"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_every_text_stands_out_from_its_ground(plain: Seen, width: int, scheme: Scheme) -> None:
    texts = plain.at(width, scheme).found(COLOURS_OF_TEXT)
    assert len(texts) > 1
    assert {(colour, ground) for colour, ground in texts if contrast(colour, ground) < 4.5} == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_person_and_every_line_to_write_on_stands_out(plain: Seen, scheme: Scheme) -> None:
    shapes = plain.at(DESK, scheme).found(COLOURS_OF_SHAPES)
    assert {name for name, _, _ in shapes} >= {"event", "extra", "avoided", "between", "none", "line"}
    assert {name for name, colour, ground in shapes if contrast(colour, ground) < 3} == set()


def test_everything_stands_out_on_paper_too(plain: Seen) -> None:
    page = plain.at(A4, "dark", "print")
    shapes = [(colour, ground) for _, colour, ground in page.found(COLOURS_OF_SHAPES)]
    assert {ground for _, ground in shapes} == {"rgb(255, 255, 255)"}, "paper is white, whatever the screen prefers"
    assert min(contrast(colour, ground) for colour, ground in shapes) >= 3
    assert min(contrast(colour, ground) for colour, ground in page.found(COLOURS_OF_TEXT)) >= 4.5


COLOURS_OF_TEXT = """() => {
    const ground = each => { for (; each; each = each.parentElement) {
        const colour = getComputedStyle(each).backgroundColor;
        if (colour !== 'rgba(0, 0, 0, 0)') return colour;
    } };
    const pairs = new Set();
    for (const each of document.querySelectorAll('main *:not(svg, svg *)'))
        for (const part of [null, '::before', '::marker']) pairs.add(getComputedStyle(each, part).color + '|' + ground(each));
    return [...pairs].map(pair => pair.split('|'));
}"""
COLOURS_OF_SHAPES = """() => {
    const ground = getComputedStyle(document.body).backgroundColor;
    const drawn = [...document.querySelectorAll('defs > *:not([id*="-"])')].flatMap(shape =>
        [shape, ...shape.querySelectorAll('*')].filter(part => part.tagName !== 'g').map(part => {
            const style = getComputedStyle(part);
            return [shape.id, style.stroke !== 'none' ? style.stroke : style.fill, ground];
        }));
    const lines = [...document.querySelectorAll('.lines div')].map(line => ['line', getComputedStyle(line).borderBottomColor, ground]);
    return [...drawn, ...lines];
}"""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2 between two colours, such as rgb(1, 2, 3)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)") == pytest.approx(21)
    assert contrast("rgb(119, 119, 119)", "rgb(255, 255, 255)") == pytest.approx(4.48, abs=0.01)


def test_kinds_of_people_differ_without_their_colours(plain: Seen) -> None:
    looks = plain.at(DESK).found("""[...document.querySelectorAll('defs > *:not([id*="-"])')].map(shape =>
        [shape, ...shape.querySelectorAll('*')].filter(part => part.tagName !== 'g').map(part => {
            const style = getComputedStyle(part);
            return [part.tagName, part.getAttribute('d'), style.fill !== 'none', style.stroke !== 'none'].join();
        }).join(';'))""")
    assert len(looks) == len(set(looks)) == 5


def test_a_picture_has_its_size_before_people_are_in_it(peopled: Seen, browser: Browser, tmp_path: Path) -> None:
    size = "[document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
    emptied = without_people(peopled.file.read_text(encoding="utf-8"))
    with seen_in(browser, emptied, tmp_path / "empty.html") as empty:
        assert peopled.at(PHONE).found(size) == empty.at(PHONE).found(size)


def test_every_person_has_a_place_inside_the_picture(peopled: Seen) -> None:
    pictures = peopled.at(DESK).found("""[...document.querySelectorAll('[role=img]')].map(picture => {
        const box = picture.getBoundingClientRect();
        // A row of one kind is one mark: its people stand where those of its shape do.
        const apart = mark => {
            const row = document.querySelector(mark.getAttribute('href')), all = mark.getBoundingClientRect();
            const scale = all.width / row.getBBox().width;
            return [...row.children].map(each => { const own = each.getBBox();
                return new DOMRect(all.left + (own.x - row.getBBox().x) * scale, all.top, own.width * scale, all.height); });
        };
        const people = [...picture.querySelectorAll('use')].flatMap(mark =>
            mark.getAttribute('href').includes('-') ? apart(mark) : [mark.getBoundingClientRect()]);
        const inside = people.filter(person => person.left >= box.left - 0.5 && person.right <= box.right + 0.5
            && person.top >= box.top - 0.5 && person.bottom <= box.bottom + 0.5 && person.width > 2 && person.height > 5);
        const places = new Set(people.map(person => Math.round((person.left + person.right) * 4) + ' ' + Math.round(person.bottom)));
        return [people.length, inside.length, places.size];
    })""")
    assert {people for people, _, _ in pictures} <= {100, 1000}
    assert [each for each in pictures if len(set(each)) > 1] == []


@pytest.mark.parametrize(("width", "medium"), [(PHONE, "screen"), (DESK, "screen"), (A4, "print")])
def test_no_option_is_larger_bolder_or_of_another_colour(plain: Seen, width: int, medium: str) -> None:
    looks = plain.at(width, medium="print" if medium == "print" else "screen").found("""() => {
        const look = each => { const style = getComputedStyle(each);
            return [style.fontFamily, style.fontSize, style.fontWeight, style.color, style.backgroundColor,
                Math.round(each.getBoundingClientRect().width)].join(' '); };
        const different = groups => groups.map(group => new Set(group.map(look)).size);
        const all = (from, what) => [...from.querySelectorAll(what)];
        return {
            columns: different(all(document, 'table:not(.beside)').map(table => all(table, 'th[scope=col]').slice(-3))),
            cells: different(all(document, 'table:not(.beside) tbody tr').map(row => all(row, 'td:not(:empty)'))),
            names: different([all(document, 'h3')].concat(all(document, '.arrays').map(arrays => all(arrays, '.name')))),
            pictures: different(all(document, '.arrays').map(arrays => all(arrays, '[role=img]'))),
        };
    }""")
    assert {what: set(counts) for what, counts in looks.items()} == {what: {1} for what in looks}


@pytest.mark.parametrize(("width", "medium", "least"), [(PHONE, "screen", 13.5), (DESK, "screen", 13.5), (A4, "print", 12)])
def test_no_text_is_small(plain: Seen, width: int, medium: str, least: float) -> None:
    sizes = plain.at(width, medium="print" if medium == "print" else "screen").found(
        "[...document.querySelectorAll('main *:not(svg, svg *)')].map(each => parseFloat(getComputedStyle(each).fontSize))"
    )
    assert min(sizes) >= least
