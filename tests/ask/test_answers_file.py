from functools import cache

import pytest
import yaml

from sdm_cli.ask.answers_file import Answers, FileAsker, read_answers, written_answers
from sdm_cli.ask.replies import Given
from sdm_cli.content.catalogue import Catalogue
from sdm_cli.content.loading import load_guide, load_option_set
from sdm_cli.conversation.questions import Text
from sdm_cli.conversation.replaying import replayed
from sdm_cli.conversation.walk import State, Walk
from sdm_cli.model.event import Answer, Answered, AnyEvent, Jumped, Marked


@cache
def knee(guide: str = "elwyn-2012") -> Walk:
    library = Catalogue(())
    return Walk(load_option_set(library, "knee-osteoarthritis").option_set, load_guide(library, guide).guide)


def read(text: str) -> Answers:
    answers, mistakes = read_answers(text.encode(), "a.yaml", knee())
    assert mistakes == ()
    return answers


def mistakes(text: str) -> list[str]:
    found = read_answers(text.encode(), "a.yaml", knee())[1]
    return [f"{each.file}:{each.line}:{each.column}: {each.rule}: {each.message} = {each.fix}" for each in found]


def after(*events: AnyEvent) -> State:
    return replayed(knee(), events)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("choice.step_back.note: her words", "her words"),
        ("choice.step_back.note: true", True),
        ("choice.step_back.note: 'true'", "true"),
        ("choice.step_back.note: no", "no"),
        ("choice.step_back.note: 08", "08"),
        ("choice.step_back.note: 2026-11-21", "2026-11-21"),
        ("choice.step_back.note: '+'", "+"),
        ("choice.step_back.note: |\n  two\n  lines", "two\nlines"),
        ("prepare.before.minutes: 15", 15),
        ("choice.monitor.reaction: worried", "worried"),
        ("decision.elicit.leaning: [exercise, as-now]", ("as-now", "exercise")),
        ("decision.elicit.leaning: exercise", ("exercise",)),
        ("decision.elicit.leaning:\n- exercise\n- injection", ("exercise", "injection")),
    ],
)
def test_an_answer_is_taken_as_it_was_written(line: str, answer: Answer) -> None:
    question = line.split(":", 1)[0]

    assert read(line).values == {question: answer}


@pytest.mark.parametrize(
    "line", ["decision.elicit.leaning:", "decision.elicit.leaning: ~", "decision.elicit.leaning: []", "choice.offer.note: ''"]
)
def test_an_empty_value_says_nothing(line: str) -> None:
    assert set(read(line).values.values()) == {None}


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "{}\n"])
def test_an_empty_file_answers_nothing(text: str) -> None:
    assert read(text) == Answers({}, {})


def test_an_answer_may_stand_before_the_one_that_it_rests_on() -> None:
    answers = read("decision.matters.own_supports: [exercise]\ndecision.matters.own: my dog\ndecision.matters.open: stairs\n")

    assert answers.values == {
        "decision.matters.own_supports": ("exercise",),
        "decision.matters.own": "my dog",
        "decision.matters.open": "stairs",
    }


def test_marks_are_read_by_step() -> None:
    answers = read("marks:\n  C4: came up early\n  O5: skipped on purpose\n  O1: done\n")

    assert answers.marks == {"C4": "came up early", "O5": "skipped on purpose", "O1": "done"}


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            "prepare.before.case: K\nchoice.stepback.note: x\n",
            "a.yaml:2:1: unknown-question: 'choice.stepback.note' is not asked = Did you mean 'choice.step_back.note'?",
        ),
        (
            "qqqq: x\n",
            "a.yaml:1:1: unknown-question: 'qqqq' is not asked = 'sdm sessions export ID --to answers' shows the ids of a walk.",
        ),
        (
            "decision.close.readiness: reddy\n",
            "a.yaml:1:27: unfit-answer: this does not answer 'Are they ready?' = 'reddy' is not one of: ready, wait, more, delegate.",
        ),
        (
            "prepare.before.minutes: soon\n",
            "a.yaml:1:25: unfit-answer: this does not answer 'How many minutes do you have?' = A whole number from 1 to 240, please.",
        ),
        (
            "prepare.before.minutes: 15.5\n",
            "a.yaml:1:25: unfit-answer: this does not answer 'How many minutes do you have?' = A whole number from 1 to 240, please.",
        ),
        (
            "marks:\n  Q9: done\n",
            (
                "a.yaml:2:3: unknown-step: 'Q9' is not a step of this guide = "
                "There are: P1, C1, C2, C3, T1, C4, T2, C5, O1, O2, O3, O4, O5, O6, D1, D2, D3, D4, R1."
            ),
        ),
        (
            "marks:\n  C4: early\n",
            "a.yaml:2:7: not-a-choice: this is not a mark = Write one of: done, came up early, skipped on purpose, open.",
        ),
        (
            "marks: C4\n",
            "a.yaml:1:8: wrong-kind: 'marks' should be steps with their marks = Write 'O5: skipped on purpose' below, indented.",
        ),
    ],
)
def test_a_mistake_has_its_place_and_a_remedy(text: str, finding: str) -> None:
    assert mistakes(text) == [finding]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("prepare.before.minutes: 0\n", "a.yaml:1:25"),
        ("prepare.before.minutes: 241\n", "a.yaml:1:25"),
        ("prepare.before.minutes: true\n", "a.yaml:1:25"),
        ("choice.monitor.reaction: [worried]\n", "a.yaml:1:26"),
        ("choice.step_back.note: [a, b]\n", "a.yaml:1:24"),
        ("choice.step_back.note: {a: b}\n", "a.yaml:1:24"),
        ("decision.elicit.leaning: [exercise, exercise]\n", "a.yaml:1:26"),
        ("decision.elicit.leaning: [exercise, no_leaning]\n", "a.yaml:1:26"),
        ("decision.elicit.leaning: 3\n", "a.yaml:1:26"),
        ("decision.matters.open: true\n", "a.yaml:1:24"),
        ("choice.step_back.note: false\n", "a.yaml:1:24"),
    ],
)
def test_a_value_that_its_question_cannot_have_is_a_finding(text: str, place: str) -> None:
    found = mistakes(text)

    assert len(found) == 1
    assert found[0].startswith(f"{place}: unfit-answer: ")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("decision.elicit.leaning:\n- exercise\n- exercize\n", "a.yaml:3:3"),
        ("decision.elicit.leaning: [exercise, exercize]\n", "a.yaml:1:37"),
    ],
)
def test_a_wrong_entry_of_a_list_is_pointed_at_itself(text: str, place: str) -> None:
    found = mistakes(text)

    assert [each.split(": ")[0] for each in found] == [place]
    assert "'exercize' is not one of: as-now, exercise," in found[0]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("prepare.before.case: a\nprepare.before.case: b\n", "a.yaml:2:1: duplicate-key: "),
        ("prepare.before.case: &name a\n", "a.yaml:1:22: anchor: "),
        ("prepare.before.case: !!str a\n", "a.yaml:1:22: tag: "),
        ("prepare.before.case: [a\n", "a.yaml:1:24: syntax: "),
        ("- a\n- b\n", "a.yaml:1:1: not-a-mapping: "),
        ("just words\n", "a.yaml:1:1: not-a-mapping: "),
    ],
)
def test_what_is_not_a_file_of_answers_is_a_finding_too(text: str, start: str) -> None:
    found = mistakes(text)

    assert [each.startswith(start) for each in found] == [True], found


def test_an_answer_that_rests_on_one_that_is_missing_is_a_finding() -> None:
    found = mistakes("decision.matters.own_supports: [exercise]\n")

    assert len(found) == 1
    assert found[0].startswith("a.yaml:1:1: unknown-question: 'decision.matters.own_supports' is not asked with the other answers")


def test_all_mistakes_come_at_once_in_the_order_of_the_file() -> None:
    found = mistakes("prepare.before.minutes: soon\nmarks:\n  C4: early\nnonsense: 1\ndecision.elicit.leaning: [x]\n")

    assert [each.split(": ")[0] for each in found] == ["a.yaml:1:25", "a.yaml:3:7", "a.yaml:4:1", "a.yaml:5:27"]


def test_a_file_that_is_no_text_is_a_finding() -> None:
    found = read_answers(b"prepare.before.case: \xff\n", "a.yaml", knee())[1]

    assert [(each.line, each.column, each.rule) for each in found] == [(1, 22, "not-utf-8")]


def test_what_the_file_does_not_name_was_not_discussed() -> None:
    asker = FileAsker(Answers({"d1.open": "stairs"}, {}))

    assert asker.ask(Text("d1.open", "What matters?"), None) == Given("stairs")
    assert asker.ask(Text("d1.own", "Something else?"), None) == Given(None)


def test_a_walk_is_written_in_its_own_order_with_its_marks_last() -> None:
    state = after(
        Answered("decision.elicit.leaning", ("exercise", "injection")),
        Answered("prepare.before.minutes", 15),
        Answered("choice.step_back.note", value=True),
        Answered("choice.offer.note", None),
        Answered("team.support.note", "no"),
        Marked("C4", "came up early"),
    )

    answers, marks = written_answers(knee(), state, private=False).split("marks:\n")

    assert answers == (
        "prepare.before.minutes: 15\n"
        "choice.step_back.note: true\n"
        "team.support.note: 'no'\n"
        "decision.elicit.leaning:\n"
        "- exercise\n"
        "- injection\n"
    )
    assert "  C4: came up early\n" in marks


def test_steps_that_were_not_reached_are_written_as_open_and_those_off_the_path_are_not() -> None:
    written = yaml.safe_load(written_answers(knee(), after(Answered("choice.offer.note", None), Jumped("O6")), private=False))

    assert set(written) == {"marks"}
    assert set(written["marks"].values()) == {"open"}
    assert set(written["marks"]) == set(knee().guide.order()) - {"C2", "T1", "T2"}


def test_a_walk_without_answers_is_a_file_that_can_be_read() -> None:
    assert read(written_answers(knee(), after(Jumped("O4")), private=False)).values == {}


def test_the_clinicians_own_leaning_is_written_only_if_asked_for() -> None:
    state = after(Answered("prepare.before.leaning", ("injection",)), Answered("decision.elicit.leaning", ("exercise",)))

    assert read(written_answers(knee(), state, private=False)).values == {"decision.elicit.leaning": ("exercise",)}
    assert read(written_answers(knee(), state, private=True)).values == {
        "prepare.before.leaning": ("injection",),
        "decision.elicit.leaning": ("exercise",),
    }


@pytest.mark.parametrize(
    "words",
    ["no", "true", "null", "~", "08", "1e3", "2026-11-21", "a: b", "# not a comment", "- a", "'", '"', "{}", "\\n", "*", "&a", "!x", "%", "@", "`",
     "ends with a colon:", "two\nlines", "a\x07bell", "müde", "\u2028", "\x85", "a\x85b", "a\u2028b", "a\rb", "a\n\nb", "\ufeff", "\U0001f9b5", "x" * 300, "  ", "word " * 60],
)  # fmt: skip
def test_any_words_come_back_as_they_were_said(words: str) -> None:
    state = after(Answered("choice.offer.note", words))

    assert read(written_answers(knee(), state, private=False)).values == ({"choice.offer.note": words.strip()} if words.strip() else {})
