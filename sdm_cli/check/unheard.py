"""Words of a case that nobody can hear where they stand: conditions that shut each other out, and speakers who are not there.

Conditions are compared as intervals, so what is found is certain: a state lies between two bounds, and what may be told
or had is 0 before and 1 after. What came to light stays so, and so does what was had; a state may move within an exchange,
where somebody is silent or brings something up.
"""

import re
from collections.abc import Iterator

from sdm_cli.content.placed import Mapping, Node, Scalar, Sequence, Slip
from sdm_cli.content.references import near
from sdm_cli.model.case import HIGHEST, LOWEST

_Bounds = dict[str, tuple[int, int]]
"""The lowest and the highest that something may be, by its name."""
_COME, _TO_COME = (1, 1), (0, 0)
_FACTS = {"told": _COME, "had": _COME, "untold": _TO_COME, "not had": _TO_COME}
_SOMEBODY = ("a ", "an ", "the ", "some")
"""How a speaker begins who has no name and needs none, such as a nurse at the door."""
_NAME = re.compile(r"\b[^\W\d_a-z][\w'-]+")


def never_said(tree: Mapping) -> Iterator[Slip]:
    """Conditions that cannot hold inside of others, and lines behind one that always comes first (P20)."""
    for exchange in tree.entries("exchanges"):
        here = _asked(exchange)
        stays = {name: bounds for name, bounds in here.items() if bounds == _COME}
        early = exchange.get("early", Mapping)
        yield from _lines(exchange.get("patient", Sequence), {name: here[name] for name in here.keys() - _moved(early)})
        yield from _response(early, here)
        yield from _response(exchange.get("silence", Mapping), stays)
        for say in exchange.entries("say"):
            # Whether it is ever offered is for P02, which goes every way there.
            yield from _lines(say.get("reply", Sequence), _both(stays, _asked(say)))
    for aside in tree.entries("asides"):
        yield from _response(aside, {})
    yield from _response(tree.get("silence", Mapping), {})
    for key in ("shrug", "closing"):
        yield from _lines(tree.get(key, Sequence), {})


def nobody(tree: Mapping) -> Iterator[Slip]:
    """Names in a 'by' of whom the case tells nothing (P21)."""
    told_of = _plain(" ".join(_texts(part) for key in ("patient", "setting") if (part := tree.get(key, Mapping)) is not None))
    speakers = list(_speakers(tree))
    names = [*dict.fromkeys(match[0] for match in _NAME.finditer(_who(tree)))]
    for by in speakers:
        if _is_told_of(by.text, told_of) or by.text.lower().startswith(_SOMEBODY):
            continue
        meant = near(by.text, names)
        fix = f"Did you mean '{meant}'?" if meant else "Tell in 'brings' who came along, or in 'setting' who is there."
        yield Slip(
            by.at, "P21", f"'{by.text}' speaks, and the case tells of nobody of that name", fix, max(1, len(by.text)), level="warning"
        )


def _is_told_of(speaker: str, told_of: str) -> bool:
    """Whether a text has a speaker's name. Her husband, as a field begins, is her husband; tom is not Tom."""
    spelt = (_plain(speaker), _plain(speaker[:1].lower() + speaker[1:]))
    # Whether it has the letters at all is found many times as fast as whether they are whole words.
    return any(each in told_of and re.search(rf"(?<!\w){re.escape(each)}(?!\w)", told_of) for each in spelt)


def _plain(text: str) -> str:
    """A text in which an apostrophe is always the same character."""
    return text.replace("\u2019", "'")


def _moved(response: Mapping | None) -> set[str]:
    """What a response may make otherwise before the next words."""
    changed, told = (response.get("change", Mapping), response.get("reveals", Sequence)) if response is not None else (None, None)
    facts = (each.text for each in (told.items if told is not None else ()) if isinstance(each, Scalar))
    return {*(changed.keys if changed is not None else ()), *facts}


def _response(holder: Mapping | None, around: _Bounds) -> Iterator[Slip]:
    """What is answered, and the condition under which it is."""
    if holder is not None:
        yield from _against(holder, around)
        yield from _lines(holder.get("reply", Sequence), _both(around, _asked(holder)))


def _lines(spoken: Sequence | None, around: _Bounds) -> Iterator[Slip]:
    before: list[_Bounds] = []
    for line in (each for each in (spoken.items if spoken is not None else ()) if isinstance(each, Mapping)):
        asked = _asked(line)
        against = list(_against(line, around))
        yield from against
        if asked and not against and any(first and _implied(first, _both(around, asked)) for first in before):
            fix = "Put it before the other, or delete it."
            yield _slip(next(iter(_when(line).keys.values())), "a line before this one is said whenever this one could be", fix)
        before.append(asked)


def _against(holder: Mapping, around: _Bounds) -> Iterator[Slip]:
    """Conditions that ask for something which cannot be where they stand."""
    for name, (low, high) in _asked(holder).items():
        lowest, highest = around.get(name, (low, high))
        if low > highest or high < lowest:
            when = _when(holder)
            message = f"'{name}: {_words(when, name)}' never holds here, where it is {_in_words(_words(when, name), (lowest, highest))}"
            yield _slip(when.keys[name], message, "Change one of the two conditions, or delete this one.")


def _both(around: _Bounds, asked: _Bounds) -> _Bounds:
    """What must hold where both do."""
    narrowed = {name: (max(low, around[name][0]), min(high, around[name][1])) for name, (low, high) in asked.items() if name in around}
    return {**around, **asked, **narrowed}


def _in_words(condition: str, bounds: tuple[int, int]) -> str:
    """How things stand, in the words of a condition that is about the same."""
    if condition in _FACTS:
        words = ("untold", "told") if condition in {"told", "untold"} else ("not had", "had")
        return words[bounds[0]]
    low, high = bounds
    return f"{low} to {high}" if low != high else str(low)


def _implied(first: _Bounds, then: _Bounds) -> bool:
    """Whether the first holds whenever the second does."""
    anything = (LOWEST, HIGHEST)
    return all(low <= then.get(name, anything)[0] and then.get(name, anything)[1] <= high for name, (low, high) in first.items())


def _asked(holder: Mapping) -> _Bounds:
    when = _when(holder)
    return {name: bounds for name in when.items if (bounds := _bounds(_words(when, name))) is not None}


def _bounds(condition: str) -> tuple[int, int] | None:
    word, _, bound = condition.rpartition(" ")
    if word == "at least":
        return int(bound), HIGHEST
    return (LOWEST, int(bound)) if word == "at most" else _FACTS.get(condition)


def _words(when: Mapping, name: str) -> str:
    condition = when.items[name]
    return condition.text if isinstance(condition, Scalar) else ""


def _when(holder: Mapping) -> Mapping:
    return holder.get("when", Mapping) or Mapping(holder.at)


def _speakers(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Mapping):
        by = node.get("by", Scalar)
        if by is not None:
            yield by
    if not isinstance(node, Scalar):
        for item in node.items.values() if isinstance(node, Mapping) else node.items:
            yield from _speakers(item)


def _who(tree: Mapping) -> str:
    """The names of those in the room: the patient's, and what tells who came along."""
    patient = tree.get("patient", Mapping)
    found = [patient.get(key, Scalar) for key in ("name", "brings")] if patient is not None else []
    return " ".join(each.text for each in found if each is not None)


def _texts(node: Node) -> str:
    if isinstance(node, Scalar):
        return node.text
    return " ".join(_texts(item) for item in (node.items.values() if isinstance(node, Mapping) else node.items))


def _slip(scalar: Scalar, message: str, fix: str) -> Slip:
    return Slip(scalar.at, "P20", message, fix, max(1, len(scalar.text)), level="warning")
