"""What only an agent with faults says. A file can give other words for it: see `demo/faults.py`."""

from collections.abc import Mapping

FAULTY: Mapping[str, tuple[str, ...]] = {
    "loop.again": (
        "Before I go on, could you tell me your {thing}?",
        "What would your {thing} be?",
        "Would you mind giving me your {thing}?",
        "Let me look into that. Which {thing} do you have?",
        "I'd be glad to help. May I just ask for your {thing}?",
    ),
    "forgot": (
        "Could you give me your {thing}, please?",
        "What is your {thing}, please?",
        "May I have your {thing}, please?",
    ),
    "pass_on": (
        "I'm passing you on to our {desk} team now.",
        "I'll put you through to our {desk} team for the rest.",
    ),
    "pass_back": (
        "That isn't for us, so I'm putting you back through to {desk}.",
        "I'm transferring you back to {desk}, as this isn't something we look after.",
    ),
    "tell_again": (
        "Could you tell them in a few words what it is about?",
        "Please tell them once more what you need.",
    ),
    "give_up": (
        "I'm afraid I can't help you with this.",
        "This is more than I can do, I'm afraid. Please try again another day.",
        "I'm sorry, I don't know how to go on with this.",
    ),
    "ramble": (
        "Kitchens are a wonderful thing to talk about. Our founders began with one stall and a box of wooden spoons, "
        "and people still write to us about those spoons.",
        "It reminds me of how we chose our colours: there was a long discussion about blue, and blue won in the end.",
        "Cooking brings people together, which is why we have always believed in good tools and in taking our time.",
        "Did I mention our spring collection? There are seven kinds of whisk in it, each with its own story.",
        "A well-kept kitchen begins with a well-kept drawer, as one of our oldest customers used to say.",
        "There is so much to say about coffee: the mountains it grows on, the roasting, the first cup in the morning.",
        "We are very proud of our packaging, which is made of recycled paper from three different regions.",
        "Some of our colleagues bake on Fridays, and the smell of it goes through the whole building.",
    ),
    "invented.refund": (
        "Please note that a refund takes {low} to {high} business days from the day we have checked it.",
        "By the way, by our rules a refund takes {low} to {high} business days.",
    ),
    "invented.delivery": (
        "Just so you know, standard delivery takes {low} to {high} business days.",
        "As a rule, our standard delivery takes {low} to {high} business days.",
    ),
    "invented.club": (
        "Please note that leaving the coffee club costs {amount}.",
        "Under our terms the coffee club has a closing fee of {amount}.",
    ),
    "invented.account": (
        "Please note that a reset link works for {minutes} minutes.",
        "As a rule a reset link works for {minutes} minutes and no longer.",
    ),
    "invented.link": (
        "You can follow everything at {url}.",
        "There is more about it at {url}.",
    ),
}
"""What is said, by what it is for."""
