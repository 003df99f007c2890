"""`sdm check CASE --graph` and `--play N`: the ways through a case, drawn and tried out."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sdm_cli.check.case_paths import paths
from sdm_cli.commands.exports import CannotExport, deliver
from sdm_cli.commands.practice_staging import staged
from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.content.case_loading import LoadedCase, load_case
from sdm_cli.content.loading import PRACTISED, load_guide
from sdm_cli.conversation.lasting import lasting
from sdm_cli.conversation.playing import played
from sdm_cli.exits import Exit, Refusal
from sdm_cli.model.guide import Guide
from sdm_cli.pages.case_ways import lasting_page, ways_graph, ways_page

_DRAWN = {".svg", ".html"}


class NoCaseNamed(Refusal):
    """Ways are those of a case."""

    exit = Exit.USAGE

    def __init__(self) -> None:
        super().__init__("Name a case, such as: sdm check my-case.yaml --graph")


def graph(targets: Sequence[str], surroundings: Surroundings, *, force: bool) -> int:
    """Draw the ways through some cases. What ends in .svg or .html is not checked, but written."""
    files = [Path(target) for target in targets if Path(target).suffix in _DRAWN]
    cases = [target for target in targets if Path(target).suffix not in _DRAWN]
    if len(files) > 1 or (files and len(cases) > 1):
        raise CannotExport("One case is drawn in one file.")
    for loaded, _ in _loaded(cases, surroundings):
        ways = paths(loaded.case).ways
        if not files:
            surroundings.result(ways_page(loaded.case, ways))
            continue
        # Imported here: the terminal draws no boxes.
        from sdm_cli.document.graph import to_page, to_svg

        drawn = ways_graph(loaded.case, ways)
        text = to_svg(drawn) if files[0].suffix == ".svg" else to_page(drawn, loaded.case.language)
        deliver(text, files[0], surroundings, force=force)
    return Exit.DONE


def play(targets: Sequence[str], talks: int, surroundings: Surroundings) -> int:
    """Have random talks with the patients of some cases: how long they would take, and which exchanges none of them came to."""
    for loaded, guide in _loaded(targets, surroundings):
        option_set = loaded.option_set.option_set
        practices = [staged(loaded.case, option_set, guide, seed, own_words=False).conversation for seed in range(talks)]
        ends = [played(practice) for practice in practices]
        come_to = {turn.exchange for state in ends for turn in state.turns}
        lengths = [len(state.kept()) for state in ends]
        unfinished = sum(state.ending is None for state in ends)
        surroundings.say(f"{loaded.case.id}: {talks} talks of {min(lengths)} to {max(lengths)} turns.")
        if unfinished:
            surroundings.say(f"{unfinished} of them did not come to an end.")
        if loaded.case.language.startswith("en"):
            # How fast people read is known here of English alone.
            finished = [lasting(practice, end) for practice, end in zip(practices, ends, strict=True) if end.ending is not None]
            if finished:
                surroundings.note(lasting_page(loaded.case, finished))
        never = [exchange.id for exchange in loaded.case.exchanges if exchange.id not in come_to]
        surroundings.stdout.write(
            f"{loaded.case.id}: never came to {', '.join(never)}\n" if never else f"{loaded.case.id}: every exchange was come to\n"
        )
    return Exit.DONE


def _loaded(targets: Sequence[str], surroundings: Surroundings) -> Iterator[tuple[LoadedCase, Guide]]:
    if not targets:
        raise NoCaseNamed
    catalogue = surroundings.catalogue
    guide = load_guide(catalogue, PRACTISED).guide
    for target in targets:
        yield load_case(catalogue, target, list(guide.steps)), guide
