import pyte
import pytest
from msgspec.structs import replace
from wcwidth import wcswidth

from sdm_cli.model.diagnostic import Diagnostic
from sdm_cli.pages.findings import findings_text

MISTAKE = Diagnostic(
    file="knee.yaml",
    line=3,
    column=5,
    rule="unknown-key",
    message="'sumary' is not a key of an option",
    fix="Did you mean 'summary'?",
    excerpt="    sumary: Rest.",
    width=6,
)


def changed(excerpt: str, word: str) -> Diagnostic:
    return Diagnostic("a.yaml", 1, excerpt.index(word) + 1, "rule", "message", "fix", excerpt, len(word))


def on_screen(text: str) -> list[str]:
    """The lines as a terminal places them, wide characters in two cells."""
    screen = pyte.Screen(100, 20)
    pyte.Stream(screen).feed(text.replace("\n", "\r\n"))
    return ["".join(screen.buffer[row][column].data or "~" for column in range(100)) for row in range(4)]


def test_a_mistake_is_shown_with_its_place_the_line_underlined_and_the_remedy() -> None:
    assert findings_text([MISTAKE]) == (
        "knee.yaml:3:5: unknown-key: 'sumary' is not a key of an option\n"
        "  |     sumary: Rest.\n"
        "  |     ^^^^^^\n"
        "  = Did you mean 'summary'?\n"
    )


def test_all_mistakes_come_in_the_order_given() -> None:
    second = Diagnostic("knee.yaml", 9, 1, "missing-key", "'title' is missing", "Add it.")
    assert [line for line in findings_text([MISTAKE, second]).splitlines() if "yaml" in line] == [
        "knee.yaml:3:5: unknown-key: 'sumary' is not a key of an option",
        "knee.yaml:9:1: missing-key: 'title' is missing",
    ]


def test_no_mistake_is_no_text() -> None:
    assert findings_text([]) == ""


@pytest.mark.parametrize("excerpt", ["", "   "])
def test_without_a_line_to_show_there_is_no_underline(excerpt: str) -> None:
    assert findings_text([Diagnostic("a.yaml", 1, 1, "empty", "the file is empty", "Write one.", excerpt)]) == (
        "a.yaml:1:1: empty: the file is empty\n  = Write one.\n"
    )


@pytest.mark.parametrize(
    "excerpt", ["key: mistak: x", "\tkey: mistak: x", "ключ: mistak", "\x1b[31m: mistak", "Zoë: mistak", "\u202ekey: mistak"]
)
def test_the_underline_stands_under_the_mistake(excerpt: str) -> None:
    shown, under = findings_text([changed(excerpt, "mistak")]).splitlines()[1:3]
    assert shown[under.index("^") : under.rindex("^") + 1] == "mistak"


@pytest.mark.parametrize("excerpt", ["膝の痛み: mistak", "🦵 knee: mistak", "Zoe\u0308: mistak"])
def test_the_underline_stands_under_the_mistake_after_characters_of_other_widths(excerpt: str) -> None:
    shown, under = on_screen(findings_text([changed(excerpt, "mistak")]))[1:3]
    assert shown[under.index("^") : under.rindex("^") + 1] == "mistak"


def test_the_underline_ends_with_its_line() -> None:
    long = Diagnostic("a.yaml", 1, 6, "rule", "message", "fix", "key: [1, 2", 400)
    assert findings_text([long]).splitlines()[2] == "  |      ^^^^^"
    beyond = Diagnostic("a.yaml", 1, 11, "rule", "message", "fix", "key: [1, 2", 1)
    assert findings_text([beyond]).splitlines()[2] == "  |           ^"


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("excerpt", ["key: mistak: " + "long " * 30, "long " * 30 + "mistak: x " + "long " * 30, "膝" * 90 + "mistak: x"])
def test_in_a_window_no_word_is_torn_and_the_underline_stays_under_the_mistake(excerpt: str, width: int) -> None:
    message = "the word stands on lines " + ", ".join(str(number) for number in range(100, 160))
    found = replace(changed(excerpt, "mistak"), message=message, fix=message)
    text = findings_text([found], {}, width)
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("  | "))

    assert max(wcswidth(line) for line in lines) < width
    assert " ".join(" ".join(lines[:at]).split()) == f"a.yaml:1:{excerpt.index('mistak') + 1}: rule: {message}"
    assert all(line.startswith("  ") for line in lines[1:])
    shown, under = on_screen("\n".join(lines[at : at + 2]))[:2]
    assert shown[under.index("^") : under.rindex("^") + 1] == "mistak"


def test_a_place_that_is_longer_than_the_window_is_underlined_as_far_as_it_is_shown() -> None:
    shown, under = findings_text([changed("key: " + "x" * 90, "x" * 90)], {}, 40).splitlines()[1:3]
    assert len(shown) == len(under) == 39
    assert shown.startswith("  | key: xxx")
    assert shown.endswith("x...")


def test_what_a_file_holds_cannot_steer_the_terminal() -> None:
    bad = "\x1b]0;x\x07\n\u202e"
    text = findings_text([Diagnostic(f"{bad}.yaml", 1, 2, "rule", f"'{bad}' is no key", f"Not '{bad}'.", f"{bad}: 1", 3)])
    assert [character for character in text if not character.isprintable() and character != "\n"] == []
    assert len(text.splitlines()) == 4
