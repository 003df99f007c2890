"""The ways through a case: as text for a terminal, as boxes and arrows, and how long they take."""

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

from sdm_cli.conversation.lasting import CHOOSING, READ, SAID, Lasting
from sdm_cli.document.blocks import Block, Bullets, Document, Heading, Line, Paragraph, Strong, Table, line
from sdm_cli.document.graph import Arrow, Box, Graph
from sdm_cli.model.case import Case, Exchange

Way = tuple[str, str, str | None]
"""An exchange, what is said there, and the exchange that follows; None at the end."""
_END = "The end"


def ways_page(case: Case, ways: Collection[Way]) -> Document:
    """Every exchange in the order of the file, with what leads where; what lies off the common path has a plus."""
    blocks: list[Block] = [
        Heading(1, f"The ways through {case.title}"),
        Paragraph(line("A + stands before what is not on every way. Topics can be jumped to besides.")),
    ]
    common = _common(case, ways)
    for exchange in case.exchanges:
        sign = "" if exchange.id in common else "+ "
        blocks.append(Paragraph(line(Strong(f"{sign}{exchange.topic}"), f" ({exchange.step} {exchange.id}{_when(exchange)})")))
        blocks.append(Bullets(tuple(_exits(case, exchange, ways))))
    return Document(tuple(blocks))


def ways_graph(case: Case, ways: Collection[Way]) -> Graph:
    """The same as boxes and arrows."""
    common = _common(case, ways)
    boxes = [
        Box(exchange.id, exchange.topic, f"{exchange.step} {exchange.id}{_when(exchange)}", int(exchange.id not in common), row)
        for row, exchange in enumerate(case.exchanges)
    ]
    boxes.append(Box("", _END, "", 0, len(boxes)))
    arrows = [
        Arrow(exchange.id, target or "", ", ".join(says))
        for exchange in case.exchanges
        for target, says in _by_target(case, exchange, ways)
    ]
    forks = sum(1 for exchange in case.exchanges if len(_by_target(case, exchange, ways)) > 1)
    description = f"{len(case.exchanges)} exchanges; at {forks} of them the talk may go on in more than one way."
    return Graph(f"The ways through {case.title}", description, tuple(boxes), tuple(arrows))


def _when(exchange: Exchange) -> str:
    return ("; side" if exchange.side else "") + "".join(f"; when {name} {condition}" for name, condition in exchange.when.items())


def _exits(case: Case, exchange: Exchange, ways: Collection[Way]) -> Iterator[Line]:
    topics = {each.id: each.topic for each in case.exchanges}
    found = _by_target(case, exchange, ways)
    if not found:
        yield line("no way leads here")
    for target, says in found:
        yield line(f"to {topics[target] if target is not None else 'the end'}: {', '.join(says)}")


def _by_target(case: Case, exchange: Exchange, ways: Collection[Way]) -> list[tuple[str | None, Sequence[str]]]:
    """Where an exchange leads, in the order of the file, and what leads there."""
    order: list[str | None] = [*(each.id for each in case.exchanges), None]
    targets = sorted({target for start, _, target in ways if start == exchange.id}, key=order.index)
    said = [say.id for say in exchange.say]
    return [(target, [say for say in said if (exchange.id, say, target) in ways]) for target in targets]


def _common(case: Case, ways: Collection[Way]) -> frozenset[str]:
    """The exchanges that every way to the end goes through."""
    first = case.exchanges[0].id
    return frozenset(exchange.id for exchange in case.exchanges if not _ends_without(exchange.id, first, ways))


def _ends_without(left_out: str, first: str, ways: Collection[Way]) -> bool:
    seen: set[str | None] = {left_out}
    waiting: list[str | None] = [first]
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        if here is None:
            return True
        seen.add(here)
        waiting += [target for start, _, target in ways if start == here]
    return False


def lasting_page(case: Case, talks: Sequence[Lasting]) -> Document:
    """How long the shortest, the middle and the longest of some talks take, part by part; named as the estimate that it is."""
    in_order = sorted(talks, key=lambda talk: talk.whole)
    three = (in_order[0], in_order[len(in_order) // 2], in_order[-1])
    rows = (
        ("Opening", [talk.opening for talk in three]),
        ("Talk", [talk.talk for talk in three]),
        ("Debrief", [talk.debrief for talk in three]),
        ("All of it", [talk.whole for talk in three]),
    )
    shown = tuple((line(name), *(line(_minutes(time)) for time in times)) for name, times in rows)
    how = (
        f"An estimate; nobody was timed. Words are counted: {READ} a minute read, {SAID} said aloud (Brysbaert 2019), and "
        f"{CHOOSING.seconds} seconds to choose in each turn. Who types their own words takes longer. The case says {case.minutes} min."
    )
    return Document((Table(("Minutes", "Shortest talk", "Middle", "Longest"), shown), Paragraph(line(how))))


def _minutes(time: timedelta) -> str:
    whole = round(time / timedelta(minutes=1))
    return str(whole) if whole else "under 1"
