"""What no schema can say of a figure: numbers that cannot be, and keys that need or exclude each other."""

from collections.abc import Iterator

from sdm_cli.content.placed import Mapping, Node, Scalar, Sequence, Slip

_LEVELS = ("events", "between", "more", "fewer", "mean", "at_baseline", "effect")
_COUNTS = {"events", "between"}
_OF_AVERAGES = {"scale": {"mean"}, "unit": {"mean", "more", "fewer"}}
"""The levels that fit an outcome on a scale, and one in a unit."""
_PAIR = 2
_LARGEST_RATIO = 1000
Number = int | float


def figure_slips(tree: Mapping) -> Iterator[Slip]:
    """The slips in all outcomes of an option set."""
    for outcome in tree.entries("outcomes"):
        yield from _outcome(outcome)
        yield from _baselines(outcome)
        for figure in _figures(outcome):
            yield from _figure(figure, outcome)
        yield from _reference(outcome)


def _figures(outcome: Mapping) -> list[Mapping]:
    by_option = outcome.get("by_option", Mapping)
    reference = outcome.get("reference", Mapping)
    found = list(by_option.items.values()) if by_option else []
    found += [reference.items["figure"]] if reference and "figure" in reference.items else []
    return [figure for figure in found if isinstance(figure, Mapping)]


def _says(outcome: Mapping, name: str) -> bool:
    """Whether something stands under a key: no `null`, and no empty list."""
    node = outcome.items.get(name)
    return node is not None and not _is_nothing(node) and not (isinstance(node, Sequence) and not node.items)


def _reference(outcome: Mapping) -> Iterator[Slip]:
    """What others are compared with is a level of its own: a difference from itself would say nothing."""
    reference = outcome.get("reference", Mapping)
    figure = reference.get("figure", Mapping) if reference else None
    for name in ("more", "fewer", "at_baseline", "effect"):
        if figure is not None and _says(figure, name):
            at = figure.keys[name]
            fix = "Write its own count or average, or 'not known' in place of the figure."
            yield Slip(at.at, "wrong-level", f"the comparison group cannot have '{name}'", fix, len(name))


def _out_of(outcome: Mapping) -> Number | None:
    """The denominator; None if what stands there is no number."""
    out_of = outcome.get("out_of", Scalar)
    return 100 if out_of is None else _number(out_of)


def _outcome(outcome: Mapping) -> Iterator[Slip]:
    averaged = [name for name in _OF_AVERAGES if _says(outcome, name)]
    for excluded in ("unit", "out_of"):
        if averaged and _says(outcome, excluded) and excluded != averaged[0]:
            at = outcome.keys[excluded]
            yield Slip(at.at, "excluded-key", f"an outcome with a {averaged[0]} has no {excluded}", "Keep one of the two.", len(at.text))
    if averaged:
        return
    for name in ("event", "no_event"):
        if not _says(outcome, name):
            message = f"an outcome with counts needs '{name}'"
            yield Slip(outcome.at, "missing-key", message, "It ends the sentence '18 of 100 people \u2026'.", absent=(name, *_OF_AVERAGES))


def _baselines(outcome: Mapping) -> Iterator[Slip]:
    """Effects need a baseline to start from, and a baseline that nothing starts from is a slip too."""
    resting = [figure.keys[key] for figure in _figures(outcome) for key in ("effect", "at_baseline") if key in figure.keys]
    everybody = _out_of(outcome)
    for baseline in outcome.entries("baselines"):
        events = baseline.get("events", Scalar)
        number = _number(events)
        if events is not None and number is not None and everybody is not None and not 0 <= number <= everybody:
            yield Slip(events.at, "more-than-all", f"{events.text} of {everybody} cannot be", "Check both numbers.", len(events.text))
    if not _says(outcome, "baselines"):
        for key in resting:
            fix = "Add 'baselines' to the outcome: id, name, events, sources."
            message = f"'{key.text}' has no baseline to start from"
            yield Slip(key.at, "no-baseline", message, fix, len(key.text), absent=("baselines",))
    elif not resting:
        at = outcome.keys["baselines"]
        fix = "Give an option an 'effect', or delete them."
        message = "no figure starts from these baselines"
        yield Slip(at.at, "unused-baseline", message, fix, len(at.text), absent=("effect", "at_baseline"))


def _figure(figure: Mapping, outcome: Mapping) -> Iterator[Slip]:
    given = [key for key in _LEVELS if key in figure.items and not _is_nothing(figure.items[key])]
    if len(given) != 1:
        had = " and ".join(f"'{key}'" for key in given) or "none"
        fix = (
            "Keep one."
            if given
            else "Write one of them, or one of the words 'not studied', 'not known', 'does not apply' in place of it all."
        )
        message = f"a figure has exactly one of {', '.join(_LEVELS)}; here: {had}"
        yield Slip(figure.at, "one-level", message, fix, absent=() if given else _LEVELS)
        return
    level = figure.keys[given[0]]
    yield from _level(figure, level, outcome)
    yield from _arithmetic(figure, level, outcome)
    yield from _worked_out(figure, level, outcome)
    basis = figure.get("basis", Scalar)
    if basis is not None and basis.text in {"derived", "estimate"} and "arithmetic" not in figure.items:
        message = f"'{basis.text}' without its arithmetic"
        fix = "Add 'arithmetic: \u2026', so that a reader can follow it."
        yield Slip(basis.at, "no-arithmetic", message, fix, len(basis.text), absent=("arithmetic",))


def _level(figure: Mapping, level: Scalar, outcome: Mapping) -> Iterator[Slip]:
    """Whether the outcome is one for this kind of level."""
    averaged = next((name for name in _OF_AVERAGES if _says(outcome, name)), None)
    fitting = _OF_AVERAGES[averaged] if averaged else set(_LEVELS) - {"mean"}
    if level.text not in fitting:
        fix = f"Write 'mean', or delete the outcome's '{averaged}'." if averaged else "Give the outcome a 'scale', or write 'events'."
        yield Slip(level.at, "wrong-level", f"'{level.text}' does not fit this outcome", fix, len(level.text), absent=tuple(_OF_AVERAGES))
    if level.text in {"more", "fewer"} and averaged is None:
        yield from _whole(figure.items[level.text])
    if level.text in {"more", "fewer"} and not _says(outcome, "reference"):
        fix = "Add a 'reference' to the outcome: a name and a figure, or use events."
        yield Slip(level.at, "no-reference", f"'{level.text}' than what?", fix, len(level.text), absent=("reference",))


def _whole(node: Node) -> Iterator[Slip]:
    """People are not counted in parts; averages have decimals."""
    if isinstance(node, Scalar) and isinstance(node.value, float):
        fix = "Write a whole number, or give the outcome a 'unit' if averages are meant."
        yield Slip(node.at, "not-whole", f"{node.text} people cannot be", fix, len(node.text), absent=("unit",))


def _arithmetic(figure: Mapping, level: Scalar, outcome: Mapping) -> Iterator[Slip]:
    """Numbers that cannot be: more than all, ends turned round, a figure outside its own range."""
    node = figure.items[level.text]
    numbers = _numbers(node)
    everybody = _out_of(outcome)
    if (
        level.text != "mean"
        and not _says(outcome, "unit")
        and everybody is not None
        and (beyond := [number for number in numbers if number > everybody])
    ):
        message = f"{beyond[0]} of {everybody} is more than all"
        yield Slip(node.at, "more-than-all", message, "Check both numbers.", len(str(beyond[0])))
        return
    if level.text == "between" and len(numbers) == _PAIR and numbers[0] > numbers[1]:
        yield Slip(node.at, "wrong-order", "the higher count stands first", "Write the lower one first.")
        return
    spread = figure.get("range", Sequence)
    ends = _numbers(spread) if spread else []
    if spread is None or len(ends) != _PAIR:
        return
    if ends[0] > ends[1]:
        yield Slip(spread.at, "wrong-order", "the higher end stands first", "Write the lower one first.")
    elif level.text in _COUNTS and everybody is not None and not 0 <= ends[0] <= ends[1] <= everybody:
        beyond_all = ends[1] if ends[1] > everybody else ends[0]
        yield Slip(spread.at, "more-than-all", f"{beyond_all} of {everybody} cannot be", "Check the range.")
    elif outside := [number for number in numbers if not ends[0] <= number <= ends[1] and not (level.text in _COUNTS and number < 0)]:
        message = f"{outside[0]} does not lie between {ends[0]} and {ends[1]}"
        yield Slip(spread.at, "outside-range", message, "Check the figure and its range.")


def _worked_out(figure: Mapping, level: Scalar, outcome: Mapping) -> Iterator[Slip]:
    """What may not stand beside a figure that is worked out, and effects that cannot be."""
    if level.text not in {"effect", "at_baseline"}:
        return
    for name in ("range", "basis", "arithmetic"):
        if name in figure.keys:
            message = f"'{name}' beside '{level.text}'"
            fix = "Delete it: the figure is worked out, with the effect's own range."
            yield Slip(figure.keys[name].at, "excluded-key", message, fix, len(name))
    if (effect := figure.get("effect", Mapping)) is not None:
        yield from _effect(effect, _out_of(outcome) or 0)
        yield from _beyond_all(effect, outcome)


def _effect(effect: Mapping, everybody: Number) -> Iterator[Slip]:
    measure = effect.get("measure", Scalar)
    is_ratio = measure is None or measure.text != "RD"
    low, high = (0, _LARGEST_RATIO) if is_ratio else (-everybody, everybody)
    values = _numbers(effect.items["value"]) if "value" in effect.items else []
    spread = effect.get("range", Sequence)
    ends = _numbers(spread) if spread else []
    if outside := [number for number in (*values, *ends) if not low <= number <= high or (is_ratio and number == 0)]:
        what = f"A ratio lies above 0 and up to {high}." if is_ratio else f"A difference lies between {low} and {high} people."
        yield Slip(effect.at, "no-such-effect", f"{outside[0]} cannot be the effect", what)
    elif spread is not None and len(ends) == _PAIR:
        if ends[0] > ends[1]:
            yield Slip(spread.at, "wrong-order", "the higher end stands first", "Write the lower one first.")
        elif out := [number for number in values if not ends[0] <= number <= ends[1]]:
            message = f"{out[0]} does not lie between {ends[0]} and {ends[1]}"
            yield Slip(spread.at, "outside-range", message, "Check the effect and its range.")


def _beyond_all(effect: Mapping, outcome: Mapping) -> Iterator[Slip]:
    """A ratio of a group at lower risk may give more people than there are; then it does not fit this baseline."""
    measure, value, everybody = effect.get("measure", Scalar), _number(effect.get("value", Scalar)), _out_of(outcome)
    if measure is None or measure.text not in {"RR", "RD"} or value is None or everybody is None:
        return
    for baseline in outcome.entries("baselines"):
        start = _number(baseline.get("events", Scalar))
        people = None if start is None else start * value if measure.text == "RR" else start + value
        if start is not None and people is not None and 0 <= start <= everybody and not 0 <= people <= everybody:
            message = f"from the baseline of {start} it makes {people:g} of {everybody}"
            fix = "The effect does not fit this group of people; look for a baseline or an effect of the same people."
            yield Slip(effect.keys["value"].at, "more-than-all", message, fix, len("value"))


def _numbers(node: Node) -> list[Number]:
    parts = node.items if isinstance(node, Sequence) else [node]
    return [number for part in parts if isinstance(part, Scalar) and (number := _number(part)) is not None]


def _number(scalar: Scalar | None) -> Number | None:
    value = scalar.value if scalar is not None else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None
