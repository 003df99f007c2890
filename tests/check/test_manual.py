"""What the manual says of rules and of writing a set is so."""

import re
from pathlib import Path

import pytest

from sdm_cli.check.judging import RULES
from sdm_cli.content.skeletons import Beginnings, skeleton
from sdm_cli.document.markdown import to_markdown
from sdm_cli.pages.rules import manual
from tests.check.whole_thumb import TODAY, check, plain

DOCS = Path(__file__).parents[2] / "docs"
TUTORIAL = (DOCS / "writing.md").read_text(encoding="utf-8")
POINT = "Pain was lower with exercises than with waiting."
PIECES = [piece for piece in re.findall(r"```yaml\n(.*?)```", TUTORIAL, re.DOTALL) if "# wrong" not in piece]


def test_the_page_of_the_rules_is_made_from_the_rules() -> None:
    assert (DOCS / "rules.md").read_text(encoding="utf-8") == to_markdown(manual(RULES.values())), "run: python scripts/manual.py"


def written_so_far(pieces: list[str]) -> str:
    """The skeleton with the keys of these pieces of the tutorial in the place of its own."""
    text = skeleton(
        "option-set",
        Beginnings("tennis-elbow", TODAY, "Tennis elbow", "Shall I wait, or train my arm?", "A Teacher", ("Wait and see", "Arm exercises")),
    )
    for piece in pieces:
        for block in re.split(r"(?m)^(?=[a-z_]+:)", piece):
            if match := re.match(r"([a-z_]+):", block):
                ours = block.rstrip().replace("\\", r"\\") + "\n"
                text = re.sub(rf"(?ms)^{match[1]}:.*?(?=^[a-z_]+:|\Z)", ours, text, count=1)
    return text


def test_the_tutorial_leads_from_the_skeleton_to_a_set_with_nothing_to_mend() -> None:
    found = [each for each in check(written_so_far(PIECES), "teaching").diagnostics if each.level != "note"]

    assert len(PIECES) > 5
    assert found == []


@pytest.mark.parametrize("steps", range(1, len(PIECES) + 1))
def test_after_each_step_of_the_tutorial_less_is_left_to_do(steps: int) -> None:
    before, after = (
        [each.rule for each in check(written_so_far(PIECES[:number]), "teaching").diagnostics if each.level != "note"]
        for number in (steps - 1, steps)
    )

    assert set(after) <= {"R18", "dangling-id"}
    assert after.count("R18") < before.count("R18")


def test_the_tutorial_shows_what_the_program_prints() -> None:
    """Its example of a finding is the one that the program makes of it."""
    (wrong,) = re.findall(r"```yaml\n(# wrong\n.*?)```", TUTORIAL, re.DOTALL)
    (shown,) = re.findall(r"(?m)^    (.*: R02: .*)$", TUTORIAL)
    entry = plain(wrong)["options"][0]["benefits"][0]["text"]
    text = written_so_far(PIECES).replace(f"{POINT}\n        outcomes: [no-more-pain]", entry)

    assert shown.split("R02: ")[1] in {each.message for each in check(text, "teaching").diagnostics}
