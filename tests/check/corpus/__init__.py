"""Broken files, each with what should be told of it and where: what holds of `sdm check` for every file, however odd."""

from tests.check.corpus.broken import Broken
from tests.check.corpus.bytes_and_characters import BYTES_AND_CHARACTERS
from tests.check.corpus.criteria import CRITERIA
from tests.check.corpus.heavy import HEAVY
from tests.check.corpus.keys_and_values import KEYS_AND_VALUES
from tests.check.corpus.names_and_figures import NAMES_AND_FIGURES
from tests.check.corpus.words_and_numbers import WORDS_AND_NUMBERS
from tests.check.corpus.yaml_traps import YAML_TRAPS

CORPUS: tuple[Broken, ...] = (
    *YAML_TRAPS,
    *BYTES_AND_CHARACTERS,
    *KEYS_AND_VALUES,
    *NAMES_AND_FIGURES,
    *CRITERIA,
    *WORDS_AND_NUMBERS,
    *HEAVY,
)
