"""A case in which nothing is to be mended, not even a note: the smallest one, with what the rules ask for besides."""

from tests.content.small_case import SMALL_CASE

_PLANS = """\
  - id: plans
    step: D3
    topic: Ways to go
    patient: And what is there?
    say:
      - {id: tablets, text: You could also take tablets for a while and see how it goes., reached: touched, instead: What would tablets have to do for you?, reply: Hm., feels: He has a plan., why: It tells one way of several., decides: medicines, then: end}
      - {id: keep, text: Shall we leave it for now?, reached: clear, reply: For now., feels: That is allowed., why: Waiting is a way as well., decides: as-now, then: end}
      - {id: needle, text: An injection would be quick., reached: missed, instead: Shall I tell you about injections too?, reply: If you say so., feels: Pushed., why: It pushes., decides: injection, then: end}
      - {id: surgeon, text: The surgeon can see you., reached: missed, instead: Would you like to hear what an operation is like?, reply: Oh., feels: So soon., why: It skips what matters., decides: replacement, then: end}
      - {id: first, text: First let us look at exercise., reached: touched, instead: What do you know of exercise?, reply: Fine., feels: Led., why: It leads., then: numbers}
"""
_STEPS = ("C2", "C3", "C4", "C5", "O2", "O3", "O4", "O5", "O6", "D2", "D4")
_ASIDES = "".join(
    f"  - {{id: say-{step.lower()}, text: Now {step}., step: {step}, reached: clear, about: pain-score, reply: So {step}., feels: Fine {step}., why: It is {step}.}}\n"
    for step in _STEPS
)
WHOLE_STAIRS = SMALL_CASE.replace("  - id: numbers\n", f"{_PLANS}  - id: numbers\n", 1).replace("silence: {", f"{_ASIDES}silence: {{", 1)
