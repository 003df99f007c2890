"""What `--json` prints: one object, `format` 1, keys that stay. Described in docs/json.md."""

from collections.abc import Sequence
from typing import Any

import msgspec

from sdm_cli.model.option_set import OptionSet
from sdm_cli.model.rule import Checked
from sdm_cli.model.session import Session
from sdm_cli.pages.summary import Account

FORMAT = 1


def session_data(account: Account) -> dict[str, Any]:
    """A session for other programs. The clinician's own leaning is in it only if the account is private."""
    header, walk, state, record = account.header, account.walk, account.state, account.record
    prepare = record.step_for("prepare")
    hidden = f"{prepare.key}.leaning" if prepare is not None and not account.private else None
    return {
        "format": FORMAT,
        "session": header.id,
        "kind": header.kind,
        "started": header.started.isoformat(),
        "option_set": {"id": walk.option_set.id, "title": walk.option_set.title, "updated": walk.option_set.updated},
        "guide": {"id": walk.guide.file.id, "version": walk.guide.file.version},
        "contents": header.contents,
        "finished": state.at is None,
        "answers": {question: answer for question, answer in state.answers.items() if question != hidden},
        "steps": [
            {
                "id": step.id,
                "title": step.title,
                "mark": walk.mark(state, step.id),
                "seconds": round(account.spent[step.id].total_seconds()) if step.id in account.spent else 0,
            }
            for step in walk.guide.path()
        ],
        "initial_preference": list(record.picked("know", "initial")),
        "options_were_discussed": account.options_were_discussed(),
        "informed_preference": list(record.picked("lean", "after") or record.picked("lean", "leaning")),
        "alignment": [
            {
                "what": row.matter.name,
                "said": row.matter.said,
                "options": {
                    option.id: {
                        "bears": cell.bears,
                        "because": cell.because,
                        "set_says": (cell.set_says or cell.bears) if row.matter.value else None,
                    }
                    for option, cell in zip(walk.option_set.options, row.cells, strict=True)
                },
            }
            for row in record.alignment()
        ],
    }


def session_line(session: Session, *, finished: bool, step: str | None) -> dict[str, Any]:
    """One session in a list."""
    header = session.header
    return {
        "id": header.id,
        "kind": header.kind,
        "started": header.started.isoformat(),
        "option_set": header.option_set,
        **({"case": header.case} if header.case is not None else {}),
        "guide": header.guide,
        **({"code": header.code} if header.code is not None else {}),
        **({"role": header.role} if header.role is not None else {}),
        "finished": finished,
        "step": step,
    }


def option_set_data(option_set: OptionSet) -> dict[str, Any]:
    """An option set for other programs: the keys of its YAML."""
    return {"format": FORMAT, **msgspec.to_builtins(option_set)}


def checked_data(checked: Sequence[Checked]) -> dict[str, Any]:
    """What `sdm check` found, with what the comments in the files allow."""
    return {
        "format": FORMAT,
        "files": len(checked),
        "diagnostics": [msgspec.to_builtins(found) for each in checked for found in each.diagnostics],
        "allowed": [msgspec.to_builtins(found) for each in checked for found in each.silenced],
    }
