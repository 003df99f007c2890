"""`sdm check`: what is to be mended in files, by the rules."""

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from sdm_cli import __version__
from sdm_cli.check.judging import RULES, Asked, Profile
from sdm_cli.commands.checking_many import check_many
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.content.catalogue import Catalogue, NotFound, contents, is_there, kind_of, sets_among
from sdm_cli.content.references import near
from sdm_cli.document.json import to_json
from sdm_cli.exits import Exit, Refusal
from sdm_cli.model.rule import Checked, Rule
from sdm_cli.pages.findings import findings_text

if TYPE_CHECKING:
    from sdm_cli.content.glances import Kind
    from sdm_cli.document.blocks import Document

_SOON = dt.timedelta(days=90)


class NothingToCheck(Refusal):
    """A folder without YAML, or no file at all."""

    exit = Exit.USAGE

    def __init__(self, path: Path | None) -> None:
        super().__init__(f"{path} holds no .yaml file." if path else "Name files, folders or ids to check, such as: sdm check my-sets")


class NoFigures(Refusal):
    """Cases and guides have no figures."""

    exit = Exit.USAGE

    def __init__(self) -> None:
        super().__init__("There are no figures to list: only option sets have some. Name one, such as: sdm check back-pain --figures")


class NoRule(Refusal):
    """There is no rule of this name."""

    exit = Exit.USAGE

    def __init__(self, wanted: str) -> None:
        meant = near(wanted.upper(), list(RULES))
        super().__init__(f"There is no rule {wanted}. {f'Did you mean {meant}?' if meant else ''} 'sdm check --explain all' lists them.")


class NoRuleNamed(Refusal):
    """A selection of rules holds none."""

    exit = Exit.USAGE

    def __init__(self, option: str) -> None:
        super().__init__(f"{option} names no rule. Write their ids with commas, such as R02,Q,1.1.")


class Wish(Struct, frozen=True):
    """What was asked for on the command line."""

    targets: Sequence[str]
    form: str = "text"
    profile: Profile = "teaching"
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    notes: bool = False
    report: Path | None = None
    force: bool = False
    afresh: bool = False


def run(wish: Wish, surroundings: Surroundings) -> int:
    """Check files, folders and bundled sets; what is to be mended is the result."""
    files = _all_files(wish.targets, surroundings.catalogue)
    asked = Asked(
        surroundings.today(),
        wish.profile,
        _rules("--select", wish.select),
        _rules("--ignore", wish.ignore),
        surroundings.library_folders,
        verdicts=wish.report is not None,
    )
    many = check_many(files, asked, surroundings, afresh=wish.afresh)
    checked = many.checked
    _print(checked, wish, surroundings)
    if many.remembered:
        surroundings.say(f"Not changed since last checked: {many.remembered} of {len(checked)} (--afresh checks them again).")
    if wish.report is not None:
        _write_report(wish.report, checked, wish, surroundings)
    broken = any(found.level != "note" for each in checked for found in each.diagnostics)
    return Exit.FINDINGS if broken else Exit.DONE


def explain(wanted: str, surroundings: Surroundings) -> int:
    """Print one rule in full, or all of them in a line each. Raises NoRule."""
    from sdm_cli.pages.rules import rule_page, rules_page

    if wanted == "all":
        surroundings.result(rules_page(RULES.values()))
    elif rule := RULES.get(wanted) or RULES.get(wanted.upper()) or _covering(wanted):
        surroundings.result(rule_page(rule))
    else:
        raise NoRule(wanted)
    return Exit.DONE


def _covering(wanted: str) -> Rule | None:
    """The rule that a mistake of form breaks; of several the one that is about form."""
    return next((rule for rule in reversed(RULES.values()) if wanted in rule.covers), None)


def figures(targets: Sequence[str], surroundings: Surroundings, *, report: Path | None, force: bool) -> int:
    """Print every figure of some sets with its source and place, to be read against the papers, or write them as a page. Raises NoFigures."""
    from sdm_cli.content.loading import load_option_set
    from sdm_cli.document.blocks import Document
    from sdm_cli.pages.proofreading import proofreading_page

    catalogue = surroundings.catalogue
    sets = [path for path in _all_files(targets, catalogue) if kind_of(contents(path)) in {"option-sets", None}]
    if not sets:
        raise NoFigures
    pages = [proofreading_page(load_option_set(catalogue, str(path)).option_set) for path in sets]
    if report is not None:
        _write(report, Document(tuple(block for page in pages for block in page.blocks)), surroundings, force=force)
        return Exit.DONE
    for page in pages:
        surroundings.result(page)
    return Exit.DONE


def due(targets: Sequence[str], surroundings: Surroundings, *, json: bool) -> int:
    """List the sets whose review is due within 90 days or past, the oldest first; all of the library without targets."""
    from sdm_cli.pages.lists import due_data, due_page

    catalogue = surroundings.catalogue
    today = surroundings.today()
    surroundings.say_what_is_not_there()
    entries = sets_among(_all_files(targets, catalogue)) if targets else catalogue.entries("option-sets")
    soon = [(day, entry) for entry in entries if (day := entry.headline.get("review_due", "")) <= (today + _SOON).isoformat()]
    late = sorted(soon, key=lambda each: (each[0], each[1].id, each[1].path))
    if json:
        surroundings.data(to_json(due_data(late, today)))
    else:
        surroundings.result(due_page(late, today))
    return Exit.FINDINGS if any(day < today.isoformat() for day, _ in late) else Exit.DONE


def _rules(option: str, given: Sequence[str]) -> tuple[str, ...]:
    """Rule ids or their beginnings, as given: one or more, with commas. Raises NoRule for what begins no rule, and NoRuleNamed."""
    wanted = tuple(part.strip().upper() for each in given for part in each.split(",") if part.strip())
    if given and not wanted:
        raise NoRuleNamed(option)
    for each in wanted:
        if not any(rule.startswith(each) for rule in RULES):
            raise NoRule(each)
    return wanted


def _print(checked: Sequence[Checked], wish: Wish, surroundings: Surroundings) -> None:
    found = [diagnostic for each in checked for diagnostic in each.diagnostics]
    shown = [each for each in found if wish.notes or each.level != "note"]
    match wish.form:
        case "json":
            from sdm_cli.pages.data import checked_data

            surroundings.data(to_json(checked_data(checked)))
        case "github":
            from sdm_cli.pages.annotations import workflow_commands

            surroundings.data(workflow_commands(shown))
        case "sarif":
            from sdm_cli.pages.annotations import sarif

            surroundings.data(to_json(sarif(checked, RULES, __version__)))
        case _:
            surroundings.stdout.write(findings_text(shown, RULES, surroundings.folds(surroundings.stdout)))
    surroundings.say(_summed_up(checked, wish))


def _summed_up(checked: Sequence[Checked], wish: Wish) -> str:
    levels = [found.level for each in checked for found in each.diagnostics]
    parts = [_counted(len(checked), "file")]
    parts += [_counted(levels.count(level), level) for level in ("error", "warning") if levels.count(level)] or ["nothing to mend"]
    if notes := levels.count("note"):
        parts.append(_counted(notes, "note") + ("" if wish.notes else " (--notes shows them)"))
    if allowed := sum(len(each.silenced) for each in checked):
        parts.append(f"{allowed} allowed by comments")
    return f"{', '.join(parts)}."


def _counted(number: int, what: str) -> str:
    return f"{number} {what if number == 1 else f'{what}s'}"


def _write_report(path: Path, checked: Sequence[Checked], wish: Wish, surroundings: Surroundings) -> None:
    from sdm_cli.pages.quality import report

    by = "the rules that were asked for" if wish.select or wish.ignore else f"profile {wish.profile}"
    _write(path, report(checked, surroundings.today().isoformat(), by), surroundings, force=wish.force)


def _write(path: Path, document: "Document", surroundings: Surroundings, *, force: bool) -> None:
    """Write a page in the format that the ending names. Raises CannotExport for any other, or where a file would be lost."""
    from sdm_cli.commands.exports import CannotExport, deliver, page_text

    form = {".html": "html", ".md": "markdown"}.get(path.suffix)
    if form is None:
        raise CannotExport(f"{path} ends neither in .md nor in .html. The ending chooses the format.")
    deliver(page_text(document, form), path, surroundings, force=force)


def _all_files(targets: Sequence[str], catalogue: Catalogue) -> list[Path]:
    files = list(dict.fromkeys(path for target in targets for path in _files(target, catalogue)))
    if not files:
        raise NothingToCheck(None)
    return files


def _files(target: str, catalogue: Catalogue) -> Iterator[Path]:
    path = Path(target)
    if _is_folder(path):
        found = sorted(_below(path))
        if not found:
            raise NothingToCheck(path)
        yield from found
    elif is_there(path):
        yield path
    else:
        yield _by_id(target, catalogue)


def _below(folder: Path) -> Iterator[Path]:
    """Every YAML file below a folder, and every folder there that nobody can look into: whoever opens it says so."""
    locked: list[Path] = []
    for place, _, names in os.walk(folder, onerror=lambda error: locked.append(Path(error.filename))):
        if Path(place).name != "words":
            yield from (Path(place, name) for name in names if name.endswith((".yaml", ".yml")))
    yield from locked


def _is_folder(path: Path) -> bool:
    """Whether a path is a folder; one that is too long to be looked at, or stands behind a locked door, is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _by_id(target: str, catalogue: Catalogue) -> Path:
    """The file of an id, of whatever kind it is. Raises NotFound, as for an option set."""
    try:
        return catalogue.path("option-sets", target)
    except NotFound:
        kinds: tuple[Kind, ...] = ("guides", "cases")
        for kind in kinds:
            with suppress(NotFound):
                return catalogue.path(kind, target)
        raise
