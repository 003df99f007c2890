"""Files that are too much: too large, too deep, too long, and far too many of everything."""

from sdm_cli.check.judging import MOST_BREACHES
from sdm_cli.content.placed import MOST
from sdm_cli.content.reading import MOST_TOLD
from tests.check.corpus.broken import file, thumb
from tests.check.whole_thumb import WHOLE_THUMB

COURSE = "natural_course: It may settle, or come and go."
SUITS = "suits: [People with a sore thumb]"
EVIDENCE = "evidence:\n  method: Made up for tests.\n  quality: Made up as well."


def _bomb() -> str:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]", "b: &b [▸*a, *a, *a, *a, *a, *a, *a, *a, *a]"]
    lines += [f"{key}: &{key} [{', '.join([f'*{chr(ord(key) - 1)}'] * 9)}]" for key in "cdefghi"]
    return "\n".join(lines)


def _deep() -> str:
    lines = [f"{' ' * depth}k:" for depth in range(700)]
    lines[24] = f"{' ' * 24}▸k:"
    return "\n".join(lines)


HEAVY = (
    file("ten megabytes", "too-large", lambda: f"▸{WHOLE_THUMB}# {'x' * 10_000_000}"),
    file("ten megabytes in lines", "too-large", lambda: f"▸{WHOLE_THUMB}{'# and so on' * 5}\n" + "# and so on\n" * 900_000),
    file("ten megabytes of nothing", "too-large", lambda: "▸" + "\0" * 10_000_000),
    file("one byte too many", "too-large", lambda: f"▸{WHOLE_THUMB}#".ljust(1_000_002, "x")),
    file("sixty thousand brackets", "too-deep", lambda: f"{'[' * 24}▸{'[' * 59_976}"),
    file("sixty thousand braces", "too-deep", lambda: f"{'{a: ' * 24}▸{'{a: ' * 59_976}"),
    file("thirty thousand dashes", "too-deep", lambda: f"{'- ' * 24}▸{'- ' * 29_976}"),
    file("seven hundred levels", "too-deep", _deep),
    thumb("one bracket too deep in a set", "too-deep", SUITS, f"suits: {'[' * 23}▸[{']' * 24}"),
    file("a bomb of aliases", "alias", _bomb),
    file("a bomb of merges", "alias", "a: &a {x: 1}\nb: &b\n  <<: [▸*a, *a, *a]\n"),
    thumb("a line of a hundred thousand characters", "unknown-key", EVIDENCE, f"evidence: {{method: {'x' * 100_000}, quality: q, ▸qualty: q}}"),
    thumb("a line of a hundred thousand wide characters", "unknown-key", EVIDENCE, f"evidence: {{method: {'親' * 100_000}, quality: q, ▸qualty: q}}"),
    thumb("a word of a hundred thousand letters", "R04", COURSE, f"natural_course: {'a' * 100_000} is ▸common."),
    thumb("a word of nine hundred thousand letters", "too-long", COURSE, f"natural_course: ▸{'a' * 900_000} is common."),
    thumb("a comment of nine hundred thousand characters", "silence", COURSE, f"{COURSE}  # {'# ' * 450_000}▸# sdm allow"),
    thumb("a number of nine hundred thousand digits", "wrong-kind", "year: 2020", f"year: ▸{'9' * 900_000}"),
    thumb("four hundred thousand figures with commas", "too-long", "evidence:\n", f"uncertain: [▸'{'1,' * 400_000}1']\nevidence:\n", "uncertain: [How long the pain lasts is not known.]\n", ""),
    thumb("a hundred thousand blanks", "too-long", COURSE, f"natural_course: ▸'It may {' ' * 100_000} settle 1{' ' * 100_000}.'"),
    thumb("twenty thousand lines that are one sentence", "R11 R11 R12 too-long", "id: sore-thumb", "▸id: sore-thumb", COURSE, "natural_course: ▸▸▸" + "It may settle and\n    " * 20_000 + "come."),
    thumb("ten thousand empty lines", "dangling-id", SUITS, SUITS + "\n" * 10_000, "option: splint", "option: ▸splnt"),
    # Far too many of everything
    file("a hundred thousand options", "too-large", lambda: "id: sore-thumb\noptions:\n" + "  - a\n" * (MOST - 7) + "  - ▸a\n" + "  - a\n" * 50_006),
    file("a hundred thousand options in brackets", "too-large", lambda: "id: sore-thumb\noptions: [" + "a, " * (MOST - 7) + "▸a" + ", a" * 50_006 + "]\n"),
    thumb("ten thousand entries, all of them wrong", " ".join(["wrong-kind"] * 1000), SUITS, f"suits: [{', '.join(['▸5'] * 1000 + ['5'] * 9_000)}]"),
    thumb("ten thousand sources that there are not", " ".join(["dangling-id"] * MOST_TOLD), COURSE, f"{COURSE}\n  sources: [{', '.join([f'▸none-{number}' for number in range(MOST_TOLD)] + ['none'] * 9_500)}]"),
    thumb("ten thousand times the same key", " ".join(["duplicate-key"] * MOST_TOLD), SUITS, SUITS + "\n▸suits: [a]" * MOST_TOLD + "\nsuits: [a]" * 5_000),
    thumb("ten thousand names", " ".join(["anchor"] * MOST_TOLD), SUITS, f"suits: [{', '.join(['▸&a b'] * MOST_TOLD + ['&a b'] * 9_500)}]"),
    thumb("a hundred thousand rare things", " ".join(["R04", "too-long", *["R04"] * (MOST_BREACHES - 1)]), COURSE, "natural_course: ▸" + "▸rare. " * MOST_BREACHES + "rare. " * 99_500),
    thumb("thirty thousand chances of one in eight", " ".join(["R01", "too-long", *["R01"] * (MOST_BREACHES - 1)]), COURSE, "natural_course: ▸" + "▸1 in 8. " * MOST_BREACHES + "1 in 8. " * 29_500),
    thumb("ten thousand comments that allow nothing", " ".join(["unused-silence"] * MOST_BREACHES), SUITS, SUITS + "\n▸# sdm allow R04: why" * MOST_BREACHES + "\n# sdm allow R04: why" * 9_500),
)  # fmt: skip
