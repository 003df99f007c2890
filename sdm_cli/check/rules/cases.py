"""P00 to P21: what is asked of a case. `check/cases.py` looks for it, since it takes all ways through a case together."""

from sdm_cli.model.diagnostic import Level
from sdm_cli.model.rule import JudgedBy, Rule

_READING = "10.1186/1472-6947-13-S2-S10; Muscat 2021, 10.1177/0272989X211011101. Flesch-Kincaid, for English alone; 40 words or more"


def _rule(  # noqa: PLR0913, PLR0917 - a row of a table
    name: str,
    title: str,
    why: str,
    fix: str,
    wrong: str = "",
    right: str = "",
    *,
    level: Level = "warning",
    judged_by: JudgedBy = "machine",
    source: str = "our own rule",
) -> Rule:
    return Rule(
        id=name, title=title, group="cases", judged_by=judged_by, level=level, why=why, source=source, fix=fix, wrong=wrong, right=right
    )


CASE_RULES: tuple[Rule, ...] = (
    _rule(
        "P00",
        "All ways can be looked at",
        "What was not looked at may hold a place that nobody gets out of.",
        "Fewer states, or fewer conditions.",
        level="note",
    ),
    _rule(
        "P01",
        "Some way leads to every exchange",
        "An exchange that nobody sees was written for nothing, and what it practises is practised by nobody.",
        "Let a 'then' lead to it, or loosen its 'when'.",
        "exchanges:\n  - id: wish\n    when: {trust: at most 0}",
        "exchanges:\n  - id: wish\n    when: {trust: at least 1}",
    ),
    _rule(
        "P02",
        "Everything to say is offered at some time",
        "A line with a condition that never holds is written for nothing.",
        "Loosen its 'when', or delete it.",
        "exchanges:\n  - id: opening\n    say:\n      - id: pain\n        when: {wish: had}",
        "exchanges:\n  - id: opening\n    say:\n      - id: pain\n        when: {trust: at least 1}",
    ),
    _rule(
        "P03",
        "There is always something to say",
        "A trainee who finds nothing to choose can only leave.",
        "Leave one thing to say without 'when'.",
        "exchanges:\n  - id: wish\n    say:\n      - id: ask\n        when: {opening: not had}\n      - id: guess\n        when: {opening: not had}\n"
        "      - id: hurry\n        when: {opening: not had}",
        "exchanges:\n  - id: wish\n    say:\n      - id: guess\n        when: {opening: had}",
    ),
    _rule(
        "P04",
        "Every way has an end",
        "A talk that goes on for ever has no debrief.",
        "Let one thing to say lead out, such as 'then: end'.",
        "exchanges:\n  - id: numbers\n    say:\n      - id: train\n        then: numbers\n      - id: wait\n        then: numbers\n"
        "      - id: you\n        then: numbers",
        "exchanges:\n  - id: numbers\n    say:\n      - id: train\n        then: end",
    ),
    _rule(
        "P05",
        "No talk goes round in a circle, and none is endless",
        "Whoever comes by for the third time stops listening.",
        "Let a condition such as 'not had' end the circle.",
        "exchanges:\n  - id: opening\n    say:\n      - id: plan\n        then: opening",
        "exchanges:\n  - id: opening\n    say:\n      - id: plan\n        then: opening\n        when: {opening: not had}",
    ),
    _rule(
        "P06",
        "Something depends on every state",
        "A state that nothing asks about changes nothing that a trainee could notice.",
        "Let a 'when' ask about it, or delete it.",
        "state: {hope: 1}\nexchanges:\n  - id: wish\n    say:\n      - id: ask\n        change: {hope: +1}",
        "state: {hope: 1}\nexchanges:\n  - id: wish\n    say:\n      - id: ask\n        change: {hope: +1}\n"
        "  - id: numbers\n    early:\n      when: {hope: at most 1}",
    ),
    _rule(
        "P07",
        "Something changes every state",
        "A state that stays as it was is no state of this patient.",
        "Let a 'change' raise or lower it, or delete it.",
        "state: {hope: 1}\nexchanges:\n  - id: numbers\n    early:\n      when: {hope: at most 1}",
        "state: {hope: 1}\nexchanges:\n  - id: wish\n    say:\n      - id: ask\n        change: {hope: +1}\n"
        "  - id: numbers\n    early:\n      when: {hope: at most 1}",
    ),
    _rule(
        "P08",
        "Whatever is unsaid can come to light",
        "What the patient keeps back is what good questions are for; one that no question finds teaches that asking is in vain.",
        "Name it in a 'reveals' that some way leads to.",
        "exchanges:\n  - id: wish\n    say:\n      - id: ask\n        reveals: []",
        "exchanges:\n  - id: wish\n    say:\n      - id: ask\n        reveals: [grandchildren]",
    ),
    _rule(
        "P09",
        "The last of several lines holds always, and none before it does",
        "Otherwise the patient is silent without meaning it, or never says what was written.",
        "Give each but the last a 'when'.",
        "exchanges:\n  - id: wish\n    patient:\n      - {when: {grandchildren: told}, words: You know about the little ones.}\n"
        "      - {when: {trust: at least 1}, words: I just want it to work.}",
        "exchanges:\n  - id: wish\n    patient:\n      - {when: {grandchildren: told}, words: You know about the little ones.}\n"
        "      - {words: I just want it to work.}",
    ),
    _rule(
        "P10",
        "Where a step was not reached, another way to say it is shown",
        "To hear that something missed helps nobody who does not hear what would have reached.",
        "Write 'instead', as one would really say it.",
        "exchanges:\n  - id: opening\n    say:\n      - id: recap\n        reached: touched",
        "exchanges:\n  - id: opening\n    say:\n      - id: recap\n        reached: touched\n        instead: May I tell you what I know so far?",
    ),
    _rule(
        "P11",
        "Every option may be decided for",
        "If all talks end with one option, the case says which is right.",
        "Let something said decide so, or see that it is meant.",
        "exchanges:\n  - id: numbers\n    say:\n      - id: train\n        decides: wait",
        "exchanges:\n  - id: numbers\n    say:\n      - id: train\n        decides: exercise",
    ),
    _rule(
        "P12",
        "The clear line is not always the longest",
        "Whoever notices picks the longest, and practises nothing.",
        "Shorten some clear lines, or give the others as much room. It is told from four exchanges on.",
        "exchanges:\n  - id: plans\n    say:\n      - id: keep\n        text: Shall we leave things as they are for now, and look at it again when the summer is over?",
        "exchanges:\n  - id: plans\n    say:\n      - id: keep\n        text: Shall we leave it for now?",
    ),
    _rule(
        "P13",
        "The clear line is not always the first in the file",
        "On the screen the order is shuffled; whoever reads the file or a printed script picks the first.",
        "Change the order in the file. It is told from four exchanges on.",
        "exchanges:\n  - id: plans\n    say:\n      - id: tablets\n        reached: clear\n      - id: keep\n        reached: clear",
        "exchanges:\n  - id: plans\n    say:\n      - id: tablets\n        reached: touched\n      - id: keep\n        reached: clear",
    ),
    _rule(
        "P14",
        "Not everything but the clear line misses",
        "Straw men are easily told apart. What is hard is what a decent, busy clinician says.",
        "Let some lines be 'touched'. It is told from four exchanges on.",
        "exchanges:\n  - id: opening\n    say:\n      - id: pain\n        reached: missed\n  - id: wish\n    say:\n      - id: guess\n"
        "        reached: missed\n  - id: plans\n    say:\n      - id: tablets\n        reached: missed\n      - id: first\n        reached: missed",
        "exchanges:\n  - id: opening\n    say:\n      - id: pain\n        reached: touched\n  - id: wish\n    say:\n      - id: guess\n"
        "        reached: touched\n  - id: plans\n    say:\n      - id: tablets\n        reached: missed\n      - id: first\n        reached: missed",
    ),
    _rule(
        "P15",
        "Nothing is said twice in the same words",
        "A patient who repeats a line is a machine.",
        "Say it otherwise in one of the places.",
        "exchanges:\n  - id: opening\n    say:\n      - id: pain\n        text: Before we get to that, may I say where we are?",
        "exchanges:\n  - id: opening\n    say:\n      - id: pain\n        text: How bad has it been today, and when?",
    ),
    _rule(
        "P16",
        "Something can be brought up",
        "A talk in which one only answers is no talk that one leads.",
        "Write some 'asides', six to ten.",
        "asides: []",
        "asides:\n  - id: home\n    text: Who helps you at home?",
        level="note",
    ),
    _rule(
        "P17",
        "Every step can be practised",
        "A step that nothing in the case is about cannot be reached. The debrief says that it is not in this case. Some cases mean it so.",
        "Give something to say, or an aside, this 'step'. Optional steps are not asked for.",
        "asides:\n  - id: say-c5\n    step: C4",
        "asides:\n  - id: say-c5\n    step: C5",
        level="note",
        judged_by="hint",
    ),
    _rule(
        "P18",
        "What is held up as well said is easily understood",
        "Trainees speak as the good lines do. Grade 8 or below was the literacy criterion of IPDAS for what patients read; six is what to aim at.",
        "Shorten sentences, and take shorter words, in lines that are 'clear' and in 'instead'.",
        "exchanges:\n  - id: opening\n    say:\n      - id: recap\n        text: >-\n          Considering your symptomatology, the radiological appearance and the conservative interventions that have been\n"
        "          undertaken previously without satisfactory improvement, I would appreciate an opportunity to recapitulate\n"
        "          the current situation, your expectations and the remaining therapeutic alternatives systematically\n"
        "          before proceeding with any recommendation concerning operative management.",
        "exchanges:\n  - id: opening\n    say:\n      - id: recap\n        text: Before we get to that, may I say where we are?",
        source=_READING,
    ),
    _rule(
        "P19",
        "A case takes about as long as it says",
        "A trainee with a quarter of an hour picks by it. It is told from twenty random talks: words read and said, and ten seconds to choose a turn. "
        "Nobody was timed, so only what lies a quarter beyond the shortest or the longest of them is told.",
        "Write what 'sdm check CASE --play 100' finds, the debrief included.",
        "minutes: 25",
        "minutes: 5",
        judged_by="hint",
        source="Brysbaert 2019, 10.1016/j.jml.2019.104047, for the speeds of reading and of reading aloud, in English alone; the rest is our own",
    ),
    _rule(
        "P20",
        "Every line can be said where it stands",
        "A condition that what stands around it shuts out never holds, and a line behind one that holds whenever it does never comes first.",
        "Change one of the two conditions, put the narrower line first, or delete it.",
        "exchanges:\n  - id: wish\n    when: {trust: at least 1}\n    patient:\n      - {when: {trust: at most 0}, words: Why should I tell you?}\n"
        "      - {words: I just want it to work.}",
        "exchanges:\n  - id: wish\n    when: {trust: at least 1}\n    patient:\n      - {when: {trust: at most 1}, words: Why should I tell you?}\n"
        "      - {words: I just want it to work.}",
    ),
    _rule(
        "P21",
        "Whoever speaks is somebody of whom the case tells",
        "A name that is misspelt is a third person at the table for whoever reads it. Somebody without a name, such as a nurse at the door, needs no telling.",
        "Spell the name as in 'brings', or tell there who came along.",
        "patient:\n  brings: Her daughter Rosa, who drove her here.\nexchanges:\n  - id: opening\n    by: Roza",
        "patient:\n  brings: Her daughter Rosa, who drove her here.\nexchanges:\n  - id: opening\n    by: Rosa",
    ),
)
