"""How long `sdm show` takes at 120 columns, against printing the same cells with bare Rich: `python scripts/bench/show.py`.

Both are whole processes on a terminal, in turns: sdm, which finds, reads and checks the largest bundled set and lays
its page out; and a program that gets the very texts of that page from a file and hands them to Rich's own tables and
texts, one by one, with nothing else to do. This is for reading, not a test: it always ends with 0.
"""

import os
import statistics
import tempfile
import time
from pathlib import Path

import msgspec
from terminal import Terminal

from sdm_cli.content.catalogue import Catalogue
from sdm_cli.content.loading import load_option_set
from sdm_cli.document.blocks import Block, Bullets, Facts, Heading, Paragraph, Table, words
from sdm_cli.model.derivation import resolved
from sdm_cli.pages.option_set import option_set_page

BUDGET = 2.0
"""Times the yardstick."""
COLUMNS = 120
ROUNDS = 15
SHOW = "from sdm_cli.app import main; main()"
BARE_RICH = """
import json, sys
from rich.console import Console
from rich.table import Table
from rich.text import Text
console = Console(markup=False, highlight=False, emoji=False)
for part in json.load(open(sys.argv[1])):
    if isinstance(part, str):
        console.print(Text(part))
        continue
    table = Table(*part[0])
    for row in part[1:]:
        table.add_row(*map(Text, row))
    console.print(table)
"""


def main() -> None:
    """Measure and print one line."""
    catalogue = Catalogue(())
    name = max(catalogue.ids("option-sets"), key=lambda each: len(load_option_set(catalogue, each).raw))
    page = option_set_page(resolved(load_option_set(catalogue, name).option_set, {}))
    for variable in ("NO_COLOR", "COLUMNS", "SDM_LIBRARY", "SDM_PLAIN", "ACCESSIBLE", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"):
        os.environ.pop(variable, None)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"SDM_HOME": folder, "TERM": "xterm-256color"}
        texts = Path(folder, "page.json")
        texts.write_bytes(msgspec.json.encode([part for block in page.blocks for part in _texts(block)]))
        ours, bare = [], []
        for _ in range(ROUNDS + 1):
            ours.append(_seconds(SHOW, "show", name))
            bare.append(_seconds(BARE_RICH, str(texts)))
    shown, yardstick = statistics.median(ours[1:]), statistics.median(bare[1:])
    ratio = shown / yardstick
    print(f"sdm show {name}, {COLUMNS} columns: {shown * 1000:.0f} ms; the same texts by bare Rich: {yardstick * 1000:.0f} ms")
    print(f"{ratio:.2f} times, {'within' if ratio <= BUDGET else 'OVER'} {BUDGET}")


def _texts(block: Block) -> list[str | list[list[str]]]:
    """What a block says, as Rich would be given it: a line of text, or the cells of a table with its columns first."""
    match block:
        case Heading(_, text):
            return [text]
        case Paragraph(text):
            return [words(text)]
        case Bullets(items):
            return [words(item) for item in items]
        case Facts(items):
            return [[["", ""], *([label, words(item)] for label, item in items)]]
        case Table():
            return [[list(block.columns), *([words(cell) for cell in row] for row in block.rows)]]
        case _:
            raise NotImplementedError(block)


def _seconds(program: str, *arguments: str) -> float:
    began = time.perf_counter()
    with Terminal(program, *arguments, columns=COLUMNS) as terminal:
        if terminal.is_ready(b"no prompt comes"):
            raise EOFError(arguments)
        return time.perf_counter() - began


if __name__ == "__main__":
    main()
