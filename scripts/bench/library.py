"""How long `sdm list` takes over a thousand option sets of one's own, beside the twelve bundled ones: `python scripts/bench/library.py`.

Whole processes into a pipe, in turns. The first look at the thousand is told by itself: it is the one that reads them.
This is for reading, not a test: it always ends with 0.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from sdm_cli.content.catalogue import BUNDLED

BUDGET = 1.5
"""Times the bundled twelve."""
SETS, ROUNDS = 1_000, 15
LIST = (sys.executable, "-c", "from sdm_cli.app import main; main()", "list")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("SDM_", "PYTHONDONTWRITE", "PYTHONUNBUFF"))
        }
        environment["SDM_HOME"] = str(folder / "home")
        many = {**environment, "SDM_LIBRARY": str(copies(folder / "sets"))}
        first = seconds(many)
        rounds = [(seconds(environment), seconds(many)) for _ in range(ROUNDS)]
    ratios = sorted(large / small for small, large in rounds)
    middle = statistics.median(ratios)
    print(f"sdm list over {SETS} sets: {middle:.2f} times the bundled ones (from {ratios[0]:.2f} to {ratios[-1]:.2f}), ", end="")
    print(f"{'within' if middle <= BUDGET else 'OVER'} {BUDGET}; the first look took {first:.2f} s")


def copies(folder: Path) -> Path:
    """A folder of the bundled sets over and over, each with an id of its own."""
    folder.mkdir()
    sources = [path.read_text(encoding="utf-8") for path in sorted((BUNDLED / "option_sets").glob("*.yaml"))]
    for number, text in enumerate(islice(cycle(sources), SETS)):
        (folder / f"{number}.yaml").write_text(re.sub("(?m)^id: .*$", f"id: set-{number}", text, count=1), encoding="utf-8")
    return folder


def seconds(environment: dict[str, str]) -> float:
    """How long one listing takes."""
    began = time.perf_counter()
    subprocess.run(LIST, env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
