"""What a schema validator found, said in a clinician's words, at its place in the file, with a remedy.

Imported only when a file did not convert: the validator behind it is large.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import jsonschema_rs
import msgspec

from sdm_cli.content.placed import Mapping, Node, Scalar, Sequence, Slip
from sdm_cli.content.references import near

_KINDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "keys with values",
    "null": "nothing",
}
_HALF = 0.5
_MOST = 1000
"""Findings that are told of one file."""
_SHOWN = 40
"""Characters of the author's own text that a message repeats."""


def schema_slips(tree: Mapping, plain: object, kind: type) -> list[Slip]:
    """Every place where the file differs from the schema of its kind.

    The schema is made from the same declarations that convert the file, so the two cannot disagree.
    """
    schema = msgspec.json.schema(kind)
    validator = jsonschema_rs.validator_for(schema)
    leaves = [leaf for error in islice(validator.iter_errors(_for_validation(plain)), _MOST) for leaf in _leaves(error)]
    missing: dict[tuple[str | int, ...], list[str]] = {}
    for leaf in leaves:
        if leaf.kind.name == "required":
            missing.setdefault(tuple(_as_written(tree, leaf.instance_path)), []).append(leaf.kind.property)
    slips = [slip for leaf in leaves for slip in _slips(leaf, tree, schema, missing)]
    return [*slips, *(_missing_keys(tree, list(path), keys) for path, keys in missing.items() if keys)]


def _for_validation(plain: object) -> object:
    """The values with 18.0 told from 18: JSON Schema takes it for a whole number, the model does not."""
    match plain:
        case dict():
            return {key: _for_validation(value) for key, value in plain.items()}
        case list():
            return [_for_validation(value) for value in plain]
        case float() if plain.is_integer():
            return plain + _HALF
        case _:
            return plain


def _leaves(error: Any) -> Iterator[Any]:
    """The errors that matter inside an either-or: those of the branch that the author was writing."""
    if error.kind.name not in {"anyOf", "oneOf"}:
        yield error
        return
    branches = [branch for branch in error.kind.context if not _is_null_branch(branch)]
    deeper = [branch for branch in branches if all(not _is_mismatch(leaf, error) for leaf in branch)]
    if len(branches) == 1 or deeper:
        for leaf in (deeper or branches)[0]:
            yield from _leaves(leaf)
    else:
        yield error


def _is_null_branch(branch: list[Any]) -> bool:
    return any(leaf.kind.name == "type" and leaf.kind.types == ["null"] for leaf in branch)


def _is_mismatch(leaf: Any, error: Any) -> bool:
    """The value is of another kind altogether than this branch wants."""
    return len(leaf.instance_path) == len(error.instance_path) and leaf.kind.name in {"type", "enum", "const"}


def _slips(error: Any, tree: Mapping, schema: dict[str, Any], missing: dict[tuple[str | int, ...], list[str]]) -> Iterator[Slip]:
    path = _as_written(tree, error.instance_path)
    node = _find(tree, path)
    match error.kind.name:
        case "additionalProperties":
            yield from _unknown_keys(error, node, schema, missing.get(tuple(path), []))
        case "propertyNames":
            yield from _wrong_name(error, node)
        case "falseSchema":
            pass  # An entry too many; maxItems tells it.
        case "required":
            pass  # All missing keys of one place make one slip; see _missing_keys.
        case "minItems" | "maxItems":
            yield _wrong_count(error, _key(tree, path) or node, _name(path))
        case _:
            yield _wrong_value(error, node, _name(path), schema)


def _name(path: list[str | int]) -> str:
    return f"'{path[-1]}'" if path and isinstance(path[-1], str) else "this entry"


def _wrong_count(error: Any, at: Node, name: str) -> Slip:
    if error.kind.name == "minItems":
        return Slip(at.at, "too-few", f"{name} has too few entries; at least {error.kind.limit}", "Add what is missing.", _width(at))
    return Slip(at.at, "too-many", f"{name} has too many entries; at most {error.kind.limit}", "Delete what is too much.", _width(at))


def _wrong_value(error: Any, node: Node, name: str, schema: dict[str, Any]) -> Slip:
    match error.kind.name:
        case "type":
            return _wrong_kind(name, node, list(error.kind.types))
        case "anyOf" | "oneOf":
            return _no_branch(name, node, error)
        case "enum":
            return _not_listed(name, node, [str(option) for option in error.kind.options])
        case "pattern":
            described = _description(schema, error.schema_path)
            return Slip(node.at, "wrong-form", f"{_quoted(node)} does not have the form of {name}", described, _width(node))
        case "minLength":
            return Slip(node.at, "empty-text", f"{name} is empty", "Write it, or delete the key.")
        case "maxLength":
            long = f"{name} has {len(_text(node))} characters; at most {error.kind.limit} fit"
            return Slip(node.at, "too-long", long, "Shorten it.", _width(node))
        case "minimum" | "maximum":
            side = "at least" if error.kind.name == "minimum" else "at most"
            return Slip(
                node.at, "out-of-bounds", f"{_quoted(node)}: {name} must be {side} {error.kind.limit}", "Check the number.", _width(node)
            )
        case other:
            return Slip(node.at, other, f"{name} is not as it should be: {error.message}", "See docs/option-sets.md.", _width(node))


def _missing_keys(tree: Mapping, path: list[str | int], keys: list[str]) -> Slip:
    at = _key(tree, path) or _find(tree, path)
    lines = ", ".join(f"'{key}: …'" for key in keys)
    return Slip(
        at.at,
        "missing-key",
        f"{_heading(tree, path)} has no {_listed(keys)}",
        f"Add {'a line' if len(keys) == 1 else 'lines'} here: {lines}.",
        len(at.text) if isinstance(at, Scalar) else 1,
    )


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _unknown_keys(error: Any, node: Node, schema: dict[str, Any], missing: list[str]) -> Iterator[Slip]:
    """Each unknown key. A missing key that was probably meant is taken off `missing`: one slip, one finding."""
    known = list(_object_schema(schema, error.schema_path).get("properties", {}))
    for unexpected in error.kind.unexpected:
        at = node.keys[unexpected].at if isinstance(node, Mapping) and unexpected in node.keys else node.at
        meant = near(unexpected, known)
        if meant in missing:
            missing.remove(meant)
        fix = f"Did you mean '{meant}'?" if meant else f"Possible here: {', '.join(known)}."
        yield Slip(at, "unknown-key", f"'{unexpected}' is not a key that stands here", fix, max(1, len(unexpected)), meant=meant or "")


def _wrong_name(error: Any, node: Node) -> Iterator[Slip]:
    """A key that is empty. One that is no id is no known id either, and that is told with a suggestion."""
    if isinstance(node, Mapping) and error.kind.error.kind.name == "minLength":
        yield Slip(node.keys[""].at, "empty-text", "a key is empty", "Write the word, or delete the line.")


def _wrong_kind(name: str, node: Node, types: list[str]) -> Slip:
    told = set(types) - ({"null", "integer"} if "number" in types else {"null"})
    wanted = " or ".join(_KINDS.get(kind, kind) for kind in types if kind in told)
    message = f"{name} should be {wanted}, and here stands {_described(node)}"
    if types[0] == "string" and isinstance(node, Scalar) and node.text:
        fix = f'Put it in quotes: "{node.text[:_SHOWN]}"'
    elif types[0] == "array":
        fix = "Write each entry on a line of its own, beginning with '- '."
    elif types[0] in {"integer", "number"}:
        fix = "Write digits only; the denominator, the time and the unit have keys of their own."
    elif types[0] == "object":
        fix = "Write the keys below, indented by two spaces."
    else:
        fix = f"Write {wanted}."
    return Slip(node.at, "wrong-kind", message, fix, _width(node))


def _no_branch(name: str, node: Node, error: Any) -> Slip:
    listed = [str(option) for branch in error.kind.context for leaf in branch if leaf.kind.name == "enum" for option in leaf.kind.options]
    if not listed:
        types = [kind for branch in error.kind.context for leaf in branch if leaf.kind.name == "type" for kind in leaf.kind.types]
        return _wrong_kind(name, node, types or ["string"])
    slip = _not_listed(name, node, listed)
    return Slip(slip.at, slip.rule, slip.message, f"{slip.fix} Or write the keys of a value below, indented.", slip.width)


def _not_listed(name: str, node: Node, options: list[str]) -> Slip:
    meant = near(_text(node), options)
    fix = f"Did you mean '{meant}'?" if meant else f"Write one of: {', '.join(options)}."
    return Slip(node.at, "not-a-choice", f"{name} cannot be {_quoted(node)}", fix, _width(node))


def _as_written(tree: Mapping, path: list[str | int]) -> list[str | int]:
    """A path with the keys of the file: the validator takes one such as +1 or 01 for a place in a list, and leaves out an empty one."""
    node: Node = tree
    written: list[str | int] = []
    for part in path:
        if isinstance(node, Mapping):
            name = str(part)
            key = name if name in node.items else next((key for key in node.items if key.lstrip("+0") == name.lstrip("0")), None)
            if key is None:
                break
            written.append(key)
            node = node.items[key]
        elif isinstance(node, Sequence):
            written.append(part)
            node = node.items[int(part)]
    return written


def _find(tree: Mapping, path: list[str | int]) -> Node:
    node: Node = tree
    for part in path:
        if isinstance(node, Mapping):
            node = node.items[str(part)]
        elif isinstance(node, Sequence):
            node = node.items[int(part)]
    return node


def _key(tree: Mapping, path: list[str | int]) -> Scalar | None:
    """The key that leads to a value, if it stands under one."""
    parent = _find(tree, path[:-1]) if path else None
    return parent.keys[str(path[-1])] if isinstance(parent, Mapping) else None


def _heading(tree: Mapping, path: list[str | int]) -> str:
    """What to call a place: the option 'exercise', the key 'evidence', the file."""
    if not path:
        return "the file"
    node = _find(tree, path)
    if isinstance(path[-1], str):
        return f"'{path[-1]}'"
    group = next((str(part) for part in reversed(path) if isinstance(part, str)), "entry")
    identity = node.items.get("id") if isinstance(node, Mapping) else None
    named = f" ('{identity.text}')" if isinstance(identity, Scalar) else ""
    return f"entry {int(path[-1]) + 1} of '{group}'{named}"


def _object_schema(schema: dict[str, Any], path: list[str | int]) -> dict[str, Any]:
    here: Any = schema
    for part in path[:-1]:
        here = here[part]
        while "$ref" in here:
            here = schema["$defs"][here["$ref"].rsplit("/", 1)[-1]]
    return here if isinstance(here, dict) else {}


def _description(schema: dict[str, Any], path: list[str | int]) -> str:
    return str(_object_schema(schema, path).get("description", "See docs/option-sets.md."))


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _quoted(node: Node) -> str:
    text = _text(node)
    return f"'{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}'"


def _width(node: Node) -> int:
    return max(1, len(_text(node).split("\n", 1)[0]))


def _described(node: Node) -> str:
    match node:
        case Sequence():
            return "a list"
        case Mapping():
            return "a group of keys"
        case Scalar(value=None):
            return "nothing"
        case Scalar(value=bool()):
            return f"true or false ({_quoted(node)})"
        case Scalar(value=int() | float()):
            return f"the number {node.text}"
        case _:
            return f"the text {_quoted(node)}"
