"""A rule explained: the same for the terminal and for the manual."""

from collections.abc import Iterable, Iterator

from sdm_cli.document.blocks import AsWritten, Block, Bullets, Document, Facts, Heading, Paragraph, Strong, line
from sdm_cli.model.rule import Rule

GROUPS = {
    "qualifying": "What makes a file a decision aid (IPDAS, qualifying)",
    "certifying": "What keeps it from misleading (IPDAS, certifying)",
    "certifying, tests": "What a decision about a test must say as well (IPDAS, certifying)",
    "quality": "What makes it better (IPDAS, quality)",
    "numbers": "Numbers that can be read rightly",
    "wording": "Words that everybody can read, and that push nobody",
    "upkeep": "Current, finished, and about nobody in particular",
    "cases": "A case: its ways, and the craft of it",
}
_JUDGED_BY = {
    "machine": "wholly by sdm",
    "hint": "sdm finds what is missing or doubtful; the rest is for a person",
    "attested": "somebody vouches for it, and sdm checks that they do",
    "person": "by a person alone",
}


def rule_page(rule: Rule) -> Document:
    """One rule: what, why, how to mend it, one piece that breaks it and one that keeps it."""
    return Document((Heading(1, f"{rule.id}  {rule.title}"), *_told(rule)))


def rules_page(rules: Iterable[Rule]) -> Document:
    """All rules, in one line each."""
    listed = list(rules)
    blocks: list[Block] = [Heading(1, "The rules")]
    for group, title in GROUPS.items():
        blocks += [
            Heading(2, title),
            Facts(tuple((rule.id, line(f"{rule.title} ({rule.level})")) for rule in listed if rule.group == group)),
        ]
    blocks.append(Paragraph(line("'sdm check --explain R02' tells one in full.")))
    return Document(tuple(blocks))


def manual(rules: Iterable[Rule]) -> Document:
    """The page of the manual: every rule in full, by group."""
    listed = list(rules)
    blocks: list[Block] = [
        Heading(1, "The rules of sdm check"),
        Paragraph(
            line(
                "A passed check says that the form is right. Whether the content is true, and whether the set serves patients, "
                "is for people to judge; nothing here certifies a decision aid."
            )
        ),
        Bullets(
            (
                line(Strong("Profile teaching: "), "what is qualifying, and all R and V rules. This is what 'sdm check' does."),
                line(Strong("Profile clinical: "), "every rule for option sets."),
                line(Strong("Cases: "), "the P rules and R18, in either profile."),
            )
        ),
    ]
    for group, title in GROUPS.items():
        blocks.append(Heading(2, title))
        for rule in listed:
            if rule.group == group:
                blocks += [Heading(3, f"{rule.id}  {rule.title}"), *_told(rule)]
    return Document(tuple(blocks))


def _told(rule: Rule) -> Iterator[Block]:
    yield Paragraph(line(rule.why))
    yield Facts(
        (
            ("Level", line(rule.level)),
            ("Judged", line(_JUDGED_BY[rule.judged_by])),
            ("To mend", line(rule.fix)),
            ("Source", line(rule.source)),
        )
    )
    if rule.wrong:
        yield Paragraph(line(Strong("Wrong")))
        yield AsWritten(rule.wrong)
        yield Paragraph(line(Strong("Right")))
        yield AsWritten(rule.right)
