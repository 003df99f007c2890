"""Every figure of every bundled set against a table that somebody else wrote down, without sight of the set."""

import csv
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from msgspec import Struct

from sdm_cli.content.catalogue import Catalogue
from sdm_cli.content.loading import load_option_set
from sdm_cli.model.figure import Figure, Outcome
from sdm_cli.model.option_set import OptionSet

TABLES = Path(__file__).parent / "figures"
SETS = tuple(Catalogue(()).ids("option-sets"))
LEVELS = ("events", "between", "more", "fewer", "mean", "at_baseline", "effect")


class Told(Struct, frozen=True):
    """One figure in numbers. `out_of` is None for what nobody was counted in: averages and effects."""

    measure: str
    numbers: tuple[Decimal, ...]
    interval: tuple[Decimal, ...]
    out_of: int | None
    sources: frozenset[str]


def told_by_the_set(option_set: OptionSet) -> dict[tuple[str, str], Told]:
    found = {}
    for outcome in option_set.outcomes:
        for baseline in outcome.baselines:
            number = (Decimal(str(baseline.events)),)
            found[outcome.id, f"baseline {baseline.id}"] = Told("events", number, (), outcome.out_of, named(option_set, baseline.sources))
        cells = dict(outcome.by_option) | ({"reference": outcome.reference.figure} if outcome.reference else {})
        for place, figure in cells.items():
            if isinstance(figure, Figure):
                found[outcome.id, place] = told_by(figure, outcome, option_set)
    return found


def told_by(figure: Figure, outcome: Outcome, option_set: OptionSet) -> Told:
    sources = named(option_set, figure.sources)
    if figure.effect is not None:
        effect = figure.effect
        return Told(effect.measure, decimals(effect.value), decimals(*(effect.range or ())), None, sources)
    level = next(level for level in LEVELS if getattr(figure, level) not in {None, False})
    value = () if figure.at_baseline else figure.between or (getattr(figure, level),)
    out_of = None if outcome.is_average() or figure.at_baseline else outcome.out_of
    return Told(level, decimals(*value), decimals(*(figure.range or ())), out_of, sources)


def named(option_set: OptionSet, cited: tuple[str, ...]) -> frozenset[str]:
    """Every name of the cited sources, and of those that they were read in."""
    by_id = {source.id: source for source in option_set.sources}
    names, waiting = set[str](), list(cited)
    while waiting:
        source = by_id[waiting.pop()]
        waiting += [source.quoted_in] if source.quoted_in and source.quoted_in not in names else []
        names |= {name.lower() for name in (source.doi, source.pmid, source.pmcid, source.url) if name}
    return frozenset(names)


def told_by_the_table(name: str) -> dict[tuple[str, str], Told]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        (row["outcome"], row["option"]): Told(
            row["measure"],
            decimals(*row["value"].split(" to ")) if row["value"] else (),
            decimals(*row["range"].split(" to ")) if row["range"] else (),
            int(row["out_of"]) if row["out_of"] and row["measure"] not in {"RR", "OR", "HR", "at_baseline"} else None,
            frozenset(row["source"].lower().split()),
        )
        for row in rows
    }


def decimals(*numbers: float | str) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(number)) for number in numbers)


def differences(shown: Told, table: Told) -> Iterator[str]:
    """What two readings of a figure differ by, more than by rounding to whole people (half up)."""
    if shown.measure != table.measure:
        yield f"{shown.measure} is {table.measure} in the table"
        return
    if rounded(table.numbers, table, shown) != shown.numbers:
        yield f"{shown.numbers} of {shown.out_of} is {table.numbers} of {table.out_of} in the table"
    if shown.interval and table.interval and rounded(table.interval, table, shown) not in {shown.interval, whole(shown.interval)}:
        yield f"the interval {shown.interval} is {table.interval} of {table.out_of} in the table"
    if not shown.sources & (table.sources | read_elsewhere(table.sources)):
        yield f"the table has it from {sorted(table.sources)}, the set from {sorted(shown.sources)}"


def read_elsewhere(sources: frozenset[str]) -> set[str]:
    """Where else a figure of these sources may have been read, each pair with its reason."""
    with (TABLES / "read_elsewhere.csv").open(encoding="utf-8", newline="") as file:
        return {row["set"] for row in csv.DictReader(file) if row["table"] in sources}


def rounded(numbers: tuple[Decimal, ...], table: Told, shown: Told) -> tuple[Decimal, ...]:
    if table.out_of == shown.out_of or table.out_of is None or shown.out_of is None:
        return numbers
    scaled = tuple(number * shown.out_of / table.out_of for number in numbers)
    return scaled if scaled == shown.numbers else whole(scaled)


def whole(numbers: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    return tuple(number.quantize(Decimal(1), ROUND_HALF_UP) for number in numbers)


@pytest.mark.parametrize("name", SETS)
def test_every_figure_is_what_a_second_reader_wrote_down(name: str) -> None:
    shown, table = told_by_the_set(load_option_set(Catalogue(()), name).option_set), told_by_the_table(name)
    assert sorted(shown) == sorted(table)
    assert {cell: found for cell in shown if (found := list(differences(shown[cell], table[cell])))} == {}


def test_a_figure_that_differs_is_found() -> None:
    one = Told("events", decimals(9), decimals(7, 12), 100, frozenset({"10.1/x"}))
    assert list(differences(one, Told("events", decimals(85), decimals(71, 118), 1000, frozenset({"10.1/x"})))) == []
    assert len(list(differences(one, Told("events", decimals(84), decimals(71, 118), 1000, frozenset({"10.1/x"}))))) == 1
    assert len(list(differences(one, Told("events", decimals(9), decimals(8, 12), 100, frozenset({"10.1/y"}))))) == 2
    assert len(list(differences(one, Told("fewer", decimals(9), (), 100, frozenset({"10.1/x"}))))) == 1
