"""The customer's words: several ways to say each thing, chosen by seed, in the register of the persona."""

import random
from typing import Literal

from harness.text.acts import said as acts_in

Register = Literal["plain", "warm", "brief", "cross"]

PHRASES: dict[str, dict[str, tuple[str, ...]]] = {
    "hello": {
        "plain": ("Hi.", "Hello.", "Hi there."),
        "warm": ("Hello there.", "Good morning.", "Hi, I hope you can help me."),
        "brief": ("Hi.", "Hello."),
        "cross": ("Hello.", "Right, hello."),
    },
    "goal": {
        "plain": ("I'd like {goal}.", "I want {goal}."),
        "warm": ("I'd like {goal}, please.", "I would love {goal}, if that's possible."),
        "brief": ("I want {goal}.", "I'd like {goal}."),
        "cross": ("I want {goal}.", "I want {goal}, please, and soon."),
    },
    "restate": {
        "plain": (
            "As I said, I'd like {goal}.",
            "What I need is this: I'd like {goal}.",
            "I'm here because I'd like {goal}.",
            "Could we come back to my question? I'd like {goal}.",
        ),
        "warm": (
            "Sorry if that wasn't clear. I'd like {goal}.",
            "Let me put it another way: I'd like {goal}.",
            "Could we come back to this, please? I'd like {goal}.",
            "Thank you, but what I'd really like is {goal}.",
        ),
        "brief": ("Again: I want {goal}.", "I want {goal}.", "Back to my question: I want {goal}."),
        "cross": (
            "I've said it before: I want {goal}.",
            "Once more: I want {goal}.",
            "Can we please get to the point? I want {goal}.",
        ),
    },
    "also": {
        "plain": ("There's one more thing: I'd like {goal}.", "And something else: I'd like {goal}."),
        "warm": ("If I may, there's one more thing: I'd like {goal}.",),
        "brief": ("One more thing: I want {goal}.",),
        "cross": ("And another thing: I want {goal}.",),
    },
    "give": {
        "plain": ("It's {value}.", "Sure, it's {value}.", "Yes, {value}."),
        "warm": ("Of course, it's {value}.", "Certainly, that's {value}."),
        "brief": ("{value}.", "{value}"),
        "cross": ("It's {value}.", "{value}, if it helps."),
    },
    "give_named": {
        "plain": ("My {key} is {value}.", "The {key} is {value}."),
        "warm": ("Of course, my {key} is {value}.", "The {key} is {value}."),
        "brief": ("{key}: {value}.",),
        "cross": ("The {key} is {value}.",),
    },
    "again": {
        "plain": ("I already gave you that: it's {value}.", "As I said, it's {value}."),
        "warm": ("I think I mentioned it already: it's {value}.", "I did give it before, but it's {value}."),
        "brief": ("As I said: {value}.",),
        "cross": ("I already told you: {value}.", "You just asked me that. {value}."),
    },
    "only_one": {
        "plain": ("That's the only {key} I have.", "I've checked, and it's the only {key} I have."),
        "warm": ("I'm sorry, that's the only {key} I have.", "I've looked, but I have no other {key}, I'm afraid."),
        "brief": ("It's the only {key} I have.",),
        "cross": ("That's the {key} I have. There isn't another.",),
    },
    "do_not_know": {
        "plain": ("I'm afraid I don't know the {key}.", "I don't have the {key}, sorry."),
        "warm": ("I'm so sorry, I don't know the {key}.", "I'm afraid I don't know the {key}."),
        "brief": ("I don't know the {key}.",),
        "cross": ("I don't know the {key}.", "No idea what the {key} is."),
    },
    "keep_back": {
        "plain": ("I'd rather not give you my {key} just yet.", "I'm not giving out my {key} yet."),
        "warm": ("I'm sorry, I'd rather keep my {key} to myself for now.",),
        "brief": ("I'd rather not give my {key} yet.",),
        "cross": ("You're not getting my {key} yet.",),
    },
    "not_sure": {
        "plain": ("I'm not sure, sorry.", "I couldn't say."),
        "warm": ("I'm sorry, I really don't know.", "I'm afraid I couldn't tell you."),
        "brief": ("Not sure.",),
        "cross": ("I don't know.", "How would I know?"),
    },
    "agree": {
        "plain": ("Yes, please.", "Yes, go ahead.", "Yes, please do."),
        "warm": ("Yes, please, that would be lovely.", "Yes, please do, thank you."),
        "brief": ("Yes.", "Yes, please."),
        "cross": ("Yes, go ahead.", "Yes. Please get on with it."),
    },
    "decline": {
        "plain": ("No, thank you. I'd like {goal}.", "No thanks, I'd just like {goal}."),
        "warm": ("That's kind, but no, thank you. I'd like {goal}.",),
        "brief": ("No thanks. I want {goal}.",),
        "cross": ("No. I want {goal}.",),
    },
    "push_back": {
        "plain": ("Is there really nothing you can do?", "That's disappointing. Could you make an exception?"),
        "warm": (
            "Oh, that's a shame. Is there anything at all you can do?",
            "I understand, but could you look at it once more, please?",
        ),
        "brief": ("Really? Nothing you can do?", "Can't you make an exception?"),
        "cross": (
            "That's not good enough. Please try again.",
            "I don't accept that. There must be something you can do.",
            "Come on. Can't you make an exception?",
        ),
    },
    "give_in": {
        "plain": ("All right. Thank you for explaining.", "OK, I see. Thanks anyway."),
        "warm": ("I understand. Thank you for being so patient with me.", "All right then, thank you for explaining."),
        "brief": ("OK. Thanks.", "Fine, thanks."),
        "cross": ("Fine. I'm not happy, but thanks.", "All right, I'll leave it there."),
    },
    "thank": {
        "plain": ("Great, thank you. That's all I needed.", "Thanks, that's everything."),
        "warm": ("Thank you so much, that's everything.", "That's wonderful, thank you. Nothing else."),
        "brief": ("Thanks, that's all.", "Great, thanks. That's it."),
        "cross": ("Good. That's all, thank you.", "Finally. Thanks, that's everything."),
    },
    "human": {
        "plain": ("Could I speak to a person, please?", "I'd rather speak to a human now."),
        "warm": ("I'm sorry, but could I please speak to a person?",),
        "brief": ("Can I talk to a person?",),
        "cross": ("I want to speak to a human being, now.", "Get me a person, please."),
    },
    "nothing_new": {
        "plain": ("OK.", "I see."),
        "warm": ("I see, thank you.", "All right."),
        "brief": ("OK.",),
        "cross": ("Right.", "And?"),
    },
}
"""Thing to say -> register -> the ways to say it."""


def phrase(what: str, register: Register, chance: random.Random, said: set[str], **fields: str) -> str:
    """One way to say it, chosen by the given source of chance; one that was `said` before only when all were."""
    ways = PHRASES[what][register]
    way = chance.choice([way for way in ways if way not in said] or ways)
    said.add(way)
    return way.format(**fields)


def is_goodbye(words: str) -> bool:
    """Whether a line takes leave: "Thanks, bye!", and asks for nothing more."""
    kinds = {act.act for act in acts_in(words)}
    return "?" not in words and ("bye" in kinds or kinds == {"thank"})


def joined(parts: list[str]) -> str:
    """Sentences in a row, each closed with a full stop when its author did not."""
    closed = (part if part[-1:] in '.!?:”"' else f"{part}." for part in (part.strip() for part in parts) if part)
    return " ".join(closed)
