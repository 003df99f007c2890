"""A rule of `sdm check`, and what came of it for one file."""

import datetime as dt
from typing import Literal

from msgspec import Struct

from sdm_cli.model.diagnostic import Diagnostic, Level

Group = Literal["qualifying", "certifying", "certifying, tests", "quality", "numbers", "wording", "upkeep", "cases"]
"""The first four are those of IPDAS 4.0; then come further rules for sets, named R01 to R19, and those for cases, from P00."""

JudgedBy = Literal["machine", "hint", "attested", "person"]
"""machine: wholly checked here. hint: absence is found here, the rest is for a person. attested: somebody vouches for
it, and that they do is checked. person: nothing can be checked here."""


class Rule(Struct, frozen=True, kw_only=True):
    """What is checked, why, and how to mend it; the manual's page of a rule is made from this.

    `wrong` and `right` are pieces of an option set or a case, laid over a complete one by the tests: the first breaks this rule,
    the second keeps it. A rule that nothing can break, or that only a person can judge, has none.
    `covers` names mistakes of form that break this rule too.
    """

    id: str
    title: str
    group: Group
    judged_by: JudgedBy
    level: Level
    why: str
    source: str
    fix: str
    wrong: str = ""
    right: str = ""
    covers: tuple[str, ...] = ()


Outcome = Literal["met", "not met", "allowed", "attested", "for a person to judge", "does not apply"]
"""allowed: not met, and the file gives its reason in a comment."""


class Verdict(Struct, frozen=True):
    """What came of one rule for one file. `said` tells why, where there is something to tell."""

    rule: Rule
    outcome: Outcome
    findings: tuple[Diagnostic, ...] = ()
    said: str = ""


class Silence(Struct, frozen=True, order=True):
    """A comment in a file that allows a rule to be broken at one place, with its reason. `line` and `column` count from 1."""

    line: int
    rule: str
    reason: str
    column: int = 1


class RestsOn(Struct, frozen=True):
    """What came of a file rests on more than the file: on the day, and for a case on its option set.

    `until` is the last day on which the same would come of it. `option_set` is the one that a case names, as the case names it,
    and `sha256` is that of the bytes that were read for it.
    """

    until: dt.date
    option_set: str | None = None
    sha256: str = ""


class Checked(Struct, frozen=True):
    """Everything that came of checking one file. `silenced` were found and allowed by the comments in `used`.

    `rests_on` is None where nobody can tell for how long it holds.
    """

    file: str
    diagnostics: tuple[Diagnostic, ...]
    verdicts: tuple[Verdict, ...] = ()
    silenced: tuple[Diagnostic, ...] = ()
    used: tuple[Silence, ...] = ()
    rests_on: RestsOn | None = None
