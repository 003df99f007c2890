"""Write the page of the manual that is made from the rules: docs/rules.md."""

from pathlib import Path

from sdm_cli.check.judging import RULES
from sdm_cli.document.markdown import to_markdown
from sdm_cli.pages.rules import manual

PAGE = Path(__file__).parent.parent / "docs" / "rules.md"


def rules_page() -> str:
    """The page as it should stand."""
    return to_markdown(manual(RULES.values()))


if __name__ == "__main__":
    PAGE.write_text(rules_page(), encoding="utf-8")
