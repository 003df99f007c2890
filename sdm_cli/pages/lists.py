"""Lists: of the library, of sessions, of mistakes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sdm_cli.content.catalogue import Entry
from sdm_cli.content.glances import Kind
from sdm_cli.document.blocks import Block, Document, Facts, Faint, Line, Paragraph, line
from sdm_cli.model.session import Header, Session


def library_page(kind: Kind, entries: Sequence[Entry]) -> Document:
    """What there is of a kind, and whose."""
    if not entries:
        return Document((Paragraph(line(f"There are no {kind.replace('-', ' ')} yet.")),))
    return Document((Facts(tuple((entry.id, _entry(entry)) for entry in entries)),))


def _entry(entry: Entry) -> Line:
    head = entry.headline
    title = head.get("title", "")
    if not title:
        return line(f"not readable; see: sdm check {entry.path}")
    said = head.get("decision") or head.get("summary") or head.get("practises") or ""
    if "level" in head:
        facts = f"{head['level'].capitalize()}, {head.get('minutes', '?')} minutes, {head.get('option_set', '')}"
        said = f"{said.rstrip('.')}. {facts}."
    whose = f" Yours: {entry.path}." if entry.own else ""
    instead = " It stands in place of another of the same id." if entry.shadows else ""
    due = f" Review due {head['review_due']}." if "review_due" in head else ""
    return line(f"{title.rstrip('.')}. {said}", Faint(f"{due}{whose}{instead}"))


def sessions_page(lines: Sequence[tuple[Session, str]], unread: int = 0) -> Document:
    """Sessions, the newest first, each with where it stopped; where there are only some that cannot be read, how many."""
    if unread and not lines:
        said = "The one session here cannot be read." if unread == 1 else f"None of the {unread} sessions here can be read."
        return Document((Paragraph(line(said)),))
    if not lines:
        return Document((Paragraph(line("There are no sessions yet. 'sdm walk' begins one.")),))
    facts: list[tuple[str, Line]] = []
    for session, where in lines:
        when = f"{session.header.started.astimezone():%Y-%m-%d %H:%M}"
        facts.append((session.header.id, line(f"{when}  {_of_what(session.header)}  {where}")))
    blocks: tuple[Block, ...] = (Facts(tuple(facts)),)
    return Document(blocks)


def _of_what(header: Header) -> str:
    """What a session is told by in a list; a code too, since the three of a role play know it by that."""
    what = header.case or header.option_set or header.kind
    return ", ".join(filter(None, (what, header.role and f"{header.role}'s part", header.code and f"code {header.code}")))


def library_data(kind: Kind, entries: Sequence[Entry]) -> dict[str, Any]:
    """The same for other programs."""
    listed = [{**entry.headline, "id": entry.id, "path": str(entry.path), "own": entry.own} for entry in entries]
    return {"format": 1, "kind": kind, "entries": listed}


def due_page(late: Sequence[tuple[str, Entry]], today: date) -> Document:
    """Sets whose review is due, each with its day; the oldest first."""
    if not late:
        return Document((Paragraph(line("No review is due in the next 90 days.")),))
    return Document((Facts(tuple((entry.id, line(_due(day, today), Faint(f" {entry.path}"))) for day, entry in late)),))


def _due(day: str, today: date) -> str:
    if not day:
        return "No day is set."
    return f"Overdue since {day}." if day < today.isoformat() else f"Due {day}."


def due_data(late: Sequence[tuple[str, Entry]], today: date) -> dict[str, Any]:
    """The same for other programs."""
    listed = [{"id": entry.id, "review_due": day, "overdue": day < today.isoformat(), "path": str(entry.path)} for day, entry in late]
    return {"format": 1, "entries": listed}
