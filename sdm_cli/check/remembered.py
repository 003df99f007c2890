"""What came of a file, as it is remembered, and the name by which it is found again.

The name is a digest of everything that the verdict rests on and that is known before the file is looked into: whoever
changes any of it asks by another name, and finds nothing. The rest is kept with the verdict, and looked at again.
"""

import datetime as dt
import os
from collections.abc import Iterable
from hashlib import sha256

import msgspec
from msgspec import Struct

from sdm_cli.check.judging import RULES, Asked
from sdm_cli.model.diagnostic import Diagnostic
from sdm_cli.model.rule import Checked, Outcome, RestsOn, Silence, Verdict

_MOST_WORDS = 200_000
"""Characters of findings above which it takes longer to remember them than to find them again."""


class _KeptVerdict(Struct, frozen=True, array_like=True):
    """A verdict with the id of its rule alone: what the rule says stands in the program."""

    rule: str
    outcome: Outcome
    findings: tuple[Diagnostic, ...]
    said: str


class _Kept(Struct, frozen=True, array_like=True):
    """What came of a file on a day."""

    on: dt.date
    rests_on: RestsOn
    diagnostics: tuple[Diagnostic, ...]
    verdicts: tuple[_KeptVerdict, ...]
    silenced: tuple[Diagnostic, ...]
    used: tuple[Silence, ...]


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Kept).decode


def digest(parts: Iterable[bytes]) -> bytes:
    """A digest that tells any two lists of parts apart."""
    made = sha256()
    for part in parts:
        made.update(b"%d:" % len(part))
        made.update(part)
    return made.digest()


def question(asked: Asked, program: bytes, words: bytes) -> bytes:
    """A digest of what is asked of every file but the day, of the program that answers, and of the word lists it goes by."""
    rules = (asked.profile, str(asked.verdicts), "select", *asked.select, "ignore", *asked.ignore, "libraries")
    return digest([program, words, *(each.encode() for each in rules), *map(os.fsencode, asked.libraries)])


def name(question: bytes, file: str, raw: bytes) -> str:
    """The name under which the answer is kept for a file, which is called so in every finding, with these bytes."""
    return digest([question, os.fsencode(file), raw]).hex()


def kept(checked: Checked, today: dt.date) -> bytes | None:
    """What came of a file, to be kept; None if it had better be found again."""
    words = sum(len(each.excerpt) + len(each.message) for each in _findings(checked))
    if checked.rests_on is None or words > _MOST_WORDS:
        return None
    verdicts = tuple(_KeptVerdict(each.rule.id, each.outcome, each.findings, each.said) for each in checked.verdicts)
    try:
        return _encode(_Kept(today, checked.rests_on, checked.diagnostics, verdicts, checked.silenced, checked.used))
    except UnicodeEncodeError:
        # The name of a file may be no text at all.
        return None


def remembered(raw: bytes, file: str, today: dt.date) -> Checked | None:
    """What was kept of a file; None if it is of another time, or is not what was kept."""
    try:
        found = _decode(raw)
        verdicts = tuple(Verdict(RULES[each.rule], each.outcome, each.findings, each.said) for each in found.verdicts)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, KeyError):
        return None
    if not found.on <= today <= found.rests_on.until:
        return None
    return Checked(file, found.diagnostics, verdicts, found.silenced, found.used, found.rests_on)


def _findings(checked: Checked) -> Iterable[Diagnostic]:
    yield from checked.diagnostics
    yield from checked.silenced
    for verdict in checked.verdicts:
        yield from verdict.findings
