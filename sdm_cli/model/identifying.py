"""What looks like one particular person in a text: a date of birth, a record number, an e-mail address, a phone number.

It looks at form alone. It finds some of what names a person, and never all of it.
"""

import re

_DATE = r"(?:[0-3]?[0-9][./-][01]?[0-9][./-](?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]|[0-3]?[0-9]\.?\s+[A-Z][a-z]+\s+(?:19|20)[0-9]{2})"
PERSONAL = {
    # Each begins with a set of characters, to which a search can leap.
    "a date of birth": re.compile(rf"[dDbB](?<!\w.)(?:(?<=[dD])ate of birth|(?<=D)\.?O\.?B\.?|(?<=[bB])orn(?: on)?)\W{{0,3}}{_DATE}\b"),
    "a record number": re.compile(
        r"[MNrRpPhHcC](?<!\w.)(?:(?<=M)RN|(?<=N)HS|(?<=[rR])ecord|(?<=[pP])atient|(?<=[hH])ospital|(?<=[cC])hart) ?(?:[nN]o\.?|[nN]umber|I[dD])?[ :#]{0,3}[A-Z]{0,3}[0-9][0-9 -]{4,}[0-9]"
    ),
}
"""What belongs into no option set either."""
_REACHING = {
    "an e-mail address": re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b"),
    "a phone number": re.compile(r"(?<![\w./-])(?:\+[0-9]{1,3}|0[0-9]{1,4})(?:[ /-]?[0-9]{2,4}){2,4}(?![\w/-])"),
}


_A_WORD = re.compile(r"[^\W\d_]{3}")


def may_be_a_name(code: str) -> bool:
    """Whether what should be a code may be a name: it has a word and no digit. Initials are let pass."""
    return _A_WORD.search(code) is not None and not any(character.isdigit() for character in code)


def looks_like(text: str) -> str | None:
    """What a note seems to hold of one person; None if nothing of it has such a form."""
    return next((what for what, pattern in {**PERSONAL, **_REACHING}.items() if pattern.search(text)), None)
