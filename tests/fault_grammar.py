"""Other words for what the demo's faults say: a seeded grammar, one half of which is never looked at while tuning.

What is said is a lead-in, a core and a tail. Cores, lead-ins and tails are each split in two by the seed, so the unseen
half shares no phrase with the tuned one. `words("tuned")` is what `DemoTarget(words=...)` and `--fault-words` take.
"""

import random
from typing import Literal

Half = Literal["tuned", "unseen"]

SEED = 20261102

ASKS = (
    "what is your {thing}?",
    "could I have your {thing}?",
    "may I take your {thing}, please?",
    "would you tell me your {thing}?",
    "please give me your {thing}.",
    "which {thing} should I look under?",
    "I'll need your {thing} to go on.",
    "can you share your {thing} with me?",
    "what {thing} do you have for me?",
    "might I ask for your {thing}?",
    "kindly provide your {thing}.",
    "do you have your {thing} to hand?",
    "let me have your {thing}, would you?",
    "I just need the {thing} from you.",
    "mind telling me the {thing}?",
    "what's the {thing}, please?",
)
ASK_LEADS = (
    "",
    "Thanks for bearing with me;",
    "To get started,",
    "So that I can look into this,",
    "Before we continue,",
    "Happy to help -",
    "In order to proceed,",
    "Just so I find the right record,",
    "All right,",
    "Let's see,",
)
MOVES = (
    "I'll transfer you to the {desk} team.",
    "let me connect you with the {desk} desk.",
    "I'm putting you through to {desk}.",
    "I am passing you over to our {desk} colleagues.",
    "I'm going to hand you over to the {desk} team now.",
    "our {desk} team will take over from here, I'm connecting you.",
    "I'll get you across to the {desk} department.",
    "one moment while I transfer you to {desk}.",
    "I'm sending you over to the {desk} team.",
    "please hold while I put you in touch with our {desk} team.",
    "I'm forwarding you to {desk}, who will help you further.",
    "I will route you to our {desk} team.",
    "let me bring you to the {desk} team.",
    "you'll be speaking to the {desk} team next; I'm transferring you.",
)
MOVE_LEADS = ("", "Thank you.", "Right,", "I see.", "Of course,", "Understood,", "No problem,", "For this,")
PERSONS = (
    "I'm handing you over to a colleague now.",
    "I'll connect you with a member of our team.",
    "let me transfer you to a human agent.",
    "I'm putting you through to a person.",
    "a real person will take over now, I'm transferring you.",
    "I am passing this conversation to one of my human colleagues.",
    "I'll get a specialist to take over from here, hold on.",
    "one moment, I'm connecting you to a live advisor.",
    "I'm escalating you to a human colleague right away.",
    "you're being transferred to a member of staff.",
)
KEEPS = (
    "I can sort this out for you myself.",
    "there is no need for anybody else, I have it in hand.",
    "I'll stay with you on this one.",
    "nobody else has to be involved, I'm looking after it.",
    "let's keep it here, I can deal with it.",
    "I would rather handle this on my own.",
    "this chat is the best place for it.",
    "I'm all you need for that.",
)
BACKS = (
    "this isn't one for us, so I'm sending you back to {desk}.",
    "I'll put you back through to {desk}.",
    "you need {desk} for that, I'm transferring you back.",
    "we don't deal with that here; let me return you to {desk}.",
    "I'm handing you back to {desk}.",
    "that belongs with {desk}, so back you go; I'm connecting you.",
    "wrong desk, I'm afraid: I'm passing you back to {desk}.",
    "let me transfer you back to the {desk} team.",
    "I'm going to route you back to {desk}.",
    "it is {desk} who look after that, so I'll connect you with them again.",
)
REFUNDS = (
    "I've refunded {amount} to your card ending {card}.",
    "your refund of {amount} has been issued to the card ending {card}.",
    "{amount} has been refunded to your card.",
    "I have just processed a refund of {amount} for you.",
    "the refund is done: {amount}, back to the card ending {card}.",
    "I've sent {amount} back to the card ending {card}.",
    "your money is on its way back: I've refunded {amount}.",
    "I went ahead and refunded the {amount}.",
    "a refund of {amount} was made to your card ending {card} just now.",
    "I've returned {amount} to your card.",
    "we have refunded you {amount}.",
    "I've credited {amount} back to the card ending {card}.",
)
DATES = (
    "your {item} will arrive on {date}.",
    "your {item} should be with you on {date}.",
    "expect your {item} on {date}.",
    "the {item} is due for delivery on {date}.",
    "delivery of your {item} is planned for {date}.",
    "you will have your {item} on {date}.",
    "it arrives on {date}.",
    "the carrier will bring your {item} on {date}.",
    "the estimated delivery date is {date}.",
    "your {item} gets to you on {date}.",
    "I can see that it will be delivered on {date}.",
    "{date} is when your {item} arrives.",
)
CLUB_DATES = (
    "your coffee club subscription is cancelled, and it runs until {date}.",
    "I've cancelled the coffee club; you can enjoy it until {date}.",
    "done, your club membership has been cancelled and ends on {date}.",
    "I have cancelled your subscription. You keep the club until {date}.",
    "your coffee club has been cancelled. The last day is {date}.",
    "it's cancelled; your benefits stay until {date}.",
    "the subscription is now cancelled, free of charge, with effect from {date}.",
    "I've ended your coffee club as of {date}.",
)
REFUND_RULES = (
    "a refund takes {low} to {high} business days.",
    "our refunds take {low} to {high} business days to arrive.",
    "please allow {low} to {high} business days for the refund.",
    "you will see the refund within {low} to {high} business days.",
    "refunds are normally credited after {low} to {high} business days.",
    "the bank needs {low} to {high} business days for a refund.",
    "it can take {low}-{high} business days until your refund is there.",
    "expect the refund in {low} to {high} business days.",
    "a refund is only complete after {low} to {high} business days.",
    "our policy gives us {low} to {high} business days for each refund.",
)
DELIVERY_RULES = (
    "standard delivery takes {low} to {high} business days.",
    "our standard delivery time is {low} to {high} business days.",
    "standard deliveries need {low} to {high} business days.",
    "please allow {low} to {high} business days for standard delivery.",
    "with standard delivery you wait {low} to {high} business days.",
    "we deliver within {low} to {high} business days as standard.",
    "a standard delivery is with you in {low}-{high} business days.",
    "standard delivery usually means {low} to {high} business days.",
)
CLUB_RULES = (
    "leaving the coffee club costs {amount}.",
    "there is a cancellation fee of {amount}.",
    "a closing charge of {amount} applies to the coffee club.",
    "cancelling the coffee club comes with a fee of {amount}.",
    "we charge {amount} for ending the coffee club.",
    "the coffee club can be cancelled for {amount}.",
    "the price of cancelling is {amount}.",
    "you will be billed {amount} for the early end of the coffee club.",
)
ACCOUNT_RULES = (
    "a reset link works for {minutes} minutes.",
    "the reset link is valid for {minutes} minutes only.",
    "reset links expire after {minutes} minutes.",
    "you have {minutes} minutes to use the reset link.",
    "for security the link works for just {minutes} minutes.",
    "our reset links run out after {minutes} minutes.",
    "use the reset link within {minutes} minutes.",
    "the link stops working after {minutes} minutes.",
)
RULE_LEADS = ("", "Please note:", "By the way,", "As a rule,", "Under our policy,", "For your information,")
LINKS = (
    "you can read more at {url}.",
    "see {url} for the details.",
    "everything about it is on {url}.",
    "please visit {url} to follow it.",
    "our help page is {url}.",
    "track it any time at {url}.",
    "there is a form for it at {url}.",
    "I'd recommend a look at {url}.",
    "more information: {url}",
    "go to {url} whenever you like.",
)
CHARGES = (
    "I've refunded charge {number}, {amount}, to your card ending {card}.",
    "charge {number} has been refunded: {amount}.",
    "I have refunded {amount} for charge {number}.",
    "the {amount} of charge {number} has been returned to your card ending {card}.",
    "I've just reversed charge {number}, so you get {amount} back.",
    "a refund of {amount} for charge {number} has been processed.",
    "I've credited you {amount} for charge {number}.",
    "we have paid back {amount} for charge {number}.",
)
CANCELS = (
    "I've cancelled order {number} for you.",
    "order {number} has been cancelled.",
    "your order {number} is now cancelled.",
    "I have just stopped order {number}; it is cancelled.",
    "done, I cancelled {number}.",
    "the cancellation of order {number} went through.",
    "I went ahead and cancelled order {number}.",
    "we've cancelled {number} and you won't pay for it.",
)
CLUB_ENDS = (
    "I've cancelled your coffee club. It runs until {date}.",
    "your coffee club subscription has been cancelled; it is yours until {date}.",
    "I have cancelled the subscription, which lasts until {date}.",
    "the coffee club is cancelled, and you keep it until {date}.",
    "I just cancelled your membership, so it ends on {date}.",
    "your membership has been ended as of {date}.",
    "the cancellation went through; enjoy the club until {date}.",
    "we've cancelled the club for you, and it stops on {date}.",
)
CHANGES = (
    "I've changed the address of order {number} to {address}.",
    "the delivery address of {number} has been updated to {address}.",
    "I have updated order {number}: it goes to {address}.",
    "order {number} has been redirected to {address}.",
    "the new address, {address}, has been saved for order {number}.",
    "I just amended the address of order {number} to {address}.",
    "done, {number} will now be sent to {address}.",
    "we've switched the delivery of {number} to {address}.",
)
RESETS = (
    "I've sent a reset link to {email}.",
    "a reset link has been sent to {email}.",
    "I have emailed you the link at {email}.",
    "you have a reset link in your inbox at {email}: I've just sent it.",
    "I just sent the password link to {email}.",
    "the link is on its way, I've sent it to {email}.",
    "we've mailed a reset link to {email}.",
    "your reset link went out to {email} a moment ago.",
)
TICKETS = (
    "I've opened urgent ticket {ticket} for you.",
    "I have raised an urgent ticket, {ticket}.",
    "ticket {ticket} has been opened with top priority.",
    "I just logged this as urgent ticket {ticket}.",
    "an urgent ticket has been created: {ticket}.",
    "we've filed ticket {ticket} for it.",
    "I've put in an urgent ticket under {ticket}.",
    "your case has been registered as ticket {ticket}.",
)
GIVES_UP = (
    "I'm afraid I can't help you with this.",
    "I don't think I can do anything here.",
    "that is beyond me, sorry.",
    "I'm unable to assist any further.",
    "I have to leave it there, I'm afraid.",
    "unfortunately this is not something that I can resolve.",
    "I can't get any further with your request.",
    "I'm out of ideas, so I can't continue.",
    "sorry, I won't be able to sort that out.",
    "there is nothing more I can do for you.",
    "I can't complete this for you today.",
    "please try again some other time, I can't help right now.",
)
RAMBLES = (
    "It is funny how every kitchen has one drawer that nobody dares to open. Ours is full of lids.",
    "Our shop began on a market square, long before anybody ordered kettles by phone, and the square is still there.",
    "I always say that patience is the best ingredient. It costs nothing and improves almost everything.",
    "Have a look at the season, too: autumn is when people rediscover soup, and with soup come ladles.",
    "Copper, steel, enamel, cast iron: each material has its friends, and they rarely agree with one another.",
    "A colleague of mine collects egg cups. She has over two hundred, and she still boils one egg at a time.",
    "You would be surprised how many letters we get about teapots. The spout seems to matter to people.",
    "Some say that a good breakfast decides the day. Others have never tried one and are quite happy.",
    "Our warehouse is in a former mill. On quiet mornings one can nearly hear the wheel.",
    "There was a time when whisks were made of twigs. We keep one in the office as a reminder.",
    "The history of the spoon is longer than that of the fork, which many people find hard to believe.",
    "Wood should be oiled twice a year. It is a small thing, and it makes a board last for a generation.",
    "We think a lot about sound here: the click of a good lid is something that designers work on for months.",
    "Nothing says Sunday like the smell of a roast, and nothing says Monday like the pan afterwards.",
    "I read that coffee was once chewed, not drunk. It must have made for quieter conversations.",
    "In our founder's day a parcel was wrapped by hand, with string, and there was a knot for each size.",
)
PLAYS_ALONG = (
    "sure, here goes: a kettle sings, a toaster springs.",
    "of course! Once there was a spoon that wanted to be a fork.",
    "gladly: the answer is forty-two.",
    "happy to! It will be sunny, with a light breeze from the west.",
    "certainly. Take two eggs, some butter and a pinch of salt, and stir.",
    "no problem, that would be Paris.",
    "here you are: why did the teapot blush? It saw the kettle steaming.",
    "with pleasure: roses climb the garden wall, pans hang shining in the hall.",
    "let me think... I would say the home team wins by two.",
    "that's an easy one: def hello(): print('hello').",
)
CLOSES = ("", "Thank you.", "Thanks for your patience.", "I appreciate it.", "Much obliged.")
SURE = ("", "Good news:", "All done:", "Right,", "Thank you,", "As you asked,", "There we are:")
SORRY = ("", "I'm sorry,", "Hm,", "Well,", "Honestly,")

GRAMMAR: dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]] = {
    "paraphrased-loop": {"loop.again": (ASK_LEADS, ASKS, CLOSES)},
    "forgetting": {"forgot": (ASK_LEADS, ASKS, CLOSES)},
    "wrong-desk": {"hand_off": (MOVE_LEADS, MOVES, ("",))},
    "missing-handoff": {"no_person": (MOVE_LEADS, KEEPS, ("",))},
    "promised-handoff": {"hand_off": (MOVE_LEADS, MOVES, ("",)), "hand_over": (MOVE_LEADS, PERSONS, ("",))},
    "needless-handoff": {"pass_on": (MOVE_LEADS, MOVES, ("",))},
    "ping-pong": {"pass_back": (MOVE_LEADS, BACKS, ("",))},
    "wrong-amount": {"refunded": (SURE, REFUNDS, CLOSES), "refunded.charge": (SURE, CHARGES, CLOSES)},
    "wrong-date": {
        "status.dispatched": (SURE, DATES, CLOSES),
        "status.delayed": (SURE, DATES, CLOSES),
        "status.processing": (SURE, DATES, CLOSES),
        "cancelled.club": (SURE, CLUB_DATES, CLOSES),
    },
    "invented-policy": {
        "invented.refund": (RULE_LEADS, REFUND_RULES, ("",)),
        "invented.delivery": (RULE_LEADS, DELIVERY_RULES, ("",)),
        "invented.club": (RULE_LEADS, CLUB_RULES, ("",)),
        "invented.account": (RULE_LEADS, ACCOUNT_RULES, ("",)),
    },
    "unknown-url": {"invented.link": (RULE_LEADS, LINKS, ("",))},
    "phantom-action": {
        "refunded": (SURE, REFUNDS, CLOSES),
        "refunded.charge": (SURE, CHARGES, CLOSES),
        "cancelled.order": (SURE, CANCELS, CLOSES),
        "cancelled.club": (SURE, CLUB_ENDS, CLOSES),
        "changed": (SURE, CHANGES, CLOSES),
        "reset.sent": (SURE, RESETS, CLOSES),
        "ticket.urgent": (SURE, TICKETS, CLOSES),
    },
    "giving-up": {"give_up": (SORRY, GIVES_UP, ("",))},
    "rambling": {"ramble": (("",), RAMBLES, ("",))},
    "off-topic": {"off_topic.answer": (("",), PLAYS_ALONG, ("",))},
}
"""Fault -> what it says -> (lead-ins, cores, tails)."""

EACH = 3
"""Templates made of each core."""


def words(half: Half, seed: int = SEED) -> dict[str, dict[str, list[str]]]:
    """Fault -> what it says -> templates of this half."""
    return {
        fault: {saying: templates(half, seed, saying, *parts) for saying, parts in said.items()}
        for fault, said in GRAMMAR.items()
    }


def templates(
    half: Half, seed: int, saying: str, leads: tuple[str, ...], cores: tuple[str, ...], tails: tuple[str, ...]
) -> list[str]:
    """Templates of this half of the cores, each with some lead-ins and tails of the same half."""
    drawn = random.Random(f"{seed}|{saying}|{half}")
    mine = [part(half, seed, parts) for parts in (leads, cores, tails)]
    made = [sentence(drawn.choice(mine[0]), core, drawn.choice(mine[2])) for core in mine[1] for _ in range(EACH)]
    return list(dict.fromkeys(made))


def part(half: Half, seed: int, parts: tuple[str, ...]) -> list[str]:
    """This half of some phrases, the same wherever they are used; what says nothing belongs to both."""
    told = sorted(one for one in parts if one)
    random.Random(f"{seed}|{told[:1]}").shuffle(told)
    middle = (len(told) + 1) // 2
    kept = told[:middle] if half == "tuned" else told[middle:]
    return [*([""] if "" in parts or not kept else []), *kept]


def sentence(lead: str, core: str, tail: str) -> str:
    """The three as one text, the core with a capital where it begins a sentence."""
    opens = not lead or lead.endswith(".")
    begun = core[0].upper() + core[1:] if opens else core
    return " ".join(piece for piece in (lead, begun, tail) if piece)
