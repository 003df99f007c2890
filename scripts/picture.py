"""Draw docs/screen.svg: a real screen of a real walk, as a person sees it.

Run it after a change of the screens: `python scripts/picture.py`.
"""

import io
import os
import re
import sys
import tempfile
from pathlib import Path

import pexpect
import pyte
from rich.console import Console
from rich.style import Style
from rich.text import Text

COLUMNS, ROWS = 84, 20
PICTURE = Path(__file__).parent.parent / "docs" / "screen.svg"
HEX_DIGITS = 6
COLOURS = {"default": None, "brown": "yellow", "brightblack": "bright_black"}


def screen_of_a_walk() -> pyte.Screen:
    """Walk to the second step and return what the terminal shows."""
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(screen)
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "SDM_HOME": home, "TERM": "xterm-256color"}
        command = [sys.executable, "-m", "sdm_cli", "walk", "knee-osteoarthritis", "--no-save", "--from", "C2"]
        child: pexpect.spawn[bytes] = pexpect.spawn(command[0], command[1:], env=environment, dimensions=(ROWS, COLUMNS))
        while not any(line.startswith(">") for line in screen.display):
            stream.feed(child.read_nonblocking(65536, timeout=20))
        child.close(force=True)
    return screen


def colour_of(name: str) -> str | None:
    """A terminal's colour as Rich calls it."""
    return f"#{name}" if len(name) == HEX_DIGITS else COLOURS.get(name, name)


def drawn(screen: pyte.Screen) -> Text:
    """The terminal's cells as styled text."""
    text = Text()
    for row in range(ROWS):
        for column in range(COLUMNS):
            cell = screen.buffer[row][column]
            style = Style(color=colour_of(cell.fg), bold=cell.bold, italic=cell.italics)
            text.append(cell.data, style)
        text.append("\n")
    return text


def main() -> None:
    """Draw the picture."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), highlight=False)
    console.print(drawn(screen_of_a_walk()))
    svg = console.export_svg(title="sdm walk knee-osteoarthritis")
    # A picture that fetches its font from somewhere would not be a picture offline.
    PICTURE.write_text(re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL), encoding="utf-8")
    sys.stdout.write(f"{PICTURE}\n")


if __name__ == "__main__":
    main()
