"""`sdm preview`: a file as its readers will see it, again at every save."""

from pathlib import Path

from sdm_cli.commands.checking_many import check_one
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.content.catalogue import contents, kind_of
from sdm_cli.content.loading import Unusable, read_option_set
from sdm_cli.content.placed import Unreadable, decode, parse, plain_value
from sdm_cli.exits import Exit

_PARTS = {"options": "options", "outcomes": "chances", "values": "values", "questions": "questions", "sources": "sources"}
"""The part of the page on which a key of a set is seen."""
_SHOWN = 4
"""Findings under the page; the page itself is what is looked at."""
_PATIENCE = 1000
"""Milliseconds after which the file is looked at even if nothing was told of it."""
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"


def run(path: Path, part: str | None, surroundings: Surroundings, *, once: bool) -> int:
    """Show the file and what is to be mended in it, and do so again whenever it is saved, until Ctrl-C.

    Raises Unopenable if it cannot be read at the beginning.
    """
    shown = _show(path, part, surroundings)
    if once:
        return Exit.DONE
    surroundings.say("It is shown again whenever it is saved. Ctrl-C leaves.")
    # Imported here: nothing else watches files.
    from watchfiles import watch

    try:
        # The folder is watched, since many editors put a new file in the place of the old one; and what was saved while
        # the page was being drawn is seen a moment later.
        for _ in watch(path.resolve().parent, recursive=False, raise_interrupt=True, yield_on_timeout=True, rust_timeout=_PATIENCE):
            if path.exists() and contents(path) != shown:
                shown = _show(path, part or changed_part(shown, contents(path)), surroundings)
    except KeyboardInterrupt:
        pass
    return Exit.DONE


def changed_part(before: bytes, after: bytes) -> str | None:
    """The part of the page in which the first difference is, so that it is in sight; None if it is in none of them."""
    old, new = (_by_key(raw) for raw in (before, after))
    return next((_PARTS[key] for key in new if key in _PARTS and new[key] != old.get(key)), None)


def _by_key(raw: bytes) -> dict[str, object]:
    try:
        tree, _ = parse(decode(raw))
    except Unreadable:
        return {}
    return {key: plain_value(node) for key, node in tree.items.items()} if tree else {}


def _show(path: Path, part: str | None, surroundings: Surroundings) -> bytes:
    """Show the file, and give the bytes that were shown. Raises Unopenable."""
    from sdm_cli.check.judging import RULES, Asked
    from sdm_cli.pages.findings import findings_text

    if surroundings.stdout.isatty() and not surroundings.plain:
        surroundings.stdout.write(_CLEAR)
    raw = contents(path)
    checked = check_one(path, Asked(surroundings.today(), libraries=surroundings.library_folders))
    found = [each for each in checked.diagnostics if each.level != "note"]
    if kind_of(raw) in {"option-sets", None}:
        _show_set(raw, path, part, surroundings)
    surroundings.stdout.write(findings_text(found[:_SHOWN], RULES, surroundings.folds(surroundings.stdout)))
    if len(found) > _SHOWN:
        surroundings.stdout.write(f"and {len(found) - _SHOWN} more; {surroundings.command} check {path} tells all.\n")
    surroundings.stdout.flush()
    seen = f"{surroundings.now().astimezone():%H:%M:%S}"
    surroundings.say(f"{seen}  {path.name}: {len(found) or 'nothing'} to mend.")
    return raw


def _show_set(raw: bytes, path: Path, part: str | None, surroundings: Surroundings) -> None:
    """The set as 'sdm show' shows it; nothing while its form is wrong, which the findings tell."""
    from sdm_cli.model.derivation import resolved
    from sdm_cli.pages.option_set import option_set_page

    try:
        option_set = read_option_set(raw, str(path))
    except Unusable:
        return
    surroundings.result(option_set_page(resolved(option_set, {}), part))
