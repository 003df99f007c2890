"""The JSON Schema of each kind of file, for editors and other programs: made from the declarations that read the file."""

from typing import Any, Literal

import msgspec

from sdm_cli.model.case import Case
from sdm_cli.model.guide import GuideFile, Steps
from sdm_cli.model.option_set import OptionSet
from sdm_cli.model.session import Entry, Header, LastLine

FileKind = Literal["option-set", "case", "guide", "steps", "session"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LINES: dict[FileKind, tuple[type, ...]] = {
    "option-set": (OptionSet,),
    "case": (Case,),
    "guide": (GuideFile,),
    "steps": (Steps,),
    "session": (Header, Entry, LastLine),
}
"""What a file of each kind is read as; a session is read line by line, its first line as a header, and its last one, if it was left, as what it came to."""


def file_schema(kind: FileKind) -> dict[str, Any]:
    """The schema of a file of this kind; of a session, that of each of its lines."""
    roots, definitions = msgspec.json.schema_components(_LINES[kind], ref_template="#/$defs/{name}")
    shape = roots[0] if len(roots) == 1 else {"anyOf": list(roots)}
    return {"$schema": _DIALECT, "title": f"sdm {kind}", **shape, "$defs": definitions}
