"""The summary of a walk: for the record, for a teacher, for whoever reads it afterwards."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from msgspec import Struct

from sdm_cli.conversation.pace import kept_time
from sdm_cli.conversation.record import Record
from sdm_cli.conversation.walk import Prompt, State, Walk
from sdm_cli.document.blocks import Block, Bullets, Document, Facts, Heading, Line, Paragraph, Quotation, Table, line
from sdm_cli.model.guide import Step
from sdm_cli.model.session import Header
from sdm_cli.pages.alignment import alignment_blocks
from sdm_cli.pages.answers import in_words
from sdm_cli.pages.figures import Citations, chances, notes
from sdm_cli.pages.option_set import NO_ADVICE, pros_and_cons
from sdm_cli.pages.screen import clock

NOT_DISCUSSED = "not discussed"
_OWN_SECTION = {"prepare", "priorities", "lean", "decide", "review", "reflect"}
"""Activities whose answers have a section of their own, and are not told again in the talk."""
_ABOUT_THE_OPTIONS = {"list", "describe", "weigh", "teach_back"}
"""Activities in which options are laid out."""


class Account(Struct, frozen=True):
    """A session as its summary needs it. `private` includes what the clinician noted for nobody else."""

    header: Header
    walk: Walk
    state: State
    spent: Mapping[str, timedelta]
    private: bool = False

    @property
    def record(self) -> Record:
        """The answers."""
        return Record.of(self.walk.option_set, self.walk.guide, self.state.answers)

    def time(self) -> timedelta | None:
        """The time spent; None where none was kept, as in a walk from a file of answers."""
        return kept_time(self.spent)

    def options_were_discussed(self) -> bool:
        """Whether something was said to what the options are, or a person marked such a step: else no leaning is informed."""
        steps = [step for step in self.walk.guide.path() if step.activity in _ABOUT_THE_OPTIONS]
        return any(self.walk.mark(self.state, step.id) in {"done", "came up early"} for step in steps)

    def prompts(self, step: Step) -> list[Prompt]:
        """The questions of a step that were answered with something."""
        return [
            prompt
            for prompt in self.walk.script(self.state.answers)
            if prompt.step.id == step.id and self.state.answers.get(prompt.question.id) is not None
        ]


def summary(account: Account) -> Document:
    """The whole summary, the decision first. Empty parts are one line."""
    citations = Citations(account.record.option_set)
    blocks: list[Block] = [Heading(1, f"Rehearsal of a shared decision: {account.record.option_set.title}"), Facts(tuple(_about(account)))]
    blocks += _decision(account)
    blocks += _preferences(account)
    blocks += _matters(account, citations)
    blocks += _next(account)
    blocks += _talks(account)
    blocks += _looking_back(account)
    blocks += _options(account, citations)
    if citations.used():
        blocks += [Heading(2, "Sources used"), citations.listing()]
    blocks.append(Paragraph(line(NO_ADVICE)))
    return Document(tuple(blocks))


def _about(account: Account) -> Iterator[tuple[str, Line]]:
    option_set, record = account.record.option_set, account.record
    if case := record.words("prepare", "case"):
        yield "Case", line(case)
    yield "Date", line(f"{account.header.started.astimezone():%Y-%m-%d}")
    yield "Decision to make", line(option_set.decision)
    reviewed = "" if option_set.attested.reviewed_by_patients != "not done" else "; not reviewed by patients"
    status = "" if option_set.status == "published" else f", {option_set.status}"
    yield "Option set", line(f"{option_set.id}{status}, updated {option_set.updated}, review due {option_set.review_due}{reviewed}")
    yield "Guide", line(f"{account.walk.guide.file.title}, version {account.walk.guide.file.version}")
    if (total := account.time()) is not None:
        minutes = record.answer("prepare", "minutes")
        yield "Time", line(f"{clock(total)} min of {minutes}" if minutes else f"{clock(total)} min")
    yield "Session", line(account.header.id)
    if account.private:
        yield "Own leaning, private", line(record.preference("prepare", "leaning") or NOT_DISCUSSED)


def _decision(account: Account) -> Iterator[Block]:
    record = account.record
    yield Heading(2, "Decision")
    readiness = record.answer("decide", "readiness")
    if readiness is None:
        yield Paragraph(line("The decision was not discussed."))
        return
    facts: list[tuple[str, Line]] = []
    match readiness:
        case "ready":
            facts.append(("Decided together", line(record.preference("decide", "choice") or "ready to decide; no choice was noted")))
            facts += _said(record, "decide", ("reason", "Because"))
        case "wait":
            facts.append(("Decided", line("to put the decision off for now")))
            facts += _said(record, "decide", ("until", "Until"))
        case "more":
            facts.append(("Not yet", line("something is needed first")))
            facts += _said(record, "decide", ("needs", "Needed"))
        case _:
            facts.append(("Asked", line("the clinician to decide")))
            facts.append(("Suggested", line(record.preference("decide", "suggested") or NOT_DISCUSSED)))
            facts += _said(record, "decide", ("tied_to", "Tied to"))
    facts += _said(record, "decide", ("view", "The clinician's view"))
    yield Facts(tuple(facts))


def _said(record: Record, activity: str, *parts: tuple[str, str]) -> Iterator[tuple[str, Line]]:
    for part, label in parts:
        if said := record.words(activity, part):
            yield label, line(said)


def _preferences(account: Account) -> Iterator[Block]:
    record = account.record
    yield Heading(2, "Preferences")
    initial, informed = record.initial_preference(), record.informed_preference()
    if initial is None and informed is None:
        yield Paragraph(line("Neither a first nor an informed preference was discussed."))
        return
    later = "Informed" if informed is None or account.options_were_discussed() else "Leaning, without the options having been discussed"
    yield Table(("At first", later), ((line(initial or NOT_DISCUSSED), line(informed or NOT_DISCUSSED)),), headed=False)
    leaning = record.preference("lean", "leaning")
    if leaning is not None and leaning != informed:
        yield Paragraph(line(f"Before it was set beside what matters, the leaning was: {leaning}."))
    if why := record.words("lean", "why"):
        yield Quotation(why, "Why")


def _matters(account: Account, citations: Citations) -> Iterator[Block]:
    record = account.record
    rows, open_words = record.alignment(), record.words("priorities", "open")
    yield Heading(2, "What matters, beside the options")
    if goals := record.words("goals", "note"):
        yield Quotation(goals, "Goal")
    if not rows and not open_words:
        yield Paragraph(line("What matters to the patient was not discussed."))
        return
    yield from alignment_blocks(account.record.option_set, open_words, rows, citations)


def _next(account: Account) -> Iterator[Block]:
    record = account.record
    yield Heading(2, "Next step and review")
    labels = (
        ("decide", "next_step", "Next step"),
        ("decide", "measure", "Seen by"),
        ("decide", "agreed", "Agreed by"),
        ("decide", "realistic", "Realistic"),
        ("decide", "date", "By"),
        ("review", "date", "Review"),
        ("review", "safety_net", "Back sooner if"),
        ("review", "who", "Who does what"),
    )
    facts = tuple(fact for activity, part, label in labels for fact in _said(record, activity, (part, label)))
    yield Facts(facts) if facts else Paragraph(line("No next step and no review were discussed."))


def _talks(account: Account) -> Iterator[Block]:
    guide = account.walk.guide
    yield Heading(2, "The talk")
    for talk in guide.file.talks:
        steps = [guide.steps[step] for step in talk.steps]
        spent = sum((account.spent.get(step.id, timedelta()) for step in steps), start=timedelta())
        timed = account.time() is not None
        yield Heading(3, f"{talk.title} ({clock(spent)} min)" if timed else talk.title)
        noted = [step for step in steps if account.prompts(step)]
        if noted:
            columns = ("Step", "What was said", "Mark", "Min")
            wide = len(columns) if timed else len(columns) - 1
            yield Table(columns[:wide], tuple(_row(account, step)[:wide] for step in noted))
        yield from _silent_steps(account, [step for step in steps if step not in noted], set(talk.optional))


def _row(account: Account, step: Step) -> tuple[Line, ...]:
    prompts = account.prompts(step)
    above = step.activity in _OWN_SECTION and any(not prompt.question.id.endswith(".how") for prompt in prompts)
    said = "told above" if above else "; ".join(_told(account, prompt) for prompt in prompts)
    return (
        line(f"{step.id} {step.title}"),
        line(said),
        line(account.walk.mark(account.state, step.id)),
        line(clock(account.spent.get(step.id, timedelta()))),
    )


_LABELS = {
    ("know", "initial"): "first leaning",
    ("know", "beliefs"): "believed",
    ("react", "reaction"): "reaction",
    ("support", "with"): "brought in",
    ("teach_back", "said_back"): "said back",
    ("weigh", "as_pictures"): "pictures shown",
}
_ABOUT_OPTIONS = {"describe", "weigh", "teach_back"}


def _told(account: Account, prompt: Prompt) -> str:
    answer = in_words(prompt.question, account.state.answers[prompt.question.id])
    activity, part = prompt.step.activity, prompt.question.id.removeprefix(f"{prompt.step.key}.")
    option = account.record.option_name(part) if activity in _ABOUT_OPTIONS else part
    label = _LABELS.get((activity, part), option if option != part else "")
    return f"{label}: {answer}" if label else answer


def _silent_steps(account: Account, steps: list[Step], optional: set[str]) -> Iterator[Block]:
    """Steps for which nothing is noted, in one line a reason."""
    reasons = {
        "done": "Marked as done",
        "came up early": "Came up early",
        "skipped on purpose": "Skipped on purpose",
        "touched": "Not discussed (shown, nothing noted)",
        "open": "Not reached",
    }
    for mark, reason in reasons.items():
        # An optional step that nobody went to is nothing that was left out.
        named = [
            step for step in steps if account.walk.mark(account.state, step.id) == mark and not (mark == "open" and step.id in optional)
        ]
        if named:
            yield Paragraph(line(f"{reason}: {', '.join(f'{step.id} {step.title}' for step in named)}."))


def _looking_back(account: Account) -> Iterator[Block]:
    facts = tuple(
        (prompt.question.ask, line(in_words(prompt.question, account.state.answers[prompt.question.id])))
        for activity in ("prepare", "reflect")
        for step in [account.record.step_for(activity)]
        if step is not None
        for prompt in account.prompts(step)
        if prompt.question.id.rsplit(".", 1)[-1] not in {"case", "minutes", "leaning"}
    )
    if facts:
        yield Heading(2, "Preparation and looking back")
        yield Facts(facts)


def _options(account: Account, citations: Citations) -> Iterator[Block]:
    option_set = account.record.option_set
    yield Heading(2, "The options, for reference")
    for option in option_set.options:
        yield Heading(3, option.name)
        yield Paragraph(line(option.summary))
        yield pros_and_cons(option, citations)
    if option_set.outcomes:
        yield Heading(2, "Chances")
        yield chances(option_set, citations)
        if said := notes(option_set):
            yield Bullets(tuple(said))
