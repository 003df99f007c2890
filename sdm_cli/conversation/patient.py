"""The patient of a case: what stands in their mind, which conditions hold, and what a response does.

Everything here is decided by the case alone. The search over all paths of a case and the conversation itself share it,
so what is proved of the one is true of the other.
"""

from msgspec import Struct
from msgspec.structs import replace

from sdm_cli.model.case import HIGHEST, LOWEST, Beside, Case, Conditions, Exchange, Line, Response, Spoken

END = "end"
"""What `then` names where the talk is over."""


class Mind(Struct, frozen=True):
    """What a patient carries through a talk: how each named state stands, what came to light, and what was had."""

    levels: tuple[tuple[str, int], ...]
    told: frozenset[str] = frozenset()
    had: frozenset[str] = frozenset()

    @classmethod
    def of(cls, case: Case) -> "Mind":
        """Before anything was said."""
        return cls(tuple(case.state.items()))

    def holds(self, when: Conditions) -> bool:
        """Whether all of these conditions hold."""
        if not when:
            return True
        levels = dict(self.levels)
        return all(self._holds(levels, name, condition) for name, condition in when.items())

    def _holds(self, levels: dict[str, int], name: str, condition: str) -> bool:
        match condition.split():
            case ["at", "least", bound]:
                return levels[name] >= int(bound)
            case ["at", "most", bound]:
                return levels[name] <= int(bound)
            case ["told"]:
                return name in self.told
            case ["untold"]:
                return name not in self.told
            case ["had"]:
                return name in self.had
            case _:
                return name not in self.had

    def after(self, response: Response) -> "Mind":
        """What a response leaves behind. A state goes no further than its bounds."""
        if not response.change and not response.reveals:
            return self
        levels = tuple((name, max(LOWEST, min(HIGHEST, level + response.change.get(name, 0)))) for name, level in self.levels)
        return replace(self, levels=levels, told=self.told | frozenset(response.reveals))

    def having_had(self, name: str) -> "Mind":
        """The same with an exchange or an aside had."""
        return replace(self, had=self.had | {name})

    def says(self, spoken: Spoken, beside: Beside | None = None) -> Line:
        """What is said as things stand, by whom, and what can be seen or heard besides."""
        said = Line(words=spoken) if isinstance(spoken, str) else next((each for each in spoken if self.holds(each.when)), spoken[-1])
        if beside is None:
            return said
        return replace(said, by=said.by or beside.by, also=said.also or beside.also, cue=said.cue or beside.cue)


def first(case: Case, mind: Mind) -> Exchange:
    """The exchange that a talk begins with."""
    return next((each for each in case.exchanges if not each.side and mind.holds(each.when)), case.exchanges[0])


def following(case: Case, mind: Mind, here: str, then: str | None) -> Exchange | None:
    """The exchange after this one: the one that `then` names, or the next in the file; None at the end.

    One whose conditions do not hold is passed over to the next in the file, and so is a side that `then` does not name.
    """
    if then == END:
        return None
    names = [exchange.id for exchange in case.exchanges]
    start = names.index(then) if then is not None else names.index(here) + 1
    return next((each for each in case.exchanges[start:] if (not each.side or each.id == then) and mind.holds(each.when)), None)
