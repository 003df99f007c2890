"""Answers in words."""

from sdm_cli.conversation.questions import Choose, ChooseMany, Question, Rank, Rate
from sdm_cli.model.event import Answer


def in_words(question: Question, answer: Answer) -> str:
    """An answer as a reader would say it; 'not discussed' for None."""
    if answer is None:
        return "not discussed"
    if answer is True:
        return "said"
    match question:
        case Choose() | ChooseMany() | Rank():
            labels = {choice.id: choice.label for choice in question.choices}
            picked = answer if isinstance(answer, tuple) else (str(answer),)
            return ", ".join(labels.get(each, each) for each in picked)
        case Rate():
            return f"{answer} of {question.highest}" if question.lowest == 0 else str(answer)
        case _:
            return str(answer)
