"""All ways through a case: a search over every exchange with every mind the patient can be in there.

First only what is said at the exchanges, and silence, are followed; that is exact and small. What nothing led to is
looked for once more with everything that may be brought up besides, which multiplies the ways; so that search has a
bound, and tells when it was hit.
"""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from sdm_cli.conversation.patient import Mind, first, following
from sdm_cli.model.case import Aside, Case, Conditions, Exchange, Line, Response, Spoken

BOUND = 60_000
"""Situations after which a search stops."""
LONGEST = 60
"""Turns that a talk may take."""


class Situation(Struct, frozen=True):
    """An exchange, the patient's mind as far as any way depends on it, and whether silence was kept here."""

    exchange: str
    mind: Mind
    quiet: bool = False


_Onward = tuple[Situation, Iterator[Situation | None]]
"""A situation, and what is still to be looked at of where it leads."""


class Paths(Struct, frozen=True):
    """What the search found. A way is an exchange, what is said there, and the exchange that follows, None at the end.

    `stuck` are exchanges at which nothing can be said, `endless` those from which no way leads out, `circle` exchanges
    that one can go round for ever, `longest` the most turns of one talk where there is no circle.
    """

    exchanges: frozenset[str]
    says: frozenset[tuple[str, str]]
    told: frozenset[str]
    decisions: frozenset[str]
    ways: frozenset[tuple[str, str, str | None]]
    stuck: frozenset[str]
    endless: frozenset[str]
    circle: tuple[str, ...]
    longest: int
    complete: bool


class _Search:
    """A search, and what is gathered on the way."""

    def __init__(self, case: Case, asides: tuple[Aside, ...]) -> None:
        self.onward: dict[Situation, list[Situation | None]] = {}
        self.says: set[tuple[str, str]] = set()
        self.told: set[str] = set()
        self.decisions: set[str] = set()
        self.ways: set[tuple[str, str, str | None]] = set()
        self.stuck: set[str] = set()
        self.complete = True
        self._case = case
        self._asides = asides
        self._asked = _asked(case) | {aside.id for aside in asides}
        self._search()

    def reached(self) -> frozenset[str]:
        """The exchanges that some way leads to."""
        return frozenset(here.exchange for here in self.onward)

    def _search(self) -> None:
        by_id = {exchange.id: exchange for exchange in self._case.exchanges}
        begin = Mind.of(self._case)
        waiting = [Situation(first(self._case, begin).id, self._narrowed(begin))]
        while waiting:
            here = waiting.pop()
            if here in self.onward:
                continue
            if len(self.onward) >= BOUND:
                self.complete = False
                return
            self.onward[here] = list(self._steps(by_id[here.exchange], here))
            waiting += [each for each in self.onward[here] if each is not None and each not in self.onward]

    def _steps(self, exchange: Exchange, here: Situation) -> Iterator[Situation | None]:
        """Where one situation leads: None is the end."""
        says = [say for say in exchange.say if here.mind.holds(say.when)]
        if not says:
            self.stuck.add(exchange.id)
        for say in says:
            self.says.add((exchange.id, say.id))
            self.told.update(say.reveals)
            if say.decides is not None:
                self.decisions.add(say.decides)
            mind = self._narrowed(here.mind.after(say).having_had(exchange.id))
            then = following(self._case, mind, exchange.id, say.then)
            self.ways.add((exchange.id, say.id, then.id if then is not None else None))
            yield Situation(then.id, mind) if then is not None else None
        if not here.quiet:
            silence = exchange.silence or self._case.silence
            self.told.update(silence.reveals)
            yield Situation(exchange.id, self._narrowed(here.mind.after(silence)), quiet=True)
        for aside in self._asides:
            if aside.id not in here.mind.had and here.mind.holds(aside.when):
                self.told.update(aside.reveals)
                yield replace(here, mind=self._narrowed(here.mind.after(aside).having_had(aside.id)))

    def _narrowed(self, mind: Mind) -> Mind:
        """A mind without what no way depends on, so that minds which lead to the same are the same."""
        asked = self._asked
        return Mind(tuple(level for level in mind.levels if level[0] in asked), mind.told & asked, mind.had & asked)


def paths(case: Case) -> Paths:
    """All ways through a case."""
    found = _Search(case, ())
    said = found.reached()
    wanted = {exchange.id for exchange in case.exchanges}
    all_says = {(exchange.id, say.id) for exchange in case.exchanges for say in exchange.say}
    facts = {fact.id for fact in case.patient.unsaid}
    wider = found
    if not (wanted <= said and all_says <= found.says and facts <= found.told):
        wider = _Search(case, _asides_that_matter(case))
    circle = _circle(found)
    return Paths(
        exchanges=frozenset(said | wider.reached()),
        says=frozenset(found.says | wider.says),
        told=frozenset(found.told | wider.told | _told_early(case)),
        decisions=frozenset(found.decisions | wider.decisions),
        ways=frozenset(found.ways | wider.ways),
        stuck=frozenset(found.stuck),
        endless=_endless(found) if found.complete else frozenset(),
        circle=circle,
        longest=0 if circle else _longest(found) + len(case.asides),
        complete=found.complete and wider.complete,
    )


def conditions(case: Case) -> Iterator[Conditions]:
    """Every set of conditions in a case."""
    yield from (line.when for line in _lines(case))
    for exchange in case.exchanges:
        yield exchange.when
        if exchange.early is not None:
            yield exchange.early.when
        yield from (say.when for say in exchange.say)
    yield from (aside.when for aside in case.asides)


def responses(case: Case) -> Iterator[Response]:
    """Everything that does something to the patient."""
    yield case.silence
    yield from case.asides
    for exchange in case.exchanges:
        yield from exchange.say
        yield from (each for each in (exchange.silence, exchange.early) if each is not None)


def spoken(case: Case) -> Iterator[Spoken]:
    """Everything that the patient says."""
    yield case.shrug
    yield case.closing
    yield from (exchange.patient for exchange in case.exchanges)
    yield from (response.reply for response in responses(case))


def _lines(case: Case) -> Iterator[Line]:
    for said in spoken(case):
        if not isinstance(said, str):
            yield from said


def _told_early(case: Case) -> frozenset[str]:
    """What comes to light where somebody jumps ahead: jumps are no ways, but they are taken."""
    return frozenset(fact for exchange in case.exchanges if exchange.early is not None for fact in exchange.early.reveals)


def _asides_that_matter(case: Case) -> tuple[Aside, ...]:
    """Those that change something which is asked about: all others lead to nothing new."""
    asked = _asked(case)
    facts = {fact.id for fact in case.patient.unsaid}
    return tuple(
        aside for aside in case.asides if asked & aside.change.keys() or aside.id in asked or (asked | facts) & frozenset(aside.reveals)
    )


def _asked(case: Case) -> frozenset[str]:
    """What decides about ways. How the patient puts something decides about none."""
    whens = [*(exchange.when for exchange in case.exchanges), *(say.when for exchange in case.exchanges for say in exchange.say)]
    whens += [aside.when for aside in case.asides]
    return frozenset(name for each in whens for name in each)


def _endless(found: _Search) -> frozenset[str]:
    """Exchanges at which one can be without any way to the end."""
    before: dict[Situation | None, list[Situation]] = {}
    for here, onward in found.onward.items():
        for there in onward:
            before.setdefault(there, []).append(here)
    out: set[Situation] = set()
    waiting = list(before.get(None, ()))
    while waiting:
        here = waiting.pop()
        if here not in out:
            out.add(here)
            waiting += before.get(here, ())
    return frozenset(here.exchange for here in found.onward if here not in out) - found.stuck


def _ordered(found: _Search) -> tuple[list[Situation], tuple[str, ...]]:
    """The situations, each after all that it leads to; and the exchanges of a circle, if there is one."""
    done: dict[Situation, bool] = {}
    order: list[Situation] = []
    circle: tuple[str, ...] = ()
    for start in found.onward:
        trail: list[_Onward] = []
        if start not in done:
            done[start] = False
            trail.append((start, iter(found.onward[start])))
        while trail:
            here, rest = trail[-1]
            there = next((each for each in rest if each is not None and done.get(each) is not True and each in found.onward), None)
            if there is None:
                done[here] = True
                order.append(here)
                trail.pop()
            elif there in done:
                # One circle is enough: a trail may be as long as the search, and meet itself at every step.
                circle = circle or _round(trail, there)
            else:
                done[there] = False
                trail.append((there, iter(found.onward[there])))
    return order, circle


def _round(trail: list[_Onward], there: Situation) -> tuple[str, ...]:
    """The exchanges of a trail from one of its situations on."""
    situations = [each for each, _ in trail]
    return tuple(dict.fromkeys(each.exchange for each in situations[situations.index(there) :]))


def _circle(found: _Search) -> tuple[str, ...]:
    return _ordered(found)[1]


def _longest(found: _Search) -> int:
    """The most turns from any situation to the end, where there is no circle."""
    turns: dict[Situation | None, int] = {None: 0}
    for here in _ordered(found)[0]:
        turns[here] = 1 + max((turns.get(each, 0) for each in found.onward[here]), default=0)
    return max(turns.values())
