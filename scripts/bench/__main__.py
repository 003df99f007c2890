"""All benchmarks one after the other, in one run: `python scripts/bench [--page docs/speed.md]`.

Each prints its ratios against its yardsticks and says what is within its budget. With --page, what they print goes to
that page too, with the machine described; what the page says of it at its end stays. This is for reading, not a test; leave the machine alone meanwhile.
"""

import argparse
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
JUDGEMENT = "## What is over its budget, and why"
"""The last heading of the page: what a person makes of the figures."""
BENCHES = (
    ("Starting, answering and memory", "startup.py"),
    ("Showing a set in a terminal", "show.py"),
    ("Making a handout", "handout.py"),
    ("Listing a large library", "library.py"),
    ("Checking a folder", "check.py --files 120 --rounds 1"),
    ("A report on many sessions", "report.py 2000"),
)


def main() -> None:
    """Run them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", type=Path, help="write what is printed to this Markdown file too")
    page = parser.parse_args().page
    told = [f"# How fast sdm is\n\nMeasured by `python scripts/bench --page docs/speed.md` on {datetime.now(UTC):%Y-%m-%d}: {machine()}.\n"]
    for title, script in BENCHES:
        name, *arguments = script.split()
        print(f"== {title}", flush=True)
        done = subprocess.run([sys.executable, HERE / name, *arguments], text=True, capture_output=True, check=True)
        print(done.stdout, flush=True)
        told.append(f"## {title}\n\n`python scripts/bench/{script}`\n\n```text\n{done.stdout.strip()}\n```\n")
    if page is not None:
        before = page.read_text(encoding="utf-8") if page.is_file() else ""
        _, heading, judged = before.partition(JUDGEMENT)
        page.write_text("\n".join([*told, heading + judged]), encoding="utf-8")


def machine() -> str:
    """What the figures were measured on, in a few words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    return f"{os.cpu_count()} cores ({platform.machine()}), {memory} GiB, {platform.system()}, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
