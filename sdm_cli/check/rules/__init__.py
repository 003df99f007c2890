"""All rules, in the order in which they are listed."""

from sdm_cli.check.checks import Check
from sdm_cli.check.rules.certifying import CERTIFYING
from sdm_cli.check.rules.numbers import NUMBERS
from sdm_cli.check.rules.qualifying import QUALIFYING
from sdm_cli.check.rules.quality import QUALITY
from sdm_cli.check.rules.upkeep import UPKEEP
from sdm_cli.check.rules.wording import WORDING

CHECKS: tuple[Check, ...] = (*QUALIFYING, *CERTIFYING, *QUALITY, *NUMBERS, *WORDING, *UPKEEP)
