"""What is to be mended in a case beyond its form: ways that lead nowhere, facts that stay in the dark, and the craft."""

import datetime as dt
from collections.abc import Iterator
from functools import cache, partial
from hashlib import sha256
from itertools import islice
from statistics import median

from sdm_cli.check.case_paths import LONGEST, Paths, conditions, paths, responses
from sdm_cli.check.judging import MOST_BREACHES, RULES, Asked, open_ends, sifted
from sdm_cli.check.prose import Prose
from sdm_cli.check.reading_grade import LANGUAGE, flesch_kincaid
from sdm_cli.check.rules.cases import CASE_RULES
from sdm_cli.check.rules.upkeep import PLACEHOLDER
from sdm_cli.check.rules.wording import ENOUGH_WORDS, GRADE_TO_AIM_AT, HIGHEST_GRADE
from sdm_cli.check.silences import silences, unused
from sdm_cli.check.unheard import never_said, nobody
from sdm_cli.content.case_loading import case_slips
from sdm_cli.content.catalogue import Catalogue
from sdm_cli.content.loading import PRACTISED, load_guide, load_option_set
from sdm_cli.content.placed import Mapping, Place, Scalar, Sequence, Slip
from sdm_cli.content.reading import located, read
from sdm_cli.conversation.lasting import lasting
from sdm_cli.conversation.playing import played
from sdm_cli.conversation.practice import Practice
from sdm_cli.model.case import FEWEST_MINUTES, MOST_MINUTES, Case, Exchange
from sdm_cli.model.derivation import resolved
from sdm_cli.model.diagnostic import Level
from sdm_cli.model.guide import Guide
from sdm_cli.model.option_set import OptionSet
from sdm_cli.model.rule import Checked, RestsOn

_MOSTLY = 0.75
"""From this share of the exchanges on, a habit gives the answer away."""
_FEW = 4
"""Exchanges from which on there can be a habit at all."""
_A_PHRASE = 24
"""Letters from which on words that come twice are no mere yes or no."""
_TALKS = 20
"""Random talks from which it is told how long a case lasts."""
_FAR = 0.25
"""Share of the shortest and of the longest talk by which the minutes that are said may lie beyond."""
_IDS = ("R18", *(rule.id for rule in CASE_RULES))


def judged_case(raw: bytes, file: str, asked: Asked) -> Checked:
    """Check one case: its form, what it names of its option set, and its ways. Never raises on what the file holds."""
    guide = _practised()
    # Once: what is said of the case, and what is remembered of it, rest on the very same bytes.
    loading = cache(partial(load_option_set, Catalogue(asked.libraries)))
    reading = read(raw, file, Case, lambda tree: case_slips(tree, loading, list(guide.steps)))
    if reading.tree is None:
        return Checked(file, reading.diagnostics)
    found = list(open_ends(reading.tree, reading.text))
    rests_on = None
    if reading.value is not None:
        used = loading(reading.value.option_set)
        rests_on = RestsOn(dt.date.max, reading.value.option_set, sha256(used.raw).hexdigest())
        found += ((slip, slip.at.line) for slip in _findings(reading.tree, reading.value, guide, used.option_set))
    allowed, wrong = silences(reading.text, reading.tree)
    sieve = sifted((each for each in found if asked.wants(each[0].rule)), allowed)
    looked_for = {name for name in _IDS if asked.wants(name) and reading.value is not None}
    told = (*wrong, *sieve.told, *islice(unused(allowed, sieve.used, looked_for, set(RULES)), MOST_BREACHES))
    diagnostics = tuple(sorted({*reading.diagnostics, *located(told, file, reading.text)}))
    return Checked(file, diagnostics, (), located(sieve.silenced, file, reading.text), tuple(sorted(sieve.used)), rests_on)


@cache
def _practised() -> Guide:
    """The guide in whose steps a practice is told; it comes with sdm, and stays as it is."""
    return load_guide(Catalogue(()), PRACTISED).guide


def _findings(tree: Mapping, case: Case, guide: Guide, option_set: OptionSet) -> Iterator[Slip]:
    """Everything that the rules for cases find."""
    ways = paths(case)
    options = tuple(option.id for option in option_set.options)
    yield from _ways(tree, case, ways)
    yield from _states(tree, case)
    yield from _facts(tree, case, ways)
    yield from _spoken(tree)
    yield from _missing_instead(tree)
    yield from _never_offered(tree, ways, options)
    yield from _habits(tree, case)
    yield from _twice(tree)
    yield from _not_practised(tree, case, guide)
    yield from _hard_to_follow(tree, case)
    yield from never_said(tree)
    yield from nobody(tree)
    if ways.exchanges and not (ways.stuck or ways.endless or ways.circle):
        yield from _far_from_its_minutes(tree, case, guide, option_set)


def _ways(tree: Mapping, case: Case, ways: Paths) -> Iterator[Slip]:
    begin = tree.keys["exchanges"]
    hint = "" if ways.complete else " (the search was stopped before its end, so a way may have been overlooked)"
    level: Level = "warning" if ways.complete else "note"
    for exchange in tree.entries("exchanges"):
        name = _named(exchange)
        if name not in ways.exchanges:
            yield _at(exchange, "P01", f"no way leads to '{name}'{hint}", "Let a 'then' lead here, or loosen the 'when' of it.", level)
            continue
        for say in exchange.entries("say"):
            if (name, _named(say)) not in ways.says:
                yield _at(say, "P02", f"'{_named(say)}' is never offered{hint}", "Loosen its 'when', or delete it.", level)
        if name in ways.stuck:
            yield _at(exchange, "P03", f"at '{name}' there may be nothing to say", "Leave one thing to say without 'when'.")
        if name in ways.endless:
            yield _at(
                exchange, "P04", f"from '{name}' there may be no way to the end", "Let one thing to say lead out, such as 'then: end'."
            )
    if ways.circle:
        fix = "Let a condition such as 'not had' end it, or see that it is meant."
        yield _slip(begin, "P05", f"one can go round for ever: {' > '.join(ways.circle)}", fix)
    elif ways.longest > LONGEST:
        yield _slip(
            begin, "P05", f"a talk may take {ways.longest} turns", f"At most {LONGEST}, everything that can be brought up included."
        )
    if not ways.complete:
        yield _slip(begin, "P00", "there are too many ways to look at them all", "Fewer states, or fewer conditions.", "note")
    if not case.asides:
        yield _slip(begin, "P16", "nothing can be brought up", "Write some 'asides', six to ten.", "note")


def _states(tree: Mapping, case: Case) -> Iterator[Slip]:
    read_somewhere = {name for each in conditions(case) for name in each}
    changed = {name for each in responses(case) for name, by in each.change.items() if by}
    state = tree.get("state", Mapping)
    for name, key in state.keys.items() if state else ():
        if name not in read_somewhere:
            yield _slip(key, "P06", f"nothing depends on '{name}'", "Let a 'when' ask about it, or delete it.")
        if name not in changed:
            yield _slip(key, "P07", f"nothing changes '{name}'", "Let a 'change' raise or lower it, or delete it.")


def _facts(tree: Mapping, case: Case, ways: Paths) -> Iterator[Slip]:
    patient = tree.get("patient", Mapping)
    for entry in patient.entries("unsaid") if patient else ():
        name = _named(entry)
        if name not in ways.told:
            yield _at(entry, "P08", f"'{name}' can never come to light", "Name it in a 'reveals' that some way leads to.")
    open_now = {name for each in responses(case) for name in each.reveals}
    for fact in case.preference.informed.rests_on:
        if fact not in open_now:
            yield _slip(tree.keys["preference"], "P08", f"the informed preference rests on '{fact}', which nobody hears", "Let it be told.")


def _spoken(node: Mapping | Sequence) -> Iterator[Slip]:
    """Lines of which the last has a condition, so that there may be silence, or one before has none, so that the rest is never said."""
    items = node.items.values() if isinstance(node, Mapping) else node.items
    for item in items:
        if isinstance(item, Mapping | Sequence):
            yield from _spoken(item)
    if isinstance(node, Sequence) and node.items and all(isinstance(each, Mapping) and "words" in each.items for each in node.items):
        lines = [each for each in node.items if isinstance(each, Mapping)]
        if "when" in lines[-1].items:
            yield _at(lines[-1], "P09", "the last line has a condition", "Let the last hold always; write it without 'when'.")
        for each in lines[:-1]:
            if "when" not in each.items:
                yield _at(each, "P09", "what follows this line is never said", "Give it a 'when', or put it last.")


def _missing_instead(tree: Mapping) -> Iterator[Slip]:
    for exchange in tree.entries("exchanges"):
        for say in exchange.entries("say"):
            reached = say.get("reached", Scalar)
            if reached is not None and reached.text != "clear" and "instead" not in say.items:
                yield _at(say, "P10", f"'{_named(say)}' has no other way to say it", "Write 'instead', as one would really say it.")


def _never_offered(tree: Mapping, ways: Paths, options: tuple[str, ...]) -> Iterator[Slip]:
    if not ways.decisions:
        yield _slip(tree.keys["exchanges"], "P11", "no decision can be reached", "Let something said have 'decides'.")
        return
    never = [option for option in options if option not in ways.decisions]
    if never:
        message = f"no talk ends with {', '.join(never)}"
        yield _slip(tree.keys["exchanges"], "P11", message, "Let something said decide so, or see that it is meant.", "note")


def _habits(tree: Mapping, case: Case) -> Iterator[Slip]:
    """What lets a trainee find the clear line without reading it, and lines that nobody would say."""
    mixed = [each for each in case.exchanges if {say.reached == "clear" for say in each.say} == {True, False}]
    longest = sum(max(each.say, key=lambda say: len(say.text)).reached == "clear" for each in mixed)
    first = sum(each.say[0].reached == "clear" for each in mixed)
    straw = sum(
        [say.reached for say in each.say].count("clear") == 1 and all(say.reached != "touched" for say in each.say) for each in mixed
    )
    begin = tree.keys["exchanges"]
    if len(mixed) < _FEW:
        return
    if longest > _MOSTLY * len(mixed):
        fix = "Shorten some clear lines, or give the others as much room."
        yield _slip(begin, "P12", f"in {longest} of {len(mixed)} exchanges a clear line is the longest", fix)
    if first > _MOSTLY * len(mixed):
        yield _slip(begin, "P13", f"in {first} of {len(mixed)} exchanges a clear line stands first", "Change the order in the file.")
    if straw > len(mixed) / 2:
        fix = "Let some be 'touched': what a decent, busy clinician says."
        yield _slip(begin, "P14", f"in {straw} of {len(mixed)} exchanges one line is clear and all others miss", fix)


def _twice(tree: Mapping) -> Iterator[Slip]:
    """The same words in two places, of one kind each."""
    for key in ("text", "reply", "feels", "why", "instead"):
        first: dict[str, Place] = {}
        for holder in _holders(tree):
            scalar = holder.get(key, Scalar)
            # What is still to do is told as that, and is the same everywhere.
            if scalar is None or len(scalar.text) < _A_PHRASE or PLACEHOLDER.search(scalar.text):
                continue
            if scalar.text in first:
                yield _slip(scalar, "P15", f"the same words stand on line {first[scalar.text].line}", "Say it otherwise here.")
            first.setdefault(scalar.text, scalar.at)


def _not_practised(tree: Mapping, case: Case, guide: Guide) -> Iterator[Slip]:
    """Steps of the guide that nothing in the case is about."""
    wanted = [step for talk in guide.file.talks for step in talk.steps if step not in talk.optional]
    there = case.steps()
    if missing := [step for step in wanted if step not in there]:
        titles = ", ".join(f"{step} ({guide.steps[step].title})" for step in missing)
        yield _slip(tree.keys["exchanges"], "P17", f"nothing here practises {titles}", RULES["P17"].fix, "note")


def _hard_to_follow(tree: Mapping, case: Case) -> Iterator[Slip]:
    """Exchanges, or a whole case, whose good lines ask for more years of school than many patients have."""
    if case.language[:2] != LANGUAGE:
        return
    exchanges = list(tree.entries("exchanges"))
    asides = " ".join(aside.text for aside in case.asides if aside.reached == "clear")
    prose = Prose([*(_said_well(exchange) for exchange in case.exchanges), asides])
    places = [(tree.keys["exchanges"], prose.counts(), GRADE_TO_AIM_AT, "the good lines of this case ask")]
    places += [
        (exchange.get("id", Scalar) or tree.keys["exchanges"], prose.counts(index), HIGHEST_GRADE, "the good lines here ask")
        for index, exchange in enumerate(exchanges)
    ]
    for place, counts, highest, who in places:
        if len(counts.syllables) >= ENOUGH_WORDS and (grade := flesch_kincaid(counts)) > highest:
            level: Level = "warning" if grade > HIGHEST_GRADE else "note"
            yield _slip(place, "P18", f"{who} for {grade:.1f} years of school (Flesch-Kincaid)", RULES["P18"].fix, level)


def _far_from_its_minutes(tree: Mapping, case: Case, guide: Guide, option_set: OptionSet) -> Iterator[Slip]:
    """Minutes that are far from how long some random talks last. What is still to be written lasts no time."""
    if case.language[:2] != LANGUAGE or any(PLACEHOLDER.search(say.text) for exchange in case.exchanges for say in exchange.say):
        return
    minutes: list[float] = []
    chosen = resolved(option_set, {})
    for seed in range(_TALKS):
        talk = Practice(case, chosen, guide, seed)
        end = played(talk)
        if end.ending is None:
            # It was given up, which is no length; P05 tells of the many turns.
            return
        minutes.append(lasting(talk, end).whole.total_seconds() / 60)
    shortest, longest = min(minutes), max(minutes)
    if not shortest * (1 - _FAR) <= case.minutes <= max(longest * (1 + _FAR), FEWEST_MINUTES):
        message = f"it says {case.minutes} minutes, and the words of it take about {round(shortest)} to {round(longest)}"
        usual = max(round(median(minutes)), FEWEST_MINUTES)
        fix = (
            f"Write {usual}, or see what makes it so."
            if usual <= MOST_MINUTES
            else f"Shorten it: a case takes at most {MOST_MINUTES} minutes."
        )
        yield _slip(tree.keys["minutes"], "P19", message, fix)


def _said_well(exchange: Exchange) -> str:
    """What is held up at an exchange as the way to say it."""
    lines = [say.text if say.reached == "clear" else say.instead or "" for say in exchange.say]
    return " ".join(line for line in lines if line)


def _holders(tree: Mapping) -> Iterator[Mapping]:
    for exchange in tree.entries("exchanges"):
        yield from exchange.entries("say")
        for key in ("silence", "early"):
            if (held := exchange.get(key, Mapping)) is not None:
                yield held
    yield from tree.entries("asides")


def _named(entry: Mapping) -> str:
    identity = entry.get("id", Scalar)
    return identity.text if identity is not None else ""


def _at(entry: Mapping, rule: str, message: str, fix: str, level: Level = "warning") -> Slip:
    """A finding about an entry, at its id or else at its beginning."""
    identity = entry.get("id", Scalar)
    return Slip(entry.at, rule, message, fix, level=level) if identity is None else _slip(identity, rule, message, fix, level)


def _slip(scalar: Scalar, rule: str, message: str, fix: str, level: Level = "warning") -> Slip:
    return Slip(scalar.at, rule, message, fix, max(1, len(scalar.text.split("\n")[0][:60])), level=level)
