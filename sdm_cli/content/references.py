"""What no schema can say of an option set or a guide: ids that repeat or dangle, keys that exclude each other.

It works on the placed tree and passes over whatever has the wrong shape, since the schema reports that; so a file's
dangling ids come together with its other mistakes.
"""

from collections.abc import Iterator
from typing import TypeVar

from sdm_cli.content.placed import Mapping, Node, Scalar, Sequence, Slip

N = TypeVar("N", Scalar, Mapping, Sequence)

_LEVELS = ("events", "between", "more", "fewer", "mean", "at_baseline", "effect")


def option_set_references(tree: Mapping) -> Iterator[Slip]:
    """The slips of an option set that its schema cannot see."""
    options = _ids(tree, "options")
    outcomes = _ids(tree, "outcomes")
    sources = _ids(tree, "sources")
    for group in ("options", "outcomes", "values", "questions", "misconceptions", "sources"):
        yield from _repeated(tree, group)
    yield from _source_references(tree, sources)
    yield from _outcome_references(tree, outcomes)
    yield from _option_keys(tree, options)
    yield from _figures(tree)
    for back in _entries(tree, "teach_back"):
        if (option := _get(back, "option", Scalar)) and option.text not in options:
            yield _dangling(option, "an option", options)
    yield from _no_action(tree)


def steps_references(tree: Mapping) -> Iterator[Slip]:
    """The slips of a file of steps: ids and keys that repeat."""
    yield from _repeated(tree, "steps")
    yield from _repeated(tree, "steps", "key")
    for step in _entries(tree, "steps"):
        yield from _repeated(step, "choices")


def guide_references(tree: Mapping, known: list[str]) -> Iterator[Slip]:
    """The slips of a guide: talks or steps that repeat, and steps that are not among the known."""
    for end in ("before", "after"):
        if (step := _get(tree, end, Scalar)) and step.text not in known:
            yield _dangling(step, "a step", known)
    yield from _repeated(tree, "talks")
    seen: dict[str, Scalar] = {}
    for talk in _entries(tree, "talks"):
        listed = _scalars(talk, "steps")
        for step in listed:
            if step.text not in known:
                yield _dangling(step, "a step", known)
            if step.text in seen:
                yield _twice(step, seen[step.text])
            seen.setdefault(step.text, step)
        names = [step.text for step in listed]
        for step in _scalars(talk, "optional"):
            if step.text not in names:
                yield _dangling(step, "one of this talk's steps", names)


def _source_references(node: Node, known: list[str]) -> Iterator[Slip]:
    """Every `sources` list of ids and every `quoted_in`, wherever they stand."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _source_references(item, known)
    elif isinstance(node, Mapping):
        for key, item in node.items.items():
            if key == "sources" and isinstance(item, Sequence):
                for source in item.items:
                    if isinstance(source, Scalar) and source.text not in known:
                        yield _dangling(source, "a source", known)
            if key == "quoted_in" and isinstance(item, Scalar) and item.text not in known:
                yield _dangling(item, "a source", known)
            yield from _source_references(item, known)


def _outcome_references(tree: Mapping, known: list[str]) -> Iterator[Slip]:
    holders = list(_entries(tree, "values"))
    for option in _entries(tree, "options"):
        for group in ("benefits", "harms", "burdens"):
            holders += _entries(option, group)
    for holder in holders:
        for outcome in _scalars(holder, "outcomes"):
            if outcome.text not in known:
                yield _dangling(outcome, "an outcome", known)


def _option_keys(tree: Mapping, options: list[str]) -> Iterator[Slip]:
    """Whatever is said by option is said of every option, and of no other."""
    for group, key in (("outcomes", "by_option"), ("values", "options"), ("questions", "answers")):
        for entry in _entries(tree, group):
            if (by_option := _get(entry, key, Mapping)) is None:
                continue
            for name in by_option.keys.values():
                if name.text not in options:
                    yield _dangling(name, "an option", options)
            missing = [option for option in options if option not in by_option.items]
            if missing:
                silent = "write a figure, 'not studied', 'not known' or 'does not apply'"
                remedy = silent if group == "outcomes" else "write the answer" if group == "questions" else "write bears and because"
                at = entry.keys[key]
                yield Slip(
                    at.at,
                    "missing-option",
                    f"'{key}' says nothing of {_listed(missing)}",
                    f"Add it: {remedy}.",
                    len(at.text),
                )


def _figures(tree: Mapping) -> Iterator[Slip]:
    for outcome in _entries(tree, "outcomes"):
        yield from _repeated(outcome, "baselines")
        yield from _baselines(outcome)
        scale = _get(outcome, "scale", Mapping)
        out_of = _get(outcome, "out_of", Scalar)
        denominator = out_of.value if out_of is not None else 100
        figures = list((_get(outcome, "by_option", Mapping) or outcome).items.values())
        reference = _get(outcome, "reference", Mapping)
        if reference is not None and "figure" in reference.items:
            figures.append(reference.items["figure"])
        for figure in figures:
            if isinstance(figure, Mapping):
                yield from _figure(figure, scale, denominator, has_reference=reference is not None)
        if scale is not None and out_of is not None:
            yield Slip(outcome.keys["out_of"].at, "excluded-key", "an outcome with a scale has no out_of", "Keep one of the two.", 6)
        if scale is None:
            for name in ("event", "no_event"):
                if name not in outcome.items:
                    yield Slip(
                        outcome.at, "missing-key", f"an outcome with counts needs '{name}'", "It ends the sentence '18 of 100 people …'.", 1
                    )


def _baselines(outcome: Mapping) -> Iterator[Slip]:
    """Effects need a baseline to start from, and a baseline that nothing starts from is a slip too."""
    by_option = _get(outcome, "by_option", Mapping)
    figures = [figure for figure in (by_option.items.values() if by_option else ()) if isinstance(figure, Mapping)]
    resting = [figure.keys[key] for figure in figures for key in ("effect", "at_baseline") if key in figure.keys]
    out_of = _get(outcome, "out_of", Scalar)
    all_people = out_of.value if out_of is not None else 100
    for baseline in _entries(outcome, "baselines"):
        events = _get(baseline, "events", Scalar)
        if events is not None and _is_number(events.value) and _is_number(all_people) and not 0 <= events.value <= all_people:  # type: ignore[operator]
            yield Slip(events.at, "more-than-all", f"{events.text} of {all_people} cannot be", "Check both numbers.", len(events.text))
    if "baselines" not in outcome.items:
        for key in resting:
            fix = "Add 'baselines' to the outcome: id, name, events, sources."
            yield Slip(key.at, "no-baseline", f"'{key.text}' has no baseline to start from", fix, len(key.text))
    elif not resting:
        at = outcome.keys["baselines"]
        yield Slip(
            at.at, "unused-baseline", "no figure starts from these baselines", "Give an option an 'effect', or delete them.", len(at.text)
        )


def _figure(figure: Mapping, scale: Mapping | None, denominator: object, *, has_reference: bool) -> Iterator[Slip]:
    given = [key for key in _LEVELS if key in figure.items]
    if not (set(figure.items) & {*_LEVELS, "sources", "certainty", "basis"}):
        return
    if len(given) != 1:
        had = " and ".join(f"'{key}'" for key in given) if given else "none"
        yield Slip(figure.at, "one-level", f"a figure has exactly one of {', '.join(_LEVELS)}; here: {had}", "Keep one.")
        return
    level = figure.keys[given[0]]
    if (given[0] == "mean") != (scale is not None):
        fix = "Give the outcome a 'scale', or write 'events'." if scale is None else "Write 'mean', or delete the outcome's 'scale'."
        yield Slip(level.at, "wrong-level", f"'{level.text}' does not fit this outcome", fix, len(level.text))
    if given[0] in {"more", "fewer"} and not has_reference:
        yield Slip(
            level.at,
            "no-reference",
            f"'{level.text}' than what?",
            "Add a 'reference' to the outcome: a name and a figure, or use events.",
            len(level.text),
        )
    yield from _arithmetic(figure, level, figure.items[level.text], scale, denominator)
    basis = _get(figure, "basis", Scalar)
    if basis is not None and basis.text in {"derived", "estimate"} and "arithmetic" not in figure.items:
        yield Slip(
            basis.at,
            "no-arithmetic",
            f"'{basis.text}' without its arithmetic",
            "Add 'arithmetic: …', so that a reader can follow it.",
            len(basis.text),
        )


def _arithmetic(figure: Mapping, level: Scalar, node: Node, scale: Mapping | None, denominator: object) -> Iterator[Slip]:
    counts = [item.value for item in node.items if isinstance(item, Scalar)] if isinstance(node, Sequence) else []
    if isinstance(node, Scalar):
        counts = [node.value]
    numbers = [count for count in counts if _is_number(count)]
    if scale is None and _is_number(denominator):
        for number in numbers:
            if number > denominator:  # type: ignore[operator]
                yield Slip(node.at, "more-than-all", f"{number} of {denominator} is more than all", "Check both numbers.", len(str(number)))
    if level.text == "between" and len(numbers) == 2 and numbers[0] > numbers[1]:  # type: ignore[operator]  # noqa: PLR2004
        yield Slip(node.at, "wrong-order", "the higher count stands first", "Write the lower one first.")
    ends = [item.value for item in spread.items if isinstance(item, Scalar)] if (spread := _get(figure, "range", Sequence)) else []
    if len(ends) == 2 and all(map(_is_number, ends)) and numbers and spread:  # noqa: PLR2004
        low, high = ends
        if not all(low <= number <= high for number in numbers):  # type: ignore[operator]
            yield Slip(spread.at, "outside-range", f"{numbers[0]} does not lie between {low} and {high}", "Check the figure and its range.")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _no_action(tree: Mapping) -> Iterator[Slip]:
    options = list(_entries(tree, "options"))
    waits = any((flag := _get(option, "no_action", Scalar)) is not None and flag.value is True for option in options)
    if options and not waits and "no_action_reason" not in tree.items:
        yield Slip(
            tree.keys["options"].at,
            "no-waiting",
            "no option means waiting or carrying on as now",
            "Mark one with 'no_action: true', or say why there is none in 'no_action_reason'.",
            len("options"),
        )


def _repeated(tree: Mapping, group: str, key: str = "id") -> Iterator[Slip]:
    first: dict[str, Scalar] = {}
    for entry in _entries(tree, group):
        if (identity := _get(entry, key, Scalar)) is None:
            continue
        if identity.text in first:
            yield _twice(identity, first[identity.text])
        first.setdefault(identity.text, identity)


def _twice(scalar: Scalar, first: Scalar) -> Slip:
    return Slip(
        scalar.at,
        "duplicate-id",
        f"'{scalar.text}' stands here a second time; first on line {first.at.line}",
        "Give this one another name.",
        len(scalar.text),
    )


def _dangling(scalar: Scalar, what: str, known: list[str]) -> Slip:
    meant = near(scalar.text, known)
    fix = f"Did you mean '{meant}'?" if meant else f"There are: {', '.join(known) or 'none yet'}."
    return Slip(scalar.at, "dangling-id", f"'{scalar.text}' is not {what} that is known here", fix, max(1, len(scalar.text)))


def near(word: str, known: list[str]) -> str | None:
    """The known word that was probably meant, if one is near."""
    # Imported here: a file without mistakes needs no suggestions.
    from difflib import get_close_matches  # noqa: PLC0415

    return next(iter(get_close_matches(word, known, n=1)), None)


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _ids(tree: Mapping, group: str) -> list[str]:
    return [identity.text for entry in _entries(tree, group) if (identity := _get(entry, "id", Scalar))]


def _entries(tree: Mapping, group: str) -> Iterator[Mapping]:
    items = _get(tree, group, Sequence)
    for item in items.items if items else []:
        if isinstance(item, Mapping):
            yield item


def _scalars(tree: Mapping, key: str) -> list[Scalar]:
    items = _get(tree, key, Sequence)
    return [item for item in items.items if isinstance(item, Scalar)] if items else []


def _get(tree: Mapping, key: str, kind: type[N]) -> N | None:
    item = tree.items.get(key)
    return item if isinstance(item, kind) else None
