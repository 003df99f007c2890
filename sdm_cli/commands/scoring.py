"""`sdm score`: the arithmetic of published measures, for numbers from forms that people hold the right to use."""

import re
from collections.abc import Sequence

from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.exits import Exit, Refusal
from sdm_cli.model.measure import MEASURES, Unscorable

_LONGEST = 1_000_000
"""Characters of numbers that are read."""


class CannotScore(Refusal):
    """The source of a measure does not allow these numbers to be scored."""

    exit = Exit.USAGE


def run(name: str, typed: Sequence[str], surroundings: Surroundings, *, json: bool) -> int:
    """Print what the numbers come to, or why they are not scored."""
    from sdm_cli.pages.scores import score_data, score_page

    measure = MEASURES[name]
    numbers = _numbers(surroundings.stdin.read(_LONGEST) if list(typed) == ["-"] else " ".join(typed))
    try:
        results = measure.results(numbers)
    except Unscorable as why:
        raise CannotScore(str(why)) from None
    if json:
        from sdm_cli.document.json import to_json

        surroundings.data(to_json(score_data(measure, results, len(numbers) // measure.items)))
    else:
        surroundings.result(score_page(measure, results))
    return Exit.DONE


def _numbers(typed: str) -> list[int]:
    """Whole numbers between blanks, commas or line ends. Raises CannotScore."""
    parts = [part for part in re.split(r"[\s;,]+", typed) if part]
    for part in parts:
        if not re.fullmatch(r"[0-9]{1,3}", part):
            raise CannotScore(f"'{part}' is no whole number. A form with a missing item is not scored: leave the whole form out.")
    return [int(part) for part in parts]
