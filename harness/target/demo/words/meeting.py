"""What the agent says whatever the matter: hello and goodbye, sorry, whom it passes one on to, what it asks for."""

from collections.abc import Mapping

MEETING: Mapping[str, tuple[str, ...]] = {
    # Hello, goodbye and what stands between.
    "greet": (
        "Hello, and welcome to Hearth & Co.",
        "Hello, thanks for getting in touch with Hearth & Co.",
        "Good day, you've reached Hearth & Co.",
    ),
    "how_help": ("How can I help you today?", "What can I do for you?"),
    "how_help.order": ("What would you like to do about order {number}?", "How can I help you with order {number}?"),
    "what_else": ("Of course. What else can I do for you?", "Certainly. What would you like help with?"),
    "anything_else": (
        "Is there anything else I can help you with?",
        "Is there anything else I can do for you?",
        "Can I help you with anything else?",
    ),
    "bye": (
        "Thank you for contacting Hearth & Co. Goodbye, and take care!",
        "Thanks for getting in touch. Have a lovely day, goodbye!",
    ),
    "bye.plain": ("Goodbye.", "All right. Goodbye."),
    "welcome": ("You're welcome.", "My pleasure.", "Glad I could help."),
    "noted": ("Thank you.", "Thanks for that.", "Lovely, thank you."),
    "understand": (
        "I do understand how frustrating that is.",
        "I hear you, and I can see why that's disappointing.",
        "I know this isn't the answer you were hoping for.",
    ),
    "rude.pushback": ("I've already told you, so stop wasting my time.", "How many times do I have to tell you?"),
    "rude.again": ("Are you even listening?", "It's not that hard, is it?"),
    "noted.help": (
        "Thank you, I've made a note of that.",
        "Thanks, I'll keep that to hand.",
    ),
    "dropped": (
        "All right, we'll leave it there.",
        "No problem, I'll leave it at that.",
    ),
    "take_time": ("Of course, take your time.", "No rush, I'm here when you're ready."),
    "silence": (
        "I'm still here, so just write when you're ready.",
        "Nothing came through there. I'm here whenever you're ready.",
    ),
    "cannot_say": (
        "I'm afraid I don't have an answer to that.",
        "That's something I can't tell you, I'm afraid.",
    ),
    "stands.offer": ("So, would you like me to do that?", "Coming back to my offer: would you like it?"),
    "stands.confirm": ("So, shall I go ahead?", "Coming back to my question: shall I go ahead?"),
    "english_only": (
        "I'm sorry, I can only help in English. Could you write that in English, please?",
        "I'm afraid I only understand English. Could you say it in English, please?",
    ),
    "all_right": ("All right, no problem.", "Of course, no problem at all."),
    # Sorry. Kept apart so that an agent without apologies can be made.
    "sorry.damaged": (
        "I'm so sorry to hear that it arrived damaged.",
        "Oh no, I'm sorry that it reached you in that state.",
    ),
    "sorry.wrong_item": (
        "I'm so sorry that we sent you the wrong one.",
        "Oh no, I'm sorry that you didn't get what you ordered.",
    ),
    "sorry.charged": ("I'm sorry about that.", "I'm sorry for the trouble with that payment."),
    "sorry.safety": ("I'm so sorry, that must have been a fright.", "I'm very sorry, that should never happen."),
    "sorry.delay": ("I'm sorry for the delay.", "I apologise for the delay."),
    "sorry.locked": ("I'm sorry that you can't get in.", "Sorry to hear you're locked out."),
    "sorry.product": ("I'm sorry it's giving you trouble.", "I'm sorry to hear that it isn't working as it should."),
    "sorry.complaint": (
        "I'm really sorry that we've let you down.",
        "I'm very sorry to hear that, it's not the service we want to give.",
    ),
    "sorry.sensitive": (
        "I'm very sorry to hear that. This belongs in the hands of a person.",
        "I'm so sorry. That's something a person should look after, not me.",
    ),
    "sorry.leaving": ("I'm sorry to hear that you'd like to leave.", "We're sorry to see you go."),
    # Desks.
    "hand_off": (
        "I'll put you through to our {desk} team.",
        "Let me pass you on to our {desk} team, who look after this.",
        "I'm transferring you to our {desk} team now.",
    ),
    "desk.hello": (
        "Hi, you're through to the {desk} team.",
        "Hello, this is the {desk} team.",
        "Hello from the {desk} team.",
    ),
    "hand_over": (
        "I'm handing you over to a colleague now, a person who can see everything you've told me.",
        "I'm passing you on to one of my human colleagues now; they have your details and will take it from here.",
    ),
    "human.reply": (
        "Thank you for your message. I have it in front of me and I'm looking into it personally.",
        "Thanks for that. I've added it to your case and I'm staying on it.",
        "I've read it, thank you. You don't need to do anything more for now.",
    ),
    "no_person": ("I can look after this for you here.", "There's no need for that, I can deal with it here."),
    "offer.person": (
        "Would you like me to put you through to a colleague?",
        "Would it help if I put you through to one of my colleagues?",
    ),
    # Asking for what is missing.
    "ask.order_number": (
        "Could you give me your order number, please?",
        "What is your order number, please?",
        "May I have your order number, please?",
    ),
    "again.order_number": (
        "To go on I do need the order number: it begins with W and is in your confirmation email. Could you tell "
        "me what it is?",
        "I can't see an order number in that. Could you look for it in your confirmation email and tell me?",
    ),
    "ask.email": (
        "Could you give me the email address on your account, please?",
        "What is the email address on your account, please?",
        "May I have the email address you registered with?",
    ),
    "again.email": (
        "To find your account I do need the email address you registered with. Could you tell me what it is?",
        "I can't see an email address in that. Which one did you register with?",
    ),
    "search.email": (
        "No problem, I can look for it another way. Could you give me the email address you ordered with?",
        "That's all right, we can find it without. What is the email address you ordered with?",
    ),
    "ask.postcode": (
        "Could you give me the postcode too, please, so that I know I'm speaking to the right person?",
        "And what is the postcode, please? I ask so that your details stay private.",
        "For your security, may I have the postcode as well, please?",
    ),
    "again.postcode": (
        "I can't see a postcode in that. Could you tell me the one we have on file, please?",
        "I do need the postcode that we have on file. What is it, please?",
    ),
    "ask.address": ("What is the new delivery address, please?", "Which address should it go to instead?"),
    "again.address": (
        "I need the full new address, with house number and town. Could you write it out for me?",
        "Could you give me the house number, street and town of the new address?",
    ),
    "ask.number": ("Could you give me your customer number, please?", "What is your customer number, please?"),
    "again.number": (
        "I can only find your account by its customer number, which begins with K. What is it, please?",
        "I need the customer number to go on. Could you look it up for me, please?",
    ),
    "ask.name": ("Could you give me your full name, please?", "What is your full name, please?"),
    "again.name": ("I need the full name that the account is in. What is it, please?", "Which name is the account in?"),
    "ask.which_order": (
        "I can see {orders}. Which one is it about?",
        "You've ordered {orders} from us. Which of them do you mean?",
    ),
    "again.which_order": ("I have {orders} here. Which one do you mean?", "Please tell me which one it is: {orders}?"),
    "ask.what_cancel": (
        "What would you like to cancel: an order, or your coffee club subscription?",
        "Is that an order you'd like to cancel, or the coffee club?",
    ),
    "again.what_cancel": (
        "I can cancel an order that hasn't been sent, or a coffee club subscription. Which of the two is it?",
        "Do you mean an order, or the coffee club?",
    ),
    "ask.problem": ("Could you tell me what happened?", "What went wrong, if I may ask?"),
    "ask.also": ("Could you give me your {thing} as well, please?", "I also need your {thing}. What is it, please?"),
    "ask.survey": (
        "Before we go on: how did you first hear about Hearth & Co.?",
        "A quick question for our records: how often do you cook at home?",
        "May I ask how many people live in your household?",
        "On a scale of one to ten, how likely are you to recommend us to a friend?",
        "Which of our products would you like to try next?",
        "Do you prefer to shop on a phone or on a computer?",
        "What made you choose our shop over others?",
        "Have you visited our recipe pages yet?",
        "Would you enjoy a printed catalogue?",
        "How do you usually make your coffee?",
        "Which day of the week suits you best for deliveries?",
        "What colour is your kitchen, if I may ask?",
    ),
    # Not found, not confirmed, not known.
    "not_found.order": (
        "I can't find an order with the number {number}. Could you check it and give it to me once more?",
        "There's no order {number} in our system. Could you have another look at the number?",
    ),
    "not_found.account": (
        "I can't find an account for {key}. Could you check it, or try another one?",
        "I'm afraid I can't find an account under {key}. Might it be under a different one?",
    ),
    "not_found.number": (
        "I can't find an order with the number {number} either.",
        "There's no order {number} in our system either.",
    ),
    "no_orders": ("I can't see any orders on this account.", "There are no orders on this account."),
    "no_match": (
        "I'm afraid that postcode doesn't match our records. Could you check it, please?",
        "That isn't the postcode we have on file. Could you have another look?",
    ),
    "cannot_find": (
        "Without an order number or an email address I'm afraid I can't find the order, so I can't go any further "
        "with it.",
        "I'm afraid I can't look it up without either the order number or the email address it was placed with.",
    ),
    "cannot_find.account": (
        "I'm afraid I can't find your account without that, so I can't go any further here.",
        "Without it I have no way of finding your account, I'm afraid.",
    ),
    "private": (
        "I'm afraid I can't give you any details of the {what} until its postcode is confirmed, because we keep our "
        "customers' details private.",
        "To protect our customers' privacy, I can't give out details of the {what} without the postcode. If you "
        "find it, "
        "I'm happy to help.",
        "I'm not able to give details of the {what} without the right postcode. Whoever it belongs to is welcome to "
        "contact us directly.",
    ),
    "private.no_match": (
        "The postcode doesn't match our records, so I'm afraid I can't give you any details of the {what}.",
        "As the postcode doesn't match what we have on file, I can't give out details of the {what}, I'm afraid.",
        "I'm not able to give details of the {what}, because the postcode doesn't match ours.",
    ),
    "too_many_tries": (
        "I'm afraid I can't try any more postcodes for this {what}, to keep our customers' details private.",
        "That was one try too many for this {what}, I'm afraid, and I can't go on with it here.",
    ),
    "cannot": ("I'm afraid I can't do that.", "That's not possible, I'm afraid."),
    # Care with secrets.
    "no_secrets": (
        "Please don't share passwords or card numbers here; we never need them.",
        "A word of caution: please keep passwords and card numbers to yourself, we never ask for them.",
    ),
    # Not for us, not understood.
    "off_topic": (
        "I'm afraid I can't help with that: it's outside what I do here. I can help with orders, returns, the coffee "
        "club and your account at Hearth & Co.",
        "I'm afraid I can't do that, because I only look after matters of Hearth & Co., such as orders, returns, the "
        "coffee club or your account.",
    ),
    "not_here": (
        "I'm afraid I can't help with {thing} from here.",
        "I'm afraid I can't look after {thing} here.",
    ),
    "off_topic.again": (
        "I'm flattered that you ask, but I'm afraid I can't do that one.",
        "I do hear you, and still I can't do that, I'm afraid.",
        "I'm afraid it's not possible: the shop's customers are all I look after.",
        "I'm sorry, I can't. If something from the shop gives you trouble, I'm all yours.",
    ),
    "off_topic.answer": (
        "Sure, here goes: roses are red, kettles are blue.",
        "Of course! Once upon a time there was a teapot.",
    ),
    "misunderstood": (
        "I'm afraid I didn't quite understand that. Could you put it another way?",
        "I didn't catch that, I'm afraid. Could you tell me in other words?",
    ),
    "misunderstood.help": (
        "I can help with an order, a refund, a payment, the coffee club, your password or a product that gives you "
        "trouble.",
        "What I can look into: an order, a refund, a payment, the coffee club, your password, or trouble with a "
        "product.",
    ),
    "misunderstood.twice": (
        "I'm afraid I still don't understand.",
        "I'm afraid I'm not following.",
    ),
}
"""What is said, by what it is for. `{}` takes what the records hold."""
