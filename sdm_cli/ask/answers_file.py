"""Answers from a file: question ids with values, in YAML. Every session can be written so, and replayed."""

from collections.abc import Iterator, Mapping

import yaml
from msgspec import Struct

from sdm_cli.ask.replies import Given, LineByLine, Reply
from sdm_cli.content import placed
from sdm_cli.content.placed import Mapping as Tree
from sdm_cli.content.placed import Node, Scalar, Sequence, Slip
from sdm_cli.content.reading import located
from sdm_cli.content.references import near
from sdm_cli.conversation.questions import DONE, ChooseMany, Question, Rank, Text, Unfit, Watch, fitting
from sdm_cli.conversation.walk import State, Walk
from sdm_cli.document.inert import TURNING
from sdm_cli.model.diagnostic import Diagnostic
from sdm_cli.model.event import Answer, Mark

MARKS = "marks"
_MARK_NAMES: tuple[Mark, ...] = ("done", "came up early", "skipped on purpose", "open")


class Answers(Struct, frozen=True):
    """What a file answers, and which steps it marks."""

    values: Mapping[str, Answer]
    marks: Mapping[str, Mark]


class FileAsker(LineByLine):
    """Answers every question from a file; what the file does not name was not discussed."""

    def __init__(self, answers: Answers) -> None:
        self._values = answers.values

    def ask(self, question: Question, earlier: Answer) -> Reply:
        """The file's answer, or the earlier one, or else what goes past the question: nothing, wherever that is an answer."""
        return Given(self._values.get(question.id, _passing(question) if earlier is None else earlier))


def _passing(question: Question) -> Answer:
    """What goes past a question. Where notes end, so does the watching; words that must come first were said aloud."""
    match question:
        case Watch():
            return DONE
        case Text(needed=True):
            return True
        case _:
            return None


def read_answers(raw: bytes, file: str, walk: Walk) -> tuple[Answers, tuple[Diagnostic, ...]]:
    """The answers in a file, checked against the questions of a walk, and every mistake in it.

    A question that is never put, since the answer it rests on is missing, is a mistake too.
    """
    try:
        text = placed.decode(raw)
        tree, slips = placed.parse(text)
    except placed.Unreadable as stop:
        return Answers({}, {}), located([stop.slip], file, placed.lenient(raw))
    if tree is None:
        return Answers({}, {}), ()
    marks, mark_slips = _marks(tree, walk)
    values, value_slips = _values(tree, walk)
    return Answers(values, marks), located((*slips, *mark_slips, *value_slips), file, text)


def written_answers(walk: Walk, state: State, *, private: bool) -> str:
    """The answers of a walk as a file that replays it. The clinician's own leaning is left out unless private."""
    hidden = {f"{step.key}.leaning" for step in walk.guide.path() if step.activity == "prepare" and not private}
    optional = walk.guide.optional()
    given = {
        prompt.question.id: list(answer) if isinstance(answer, tuple) else answer
        for prompt in walk.script(state.answers)
        if prompt.question.id in state.answers and prompt.question.id not in hidden
        # A step off the path is gone to only if it is named, so one that was gone past is named too.
        if (answer := state.answers[prompt.question.id]) is not None or prompt.step.id in optional
    }
    reached = {prompt.step.id for prompt in walk.script(state.answers) if prompt.question.id in state.answers}
    unreached = {step: "open" for step in walk.guide.order() if step not in reached | optional}
    marked = {**unreached, **(state.marks or {})}
    marks = {MARKS: marked} if marked else {}
    return dumped({**given, **marks})


def dumped(answers: Mapping[str, object]) -> str:
    """Answers as YAML that is read back as it was."""
    if not answers:
        return "{}\n"
    body: str = yaml.dump(dict(answers), Dumper=_Writer, allow_unicode=True, sort_keys=False, width=100)
    return body.translate(_ESCAPES)


_ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in TURNING}
"""As double quotes have them, in which alone such a character stands."""


class _Writer(yaml.SafeDumper):
    """Writes words so that they are read back as they were."""


def _written(writer: _Writer, text: str) -> yaml.ScalarNode:
    # Rare line breaks would be folded into spaces, and what turns the direction would be obeyed: both are written as escapes.
    style = '"' if not TURNING.union("\x85\u2028\u2029").isdisjoint(text) else None
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Writer.add_representer(str, _written)


def _values(tree: Tree, walk: Walk) -> tuple[dict[str, Answer], list[Slip]]:
    """Hold each answer against its question, until no answer brings up a further question."""
    values: dict[str, Answer] = {}
    slips: list[Slip] = []
    asked: set[str] = set()
    while new := [prompt.question for prompt in walk.script(values) if prompt.question.id not in asked]:
        for question in new:
            asked.add(question.id)
            if (node := tree.items.get(question.id)) is not None:
                try:
                    values[question.id] = fitting(question, answer_in(node, question))
                except Unfit as error:
                    at = _culprit(node, question)
                    slips.append(Slip(at.at, "unfit-answer", f"this does not answer '{question.ask}'", str(error), _width(at)))
    slips += [_never_asked(key, asked, walk) for name, key in tree.keys.items() if name != MARKS and name not in asked]
    return values, slips


def _culprit(node: Node, question: Question) -> Node:
    """The entry of a list that does not fit by itself; otherwise the whole answer."""
    several = isinstance(question, ChooseMany | Rank)
    for item in node.items if several and isinstance(node, Sequence) else ():
        try:
            fitting(question, (item.text if isinstance(item, Scalar) else "",))
        except Unfit:
            return item
    return node


def answer_in(node: Node, question: Question) -> Answer:
    """A node as an answer. Words stay as written: a note '08' or 'no' is text."""
    match node:
        case Sequence():
            return tuple(item.text if isinstance(item, Scalar) else "" for item in node.items)
        case Scalar(value=None):
            return None
        case Scalar(value=bool() as said) if isinstance(question, Text):
            if (said and question.aloud) or (not said and question.needed):
                return said
            raise Unfit("Words, please; in quotes, if the word itself is meant.")
        case Scalar() if isinstance(question, Text):
            return node.text
        case Scalar():
            value = node.value
            return node.text if isinstance(value, float) else value
        case _:
            raise Unfit("A value or a list of values, please.")


def _never_asked(key: Scalar, asked: set[str], walk: Walk) -> Slip:
    step = next((step for step in walk.guide.path() if key.text.startswith(f"{step.key}.")), None)
    suggestion = near(key.text, sorted(asked))
    fix = f"Did you mean '{suggestion}'?" if suggestion else "'sdm sessions export ID --to answers' shows the ids of a walk."
    rests = " with the other answers of this file" if step is not None else ""
    return Slip(key.at, "unknown-question", f"'{key.text}' is not asked{rests}", fix, max(1, len(key.text)))


def _marks(tree: Tree, walk: Walk) -> tuple[dict[str, Mark], list[Slip]]:
    node = tree.items.get(MARKS)
    if node is None:
        return {}, []
    if not isinstance(node, Tree):
        return {}, [
            Slip(node.at, "wrong-kind", "'marks' should be steps with their marks", "Write 'O5: skipped on purpose' below, indented.")
        ]
    marks: dict[str, Mark] = {}
    slips = list(_mark_slips(node, walk))
    for step, mark in node.items.items():
        for name in _MARK_NAMES:
            if isinstance(mark, Scalar) and mark.text == name:
                marks[step] = name
    return marks, slips


def _mark_slips(node: Tree, walk: Walk) -> Iterator[Slip]:
    order = list(walk.guide.order())
    for step, mark in node.items.items():
        key = node.keys[step]
        if step not in order:
            yield Slip(
                key.at, "unknown-step", f"'{step}' is not a step of this guide", f"There are: {', '.join(order)}.", max(1, len(step))
            )
        if not isinstance(mark, Scalar) or mark.text not in _MARK_NAMES:
            yield Slip(mark.at, "not-a-choice", "this is not a mark", f"Write one of: {', '.join(_MARK_NAMES)}.", _width(mark))


def _width(node: Node) -> int:
    return max(1, len(node.text.split("\n", 1)[0])) if isinstance(node, Scalar) else 1
