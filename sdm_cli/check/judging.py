"""From the bytes of an option set to everything that is to be said of it: mistakes of form, breaches of rules, verdicts."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from msgspec import Struct

from sdm_cli.check.checks import Check
from sdm_cli.check.draft import Draft, Found, said
from sdm_cli.check.rules import CHECKS
from sdm_cli.check.rules.upkeep import placeholders
from sdm_cli.check.silences import silences, unused
from sdm_cli.check.words import word_lists
from sdm_cli.content.placed import Slip, Unreadable, decode, parse
from sdm_cli.content.reading import Reading, located, read
from sdm_cli.content.references import option_set_references
from sdm_cli.model.diagnostic import Diagnostic
from sdm_cli.model.option_set import OptionSet
from sdm_cli.model.rule import Checked, Outcome, Rule, Silence, Verdict

Profile = Literal["teaching", "clinical"]
RULES: dict[str, Rule] = {check.rule.id: check.rule for check in CHECKS}
_TEACHING = {"qualifying", "numbers", "wording", "upkeep"}


class Asked(Struct, frozen=True):
    """What to check by. `select` and `ignore` are beginnings of rule ids, such as R02, Q or 1.1."""

    today: dt.date
    profile: Profile = "teaching"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    libraries: tuple[Path, ...] = ()

    def checks(self) -> tuple[Check, ...]:
        """The checks that are asked for, in their order. A selection may name rules that the profile leaves out."""
        chosen = CHECKS
        if self.select:
            chosen = tuple(check for check in chosen if check.rule.id.startswith(self.select))
        elif self.profile == "teaching":
            chosen = tuple(check for check in chosen if check.rule.group in _TEACHING)
        return tuple(check for check in chosen if not self.ignore or not check.rule.id.startswith(self.ignore))


def judged(raw: bytes, file: str, asked: Asked) -> Checked:
    """Check one option set. `file` is the name to print. Never raises on what the file holds."""
    reading = read(raw, file, OptionSet, option_set_references)
    if reading.tree is None:
        return Checked(file, reading.diagnostics)
    draft = Draft(reading.tree, reading.text, asked.today, word_lists(said(reading.tree, "language") or "en", asked.libraries))
    checks = [check for check in asked.checks() if check.applies(draft)]
    allowed, wrong = silences(reading.text, reading.tree)
    used: set[Silence] = set()
    silenced: list[Slip] = []
    told: list[Slip] = list(wrong)
    for check in checks:
        for found in check.find(draft):
            silence = _allowing(check.rule, found, allowed)
            if silence is not None:
                used.add(silence)
            (told if silence is None else silenced).append(_slip(check.rule, found))
    told += unused(allowed, used, {check.rule.id for check in checks}, set(RULES))
    found_by_rules = located(told, file, reading.text)
    quiet = located(silenced, file, reading.text)
    verdicts = tuple(_verdict(check, draft, (*reading.diagnostics, *found_by_rules), quiet) for check in asked.checks())
    diagnostics = _together(reading, found_by_rules)
    return Checked(file, diagnostics, verdicts, quiet, tuple(sorted(used)))


def unfinished(raw: bytes, file: str) -> tuple[Diagnostic, ...]:
    """The placeholders in a file of any kind; none where it cannot be read as YAML, which is told elsewhere."""
    try:
        text = decode(raw)
        tree, _ = parse(text)
    except Unreadable:
        return ()
    draft = Draft(tree, text, dt.date.min, None) if tree is not None else None
    return located((_slip(RULES["R18"], found) for found in placeholders(draft)), file, text) if draft else ()


def _allowing(rule: Rule, found: Found, allowed: dict[int, list[Silence]]) -> Silence | None:
    """The comment that allows a breach, on its own line or on the line where the value begins."""
    comments = [*allowed.get(found.at.line, ()), *allowed.get(found.begins, ())]
    return next((silence for silence in comments if silence.rule == rule.id), None)


def _slip(rule: Rule, found: Found) -> Slip:
    return Slip(found.at, rule.id, found.message, found.fix or rule.fix, found.width, level=found.level or rule.level)


def _together(reading: Reading[OptionSet], found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Both kinds in the order of the file. Where the form is wrong, what a rule says of the same place is noise."""
    wrong = {(each.line, each.column) for each in reading.diagnostics}
    return tuple(sorted({*reading.diagnostics, *(each for each in found if (each.line, each.column) not in wrong)}))


def _verdict(check: Check, draft: Draft, diagnostics: Iterable[Diagnostic], silenced: Iterable[Diagnostic]) -> Verdict:
    rule = check.rule
    if not check.applies(draft):
        return Verdict(rule, "does not apply", said=check.only)
    found = tuple(each for each in diagnostics if each.rule == rule.id or (each.rule in rule.covers and each.level == "error"))
    is_broken = any(each.level != "note" or rule.judged_by == "attested" for each in found)
    is_allowed = any(each.rule == rule.id for each in silenced)
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
