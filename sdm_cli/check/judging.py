"""From the bytes of an option set to everything that is to be said of it: mistakes of form, breaches of rules, verdicts."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Literal

from msgspec import Struct

from sdm_cli.check.checks import Check
from sdm_cli.check.draft import MOST_READ, Draft, Found, said
from sdm_cli.check.rules import CHECKS
from sdm_cli.check.rules.cases import CASE_RULES
from sdm_cli.check.rules.upkeep import placeholders
from sdm_cli.check.silences import silences, unused
from sdm_cli.check.today import Today
from sdm_cli.check.words import word_lists
from sdm_cli.content import placed
from sdm_cli.content.placed import Slip, Unreadable, decode, parse
from sdm_cli.content.reading import Reading, located, read
from sdm_cli.content.references import option_set_references
from sdm_cli.model.diagnostic import Diagnostic
from sdm_cli.model.option_set import OptionSet
from sdm_cli.model.rule import Checked, Outcome, RestsOn, Rule, Silence, Verdict

Profile = Literal["teaching", "clinical"]
RULES: dict[str, Rule] = {rule.id: rule for rule in (*(check.rule for check in CHECKS), *CASE_RULES)}
MOST_BREACHES = 300
"""Breaches of one rule that are told of one file: more than anybody mends at a sitting."""
_KEY_BEFORE = re.compile(r"[^\s:,{]+ *: *$")
_LONGEST_KEY = 60
"""Characters in which the key of a value is looked for, with its colon."""
_TEACHING = {"qualifying", "numbers", "wording", "upkeep"}


class Asked(Struct, frozen=True):
    """What to check by. `select` and `ignore` are beginnings of rule ids, such as R02, Q or 1.1."""

    today: dt.date
    profile: Profile = "teaching"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    libraries: tuple[Path, ...] = ()
    verdicts: bool = True
    """Whether each criterion's verdict is wanted too, which only a report shows."""

    def checks(self) -> tuple[Check, ...]:
        """The checks that are asked for, in their order. A selection may name rules that the profile leaves out."""
        everything = self.select or self.profile == "clinical"
        return tuple(check for check in CHECKS if self.wants(check.rule.id) and (everything or check.rule.group in _TEACHING))

    def wants(self, rule: str) -> bool:
        """Whether a rule is neither ignored nor left out of what is selected."""
        return (not self.select or rule.startswith(self.select)) and not (self.ignore and rule.startswith(self.ignore))


class Sifted(Struct, frozen=True):
    """What was found: what is to be told, and what comments allow, with these comments."""

    told: list[Slip]
    silenced: list[Slip]
    used: set[Silence]


def sifted(found: Iterable[tuple[Slip, int]], allowed: Mapping[int, Sequence[Silence]]) -> Sifted:
    """What was found, each with the line on which its value begins, by what the comments of the file allow."""
    sieve = Sifted([], [], set())
    for slip, begins in found:
        # A comment is for its own line, or for the whole value that begins on the line.
        comments = (*allowed.get(slip.at.line, ()), *allowed.get(begins, ()))
        silence = next((each for each in comments if each.rule == slip.rule), None)
        if silence is not None:
            sieve.used.add(silence)
        (sieve.told if silence is None else sieve.silenced).append(slip)
    return sieve


def judged(raw: bytes, file: str, asked: Asked) -> Checked:
    """Check one option set. `file` is the name to print. Never raises on what the file holds."""
    reading = read(raw, file, OptionSet, option_set_references)
    if reading.tree is None:
        return Checked(file, reading.diagnostics)
    today = Today(asked.today)
    draft = Draft(reading.tree, reading.text, today, word_lists(said(reading.tree, "language") or "en", asked.libraries))
    checks = [check for check in asked.checks() if check.applies(draft)]
    allowed, wrong = silences(reading.text, reading.tree)
    told: list[Slip] = list(wrong)
    if (unread := draft.unread) is not None:
        message = f"the set has more than {MOST_READ:,} characters to read, and the rest from here is not looked through"
        told.append(Slip(unread.scalar.at, "too-long", message, "Shorten it."))
    breaches = ((_slip(check.rule, found), found.begins) for check in checks for found in islice(check.find(draft), MOST_BREACHES))
    sieve = sifted(breaches, allowed)
    echoes = [slip for slip in sieve.told if not reading.meant.isdisjoint(slip.absent)]
    told += (slip for slip in sieve.told if reading.meant.isdisjoint(slip.absent))
    told += islice(unused(allowed, sieve.used, {check.rule.id for check in checks}, set(RULES)), MOST_BREACHES)
    found_by_rules = located(told, file, reading.text)
    quiet = located(sieve.silenced, file, reading.text)
    verdicts: tuple[Verdict, ...] = ()
    if asked.verdicts:
        covered = located(_covered(checks, draft), file, reading.text)
        everything = tuple(dict.fromkeys((*reading.diagnostics, *found_by_rules, *located(echoes, file, reading.text), *covered)))
        verdicts = tuple(_verdict(check, draft, everything, quiet) for check in asked.checks())
    diagnostics = _together(reading, found_by_rules)
    return Checked(file, diagnostics, verdicts, quiet, tuple(sorted(sieve.used)), RestsOn(today.until))


def _covered(checks: Sequence[Check], draft: Draft) -> Iterator[Slip]:
    """Breaches of rules that others rest on, where those were not asked for themselves: a verdict needs them all the same."""
    asked = {check.rule.id for check in checks}
    rested_on = {name for check in checks for name in check.rule.covers} - asked
    for check in CHECKS:
        if check.rule.id in rested_on and check.applies(draft):
            yield from (_slip(check.rule, found) for found in islice(check.find(draft), MOST_BREACHES))


def unfinished(raw: bytes, file: str) -> tuple[Diagnostic, ...]:
    """The placeholders in a file of any kind; none where it cannot be read as YAML, which is told elsewhere."""
    try:
        text = decode(raw)
        tree, _ = parse(text)
    except Unreadable:
        return ()
    return located((slip for slip, _ in open_ends(tree, text)), file, text) if tree is not None else ()


def open_ends(tree: placed.Mapping, text: str) -> Iterator[tuple[Slip, int]]:
    """The placeholders in a tree of any kind, each with the line on which its value begins."""
    draft = Draft(tree, text, Today(dt.date.min), None)
    return ((_slip(RULES["R18"], found), found.begins) for found in placeholders(draft))


def _slip(rule: Rule, found: Found) -> Slip:
    lacks = (found.lacks,) if found.lacks else ()
    return Slip(found.at, rule.id, found.message, found.fix or rule.fix, found.width, absent=lacks, level=found.level or rule.level)


def _together(reading: Reading[OptionSet], found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Both kinds in the order of the file. Where the form is wrong, what a rule says of the same place, or of its key, is noise."""
    wrong = {(each.line, each.column) for each in reading.diagnostics}
    before = (
        (each.line, _KEY_BEFORE.search(each.excerpt, max(0, each.column - _LONGEST_KEY), each.column - 1)) for each in reading.diagnostics
    )
    wrong |= {(line, key.start() + 1) for line, key in before if key}
    return tuple(sorted({*reading.diagnostics, *(each for each in found if (each.line, each.column) not in wrong)}))


def _verdict(check: Check, draft: Draft, diagnostics: Iterable[Diagnostic], silenced: Iterable[Diagnostic]) -> Verdict:
    rule = check.rule
    if not check.applies(draft):
        return Verdict(rule, "does not apply", said=check.only)
    found = tuple(each for each in diagnostics if each.rule == rule.id or (each.rule in rule.covers and each.level == "error"))
    is_broken = any(each.level != "note" or rule.level == "note" for each in found)
    is_allowed = any(each.rule == rule.id or (each.rule in rule.covers and each.level == "error") for each in silenced)
    outcome: Outcome
    if is_allowed and not is_broken:
        outcome = "allowed"
    elif is_broken:
        outcome = "not met"
    elif rule.judged_by == "person":
        outcome = "for a person to judge"
    else:
        outcome = "attested" if rule.judged_by == "attested" else "met"
    return Verdict(rule, outcome, found, check.said if isinstance(check.said, str) else check.said(draft))
