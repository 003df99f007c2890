"""What no schema can say of a case by itself: names that repeat or dangle, and conditions that do not fit what they name.

What a case names of its option set and of the steps takes two more files; `loading.py` brings them.
"""

from collections.abc import Iterator

from sdm_cli.content.placed import Mapping, Node, Scalar, Sequence, Slip
from sdm_cli.content.references import dangling, repeated, twice
from sdm_cli.model.case import OPEN_ENDINGS
from sdm_cli.model.derivation import resolved
from sdm_cli.model.option_set import OptionSet

END = "end"
"""What `then` names where the talk is over."""
_TAKEN = {"exchanges": (END, "more"), "asides": ("more",), "say": ("something-else",)}
"""What stands in the same lists already: the end of the talk, the next page, and something else to do."""
_FITTING = {
    "states": ("at least", "at most"),
    "unsaid": ("told", "untold"),
    "exchanges": ("had", "not had"),
    "asides": ("had", "not had"),
}
_EXAMPLE = {_FITTING["states"]: "Write a bound, such as 'at least 2' or 'at most 2'."}


def case_references(tree: Mapping) -> Iterator[Slip]:
    """The slips of a case that its schema cannot see."""
    names = _names(tree)
    yield from _name_clashes(names)
    for group in ("exchanges", "asides"):
        yield from repeated(tree, group)
        yield from _taken(tree, group)
    patient = tree.get("patient", Mapping)
    if patient is not None:
        yield from repeated(patient, "unsaid")
    kinds = {name: kind for kind, found in names.items() for name in found}
    yield from _uses(tree, kinds)
    exchanges = [*names["exchanges"], END]
    for exchange in tree.entries("exchanges"):
        yield from repeated(exchange, "say")
        yield from _taken(exchange, "say")
        for say in exchange.entries("say"):
            if (then := say.get("then", Scalar)) and then.text not in exchanges:
                yield dangling(then, "an exchange", exchanges)


def set_references(tree: Mapping, option_set: OptionSet, steps: list[str]) -> Iterator[Slip]:
    """What a case names of its option set and of the steps, and is not there."""
    yield from _steps(tree, steps)
    option_set = resolved(option_set, {})
    ends = endings([option.id for option in option_set.options])
    preference = tree.get("preference", Mapping)
    leanings = [preference.get(each, Mapping) for each in ("first", "informed")] if preference else []
    named = [leaning.get("to", Scalar) for leaning in leanings if leaning]
    named += [say.get("decides", Scalar) for exchange in tree.entries("exchanges") for say in exchange.entries("say")]
    yield from (dangling(end, "an option or an ending", ends) for end in named if end is not None and end.text not in ends)
    for aside in tree.entries("asides"):
        yield from _about(aside, option_set)


def _steps(tree: Mapping, known: list[str]) -> Iterator[Slip]:
    exchanges = list(tree.entries("exchanges"))
    for holder in (*exchanges, *(say for exchange in exchanges for say in exchange.entries("say")), *tree.entries("asides")):
        if (step := holder.get("step", Scalar)) and step.text not in known:
            yield dangling(step, "a step", known)


def _about(aside: Mapping, option_set: OptionSet) -> Iterator[Slip]:
    """What an aside is about, and whether there is a picture of it."""
    parts = (option_set.options, option_set.outcomes, option_set.values, option_set.questions, option_set.misconceptions)
    known = [each.id for part in parts for each in part]
    about, picture = aside.get("about", Scalar), aside.get("picture", Scalar)
    if about is not None and about.text not in known:
        yield dangling(about, "a part of the option set", known)
    drawn = [outcome.id for outcome in option_set.outcomes if outcome.has_counts()]
    if picture is not None and picture.value is True and (about is None or about.text not in drawn):
        fix = f"Name one of these in 'about', or delete 'picture': {', '.join(drawn) or 'none here has a picture'}."
        yield Slip(picture.at, "no-picture", "this is about nothing that has a picture", fix, len(picture.text))


def endings(options: list[str]) -> list[str]:
    """Everything that a decision or a leaning may name, given the options of the set."""
    return [*options, *OPEN_ENDINGS]


def _names(tree: Mapping) -> dict[str, dict[str, Scalar]]:
    """Everything that a condition may name, by kind, with the place where it gets its name."""
    state, patient = tree.get("state", Mapping), tree.get("patient", Mapping)
    found: dict[str, dict[str, Scalar]] = {"states": dict(state.keys) if state else {}}
    for kind, holder in (("unsaid", patient), ("exchanges", tree), ("asides", tree)):
        entries = holder.entries(kind) if holder else iter(())
        found[kind] = {identity.text: identity for entry in entries if (identity := entry.get("id", Scalar))}
    return found


def _name_clashes(names: dict[str, dict[str, Scalar]]) -> Iterator[Slip]:
    """A condition names one thing: no state, fact, exchange or aside may share a name with another."""
    first: dict[str, Scalar] = {}
    for found in names.values():
        for name, scalar in found.items():
            if name in first:
                yield twice(*sorted((scalar, first[name]), key=lambda each: (-each.at.line, -each.at.column)))
            first.setdefault(name, scalar)


def _taken(tree: Mapping, group: str) -> Iterator[Slip]:
    """Ids of what the program puts into the same list itself, so that the entry could never be picked."""
    for entry in tree.entries(group):
        if (identity := entry.get("id", Scalar)) and identity.text in _TAKEN[group]:
            message = f"'{identity.text}' is the name of something that stands here in every case"
            yield Slip(identity.at, "duplicate-id", message, "Give this one another name.", len(identity.text))


def _uses(node: Node, kinds: dict[str, str]) -> Iterator[Slip]:
    """Every use of a name, wherever it stands: in `when`, `change`, `reveals` and `rests_on`."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _uses(item, kinds)
    elif isinstance(node, Mapping):
        for key, item in node.items.items():
            if key == "when" and isinstance(item, Mapping):
                yield from _conditions(item, kinds)
            elif key == "change" and isinstance(item, Mapping):
                states = [name for name, kind in kinds.items() if kind == "states"]
                yield from (dangling(name, "a state", states) for name in item.keys.values() if name.text not in states)
            elif key in {"reveals", "rests_on"}:
                unsaid = [name for name, kind in kinds.items() if kind == "unsaid"]
                yield from (dangling(name, "something unsaid", unsaid) for name in node.scalars(key) if name.text not in unsaid)
            else:
                yield from _uses(item, kinds)


def _conditions(when: Mapping, kinds: dict[str, str]) -> Iterator[Slip]:
    for name in when.keys.values():
        if name.text not in kinds:
            yield dangling(name, "a state, something unsaid, an exchange or an aside", list(kinds))
            continue
        condition = when.items[name.text]
        fitting = _FITTING[kinds[name.text]]
        if isinstance(condition, Scalar) and not condition.text.startswith(fitting):
            message = f"'{condition.text}' cannot be asked of '{name.text}'"
            yield Slip(
                condition.at,
                "wrong-condition",
                message,
                _EXAMPLE.get(fitting, f"Write '{fitting[0]}' or '{fitting[1]}'."),
                max(1, len(condition.text)),
            )
