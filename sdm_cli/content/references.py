"""What no schema can say of an option set or a guide: ids that repeat or dangle, keys that exclude each other.

It works on the placed tree and passes over whatever has the wrong shape, since the schema reports that; so a file's
dangling ids come together with its other mistakes.
"""

import datetime as dt
import re
from collections.abc import Iterator

from sdm_cli.content.figure_slips import figure_slips
from sdm_cli.content.placed import Mapping, Scalar, Sequence, Slip

_LISTED, _COMPARED, _LONGEST_NAME = 30, 200, 100
"""Names that a message lists, names among which the nearest is looked for, and the letters by which they are compared."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def option_set_references(tree: Mapping) -> Iterator[Slip]:
    """The slips of an option set that its schema cannot see."""
    options = _ids(tree, "options")
    outcomes = _ids(tree, "outcomes")
    sources = _ids(tree, "sources")
    for group in ("options", "outcomes", "values", "questions", "misconceptions", "sources"):
        yield from repeated(tree, group)
    yield from _source_references(tree, sources)
    yield from _outcome_references(tree, outcomes)
    yield from _option_keys(tree, options)
    yield from figure_slips(tree)
    for outcome in tree.entries("outcomes"):
        yield from repeated(outcome, "baselines")
    yield from _dates(tree)
    for back in tree.entries("teach_back"):
        if (option := back.get("option", Scalar)) and option.text not in options:
            yield dangling(option, "an option", options)
    yield from _no_action(tree)


def steps_references(tree: Mapping) -> Iterator[Slip]:
    """The slips of a file of steps: ids and keys that repeat."""
    yield from repeated(tree, "steps")
    yield from repeated(tree, "steps", "key")
    for step in tree.entries("steps"):
        yield from repeated(step, "choices")


def guide_references(tree: Mapping, known: list[str]) -> Iterator[Slip]:
    """The slips of a guide: talks or steps that repeat, and steps that are not among the known."""
    for end in ("before", "after"):
        if (step := tree.get(end, Scalar)) and step.text not in known:
            yield dangling(step, "a step", known)
    yield from repeated(tree, "talks")
    seen: dict[str, Scalar] = {}
    for talk in tree.entries("talks"):
        listed = talk.scalars("steps")
        for step in listed:
            if step.text not in known:
                yield dangling(step, "a step", known)
            if step.text in seen:
                yield twice(step, seen[step.text])
            seen.setdefault(step.text, step)
        names = [step.text for step in listed]
        for step in talk.scalars("optional"):
            if step.text not in names:
                yield dangling(step, "one of this talk's steps", names)


def _source_references(tree: Mapping, known: list[str]) -> Iterator[Slip]:
    """Every `sources` list of ids and every `quoted_in`, wherever they stand."""
    names = set(known)
    to_see: list[Sequence | Mapping] = [tree]
    while to_see:
        node = to_see.pop()
        if isinstance(node, Mapping):
            named = node.scalars("sources") if "sources" in node.items else []
            if (quoted := node.items.get("quoted_in")) is not None and isinstance(quoted, Scalar):
                named.append(quoted)
            for source in named:
                if source.text not in names:
                    yield dangling(source, "a source", known)
        inside = node.items.values() if isinstance(node, Mapping) else node.items
        to_see += [item for item in inside if not isinstance(item, Scalar)]


def _outcome_references(tree: Mapping, known: list[str]) -> Iterator[Slip]:
    names = set(known)
    holders = list(tree.entries("values"))
    for option in tree.entries("options"):
        for group in ("benefits", "harms", "burdens"):
            holders += option.entries(group)
    for holder in holders:
        for outcome in holder.scalars("outcomes"):
            if outcome.text not in names:
                yield dangling(outcome, "an outcome", known)


def _option_keys(tree: Mapping, options: list[str]) -> Iterator[Slip]:
    """Whatever is said by option is said of every option, and of no other."""
    names = set(options)
    for group, key in (("outcomes", "by_option"), ("values", "options"), ("questions", "answers")):
        for entry in tree.entries(group):
            if (by_option := entry.get(key, Mapping)) is None:
                continue
            for name in by_option.keys.values():
                if name.text not in names:
                    yield dangling(name, "an option", options)
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
                    absent=tuple(missing),
                )


def _no_action(tree: Mapping) -> Iterator[Slip]:
    options = list(tree.entries("options"))
    # A flag that is not readable as true or false is a mistake of its own.
    waits = any((flag := option.get("no_action", Scalar)) is not None and flag.value is not False for option in options)
    if options and not waits and "no_action_reason" not in tree.items:
        yield Slip(
            tree.keys["options"].at,
            "no-waiting",
            "no option means waiting or carrying on as now",
            "Mark one with 'no_action: true', or say why there is none in 'no_action_reason'.",
            len("options"),
            absent=("no_action", "no_action_reason"),
        )


def _dates(tree: Mapping) -> Iterator[Slip]:
    """Days that no calendar has; what is no date at all is for the schema to tell."""
    dates = [tree.get(name, Scalar) for name in ("published", "updated", "review_due")]
    attested = tree.get("attested", Mapping)
    dates += [each.get("on", Scalar) for each in (attested.items.values() if attested else ()) if isinstance(each, Mapping)]
    for date in dates:
        if date is not None and _DATE.match(date.text):
            try:
                dt.date.fromisoformat(date.text)
            except ValueError:
                yield Slip(date.at, "no-such-day", f"no calendar has {date.text}", "Check year, month and day.", len(date.text))
    updated, review = tree.get("updated", Scalar), tree.get("review_due", Scalar)
    # Dates written so stand in the order of their texts.
    if updated and review and _DATE.match(updated.text) and _DATE.match(review.text) and review.text <= updated.text:
        message = f"the review would be due on {review.text}, and the last update was on {updated.text}"
        yield Slip(review.at, "wrong-order", message, "Give a day after the update.", len(review.text))


def repeated(tree: Mapping, group: str, key: str = "id") -> Iterator[Slip]:
    """Entries of a group whose id, or another key of theirs, stands there before."""
    first: dict[str, Scalar] = {}
    for entry in tree.entries(group):
        if (identity := entry.get(key, Scalar)) is None:
            continue
        if identity.text in first:
            yield twice(identity, first[identity.text])
        first.setdefault(identity.text, identity)


def twice(scalar: Scalar, first: Scalar) -> Slip:
    """A name that was given before."""
    return Slip(
        scalar.at,
        "duplicate-id",
        f"'{scalar.text}' stands here a second time; first on line {first.at.line}",
        "Give this one another name.",
        len(scalar.text),
    )


def dangling(scalar: Scalar, what: str, known: list[str]) -> Slip:
    """A name that nothing has, with the one that was probably meant."""
    meant = near(scalar.text, known)
    fix = f"Did you mean '{meant}'?" if meant else f"There are: {', '.join(known[:_LISTED]) or 'none yet'}{', …' * (len(known) > _LISTED)}."
    message = f"'{scalar.text}' is not {what} that is known here"
    return Slip(scalar.at, "dangling-id", message, fix, max(1, len(scalar.text)), meant=meant or "")


def near(word: str, known: list[str]) -> str | None:
    """The known word that was probably meant, if one is near."""
    # Imported here: a file without mistakes needs no suggestions.
    from difflib import get_close_matches  # noqa: PLC0415

    if len(known) > _COMPARED:
        # Nobody misspells the first letter of one among hundreds, and comparing with all would take minutes.
        known = [each for each in known if each[:1] == word[:1]][:_COMPARED]
    return next(iter(get_close_matches(word[:_LONGEST_NAME], known, n=1)), None)


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names[:_LISTED]) + ", …" * (len(names) > _LISTED)


def _ids(tree: Mapping, group: str) -> list[str]:
    return [identity.text for entry in tree.entries(group) if (identity := entry.get("id", Scalar))]
