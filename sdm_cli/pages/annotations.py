"""Diagnostics for the programs around an editor: lines that a code host shows beside a change, and SARIF 2.1.0."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from sdm_cli.document.inert import inert
from sdm_cli.model.diagnostic import Diagnostic
from sdm_cli.model.rule import Checked, Rule

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_ESCAPED = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_ESCAPED_IN_PROPERTIES = {**_ESCAPED, ":": "%3A", ",": "%2C"}


def workflow_commands(diagnostics: Iterable[Diagnostic]) -> str:
    """One line a diagnostic, as GitHub's workflows read them."""
    return "".join(_command(diagnostic) for diagnostic in diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    place = {
        "file": diagnostic.file,
        "line": str(diagnostic.line),
        "col": str(diagnostic.column),
        "endColumn": str(diagnostic.column + diagnostic.width),
        "title": diagnostic.rule,
    }
    properties = ",".join(f"{name}={_escaped(value, _ESCAPED_IN_PROPERTIES)}" for name, value in place.items())
    return f"::{_COMMANDS[diagnostic.level]} {properties}::{_escaped(inert(f'{diagnostic.message}. {diagnostic.fix}'), _ESCAPED)}\n"


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in text)


def sarif(checked: Sequence[Checked], rules: Mapping[str, Rule], version: str) -> dict[str, Any]:
    """Everything that was found, also what comments in the files allow (OASIS SARIF 2.1.0)."""
    results = [_result(found) for each in checked for found in each.diagnostics]
    for each in checked:
        for found in each.silenced:
            by_distance = sorted((abs(silence.line - found.line), silence.reason) for silence in each.used if silence.rule == found.rule)
            allowed = {"kind": "inSource", "justification": by_distance[0][1] if by_distance else ""}
            results.append({**_result(found), "suppressions": [allowed]})
    driver = {"name": "sdm check", "version": version, "rules": [_rule(rule) for rule in rules.values()]}
    return {
        "$schema": _SARIF,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.why} Source: {rule.source}"},
        "help": {"text": rule.fix},
        "defaultConfiguration": {"level": rule.level},
    }


def _result(diagnostic: Diagnostic) -> dict[str, Any]:
    region = {"startLine": diagnostic.line, "startColumn": diagnostic.column, "endColumn": diagnostic.column + diagnostic.width}
    return {
        "ruleId": diagnostic.rule,
        "level": diagnostic.level,
        "message": {"text": f"{diagnostic.message}. {diagnostic.fix}"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": quote(diagnostic.file)}, "region": region}}],
    }
