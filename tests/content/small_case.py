"""The smallest case that uses everything once."""

SMALL_CASE = """\
id: stairs
title: The stairs
option_set: knee-osteoarthritis
level: first steps
minutes: 5
practises: Asking before telling.
updated: 2026-11-22
authors: [{name: The sdm authors, role: wrote it}]
setting:
  place: A practice with ten minutes to spare.
  known: [Her knee has hurt for two years.]
  task: Find out with her what to do next.
patient:
  name: Maria
  age: 67
  life: Lives alone on the third floor.
  story: The stairs have become a mountain.
  hopes: [To carry the shopping up again.]
  decides: Likes to be asked.
  literacy: Reads well.
  unsaid:
    - id: grandchildren
      what: I can no longer lift my grandchildren.
      because: It sounds like a small thing next to pain.
preference:
  first: {to: replacement, because: Her neighbour had one.}
  informed: {to: exercise, because: She would not be away for months., rests_on: [grandchildren]}
state: {trust: 2}
exchanges:
  - id: opening
    step: C1
    topic: Beginning
    patient: So. What do we do about this knee?
    cue: looks at her hands
    say:
      - id: recap
        text: Before we get to that, may I say where we are?
        reached: clear
        reply: Please do.
        feels: He is not in a hurry.
        why: It parts what is known from what is open.
        change: {trust: +1}
      - id: plan
        text: I would send you to the surgeon.
        reached: missed
        instead: There is more than one way to go. May I say where we are first?
        reply: [{when: {trust: at least 3}, words: Oh. Is that it?}, {words: If you say so.}]
        feels: That went fast.
        why: The plan came before the choice.
        then: wish
      - id: pain
        text: How bad is it today?
        step: O1
        reached: touched
        instead: How is it today, and what does it keep you from?
        reply: Bad enough.
        feels: Everybody asks that.
        why: It asks about pain and not about life.
  - id: wish
    step: D1
    topic: What matters
    patient:
      - {when: {grandchildren: told}, words: You know about the little ones.}
      - {words: I just want it to work.}
    say:
      - id: ask
        text: What would you do again if it worked?
        reached: clear
        reply: Lift my grandchildren.
        feels: Somebody asks.
        why: It asks in terms of life.
        reveals: [grandchildren]
      - id: guess
        text: You want the pain to go.
        reached: touched
        instead: What would you do again if it worked?
        reply: Who does not.
        feels: That is not all.
        why: A guess closes the question.
      - id: hurry
        text: Then let us decide.
        reached: missed
        instead: Before we decide, what matters most to you here?
        reply: Already?
        feels: I have not said anything yet.
        why: The decision comes before what matters.
  - id: numbers
    step: D3
    topic: Deciding
    patient: And now?
    early:
      when: {wish: not had}
      reply: You have not even asked me.
      feels: I am a knee to him.
      why: Deciding came before asking.
    say:
      - {id: train, text: Shall we try exercise first?, reached: clear, reply: Yes., feels: That fits., why: It rests on what she said., decides: exercise, then: end}
      - {id: wait, text: Would you like time to think?, reached: clear, reply: A week., feels: No hurry., why: Waiting is a decision., decides: wait, then: end}
      - {id: you, text: It is up to you., reached: missed, instead: Here is how I see it., reply: Hm., feels: Alone., why: It leaves her alone., decides: clinician, then: end}
asides:
  - id: home
    text: Who helps you at home?
    step: D1
    reached: clear
    about: pain-score
    reply: Nobody.
    feels: Good that he asks.
    why: It asks about her life.
silence: {reply: Well., feels: He waits for me., why: Silence makes room., change: {trust: +1}}
shrug: I see.
closing: Thank you.
"""
