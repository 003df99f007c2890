"""How long one handout takes inside the process: best and median of many calls, beside the budget. Not a test."""

import statistics
import time

from sdm_cli.content.catalogue import Catalogue
from sdm_cli.content.loading import load_option_set
from sdm_cli.document.blocks import Document
from sdm_cli.document.html import to_html
from sdm_cli.model.derivation import resolved
from sdm_cli.pages.handout import handout

BUDGET = 5.0
"""Milliseconds a call, after import and the first call."""
CALLS = 200


def main() -> None:
    """Print a line for each bundled set."""
    catalogue = Catalogue(())
    for name in catalogue.ids("option-sets"):
        document = handout(resolved(load_option_set(catalogue, name).option_set, {}))
        to_html(document)
        took = sorted(_milliseconds(document) for _ in range(CALLS))
        median = statistics.median(took)
        print(f"{name:32} best {took[0]:5.1f} ms  median {median:5.1f} ms  {'within' if median <= BUDGET else 'over'} {BUDGET} ms")


def _milliseconds(document: Document) -> float:
    start = time.perf_counter()
    to_html(document)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
