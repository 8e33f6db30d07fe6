"""What the agent says about the matter itself: orders, refunds, the club, accounts, products, policies."""

from collections.abc import Mapping

MATTERS: Mapping[str, tuple[str, ...]] = {
    # Orders.
    "status.dispatched": (
        "Your {item} is on its way and will arrive on {date}.",
        "Good news: your {item} has been dispatched and will arrive on {date}.",
        "I've checked, and your {item} is on its way. It will arrive on {date}.",
    ),
    "status.delayed": (
        "Your {item} is running late, and it will now arrive on {date}.",
        "The carrier is behind with your {item}; it will now arrive on {date}.",
    ),
    "status.processing": (
        "Your {item} is being prepared. It should arrive on {date}.",
        "We're still packing your {item}, and it should arrive on {date}.",
    ),
    "status.delivered": (
        "Our records show that your {item} was delivered on {date}.",
        "Your {item} was delivered on {date}.",
    ),
    "status.cancelled": (
        "The order for your {item} was cancelled, so nothing is on its way.",
        "That order, a {item}, has been cancelled.",
    ),
    "status.refunded": ("The order for your {item} has been refunded.", "That order, a {item}, was refunded."),
    "status.standard": (
        "Standard delivery takes {low} to {high} business days, so it should be with you by then.",
        "It should reach you soon: standard delivery takes {low} to {high} business days.",
    ),
    "details": ("Your {item} goes to {address}.", "The delivery address for your {item} is {address}."),
    "changed": (
        "I've changed the delivery address of order {number} to {address}.",
        "That's done: order {number} will now go to {address}.",
    ),
    "locked": (
        "I'm afraid I can't change the address, because your order has already been dispatched.",
        "I'm afraid the address can't be changed any more, because the order has already been dispatched.",
        "I can't change the address: that is only possible before dispatch, and your order has already been "
        "dispatched.",
    ),
    "locked.gone": (
        "I'm afraid I can't change the address, because the order is already {status}.",
        "I'm afraid it's too late to change the address: the order is already {status}.",
    ),
    "instead.send_back": (
        "What I can offer: you can send the parcel back free of charge within {days} days.",
        "Once it's there, you can send the parcel back free of charge within {days} days.",
    ),
    "confirm.cancel_order": (
        "Shall I go ahead and cancel order {number} for you?",
        "I can cancel order {number}, and it can't be undone. Shall I go ahead?",
    ),
    "cancelled.order": (
        "I've cancelled order {number}. You won't be charged for it.",
        "That's done: order {number} has been cancelled and you won't be charged.",
    ),
    "too_late.cancel": (
        "I'm afraid I can't cancel the order, because it has already been {status}.",
        "I can't cancel it any more, I'm afraid: orders can only be cancelled before dispatch, and yours has "
        "already been {status}.",
    ),
    "already.cancelled": (
        "That order has already been cancelled, so there's nothing left to do.",
        "It's already cancelled, so all is done.",
    ),
    "already.refunded": (
        "That order has already been refunded: {amount} went back to your card ending {card}. A refund takes {low} to "
        "{high} business days to arrive.",
        "{amount} has already gone back to your card ending {card} for that order. A refund takes {low} to {high} "
        "business days to arrive.",
    ),
    "trace": (
        "If it hasn't reached you, something went wrong on the way: I've opened ticket {ticket} so that we find out "
        "where it is.",
        "As you don't have it, I've opened ticket {ticket} to have the parcel traced.",
    ),
    "trace.again": ("The ticket for it is open, and it's being traced.", "We're on it: the parcel is being traced."),
    "recap.address": ("Yes, order {number} goes to {address}.", "Yes, it's done: order {number} goes to {address}."),
    "recap.reset": ("Yes, I've sent it. The link went to {email}.", "Yes, the link has gone to {email}."),
    "cannot.cancel": (
        "I'm afraid it can't be cancelled at the moment.",
        "I can't cancel that for you, I'm afraid.",
        "Cancelling isn't possible right now, I'm afraid.",
    ),
    "left_as_is": ("All right, I've left everything as it is.", "No problem, nothing has been changed."),
    # Refunds.
    "refunded": (
        "I've refunded {amount} for your {item} to your card ending {card}. The refund takes {low} to {high} business "
        "days to reach you.",
        "That's done: I have refunded {amount} for the {item} to your card ending {card}. The refund takes {low} to "
        "{high} business days.",
    ),
    "send_back": (
        "Please send it back to us; returns are free with the label that came in the parcel.",
        "You can return it free of charge with the label that came in the parcel.",
    ),
    "too_late.refund": (
        "I'm afraid I can't refund the {item}, because an item can only be refunded within {days} days of "
        "delivery and it was delivered on {date}.",
        "I'm afraid a refund isn't possible for the {item}: we can only refund an item within {days} days of "
        "delivery, and it arrived on {date}.",
    ),
    "too_late.again": (
        "I still can't refund it, because the {days} days since delivery have passed.",
        "I'm afraid the answer stays the same: it can't be refunded after {days} days.",
        "I can't make an exception to the {days} days, I'm afraid, much as I'd like to.",
    ),
    "warranty.instead": (
        "If it develops a fault, our {years}-year warranty covers the repair.",
        "Faults are covered by our {years}-year warranty, so a repair is something we can do.",
    ),
    "not_delivered": (
        "I'm afraid I can't refund the {item} yet, because it hasn't been delivered. Once it arrives you have "
        "{days} days to send it back free of charge.",
        "The {item} hasn't reached you yet, so I can't refund it now. You can send it back free of charge within "
        "{days} days of delivery.",
    ),
    "not_sent": (
        "The {item} hasn't been sent yet, so it can simply be cancelled.",
        "Your {item} hasn't left us yet, so there's nothing to send back: we can cancel the order.",
    ),
    "offer.voucher": (
        "As a gesture of goodwill I can offer you a voucher for {percent} % off your next order. Would you like it?",
        "What I can offer you is a voucher for {percent} % off your next order. Would you like that?",
    ),
    "voucher.given": (
        "I've opened ticket {ticket} for your voucher, and you'll get the code by email.",
        "Your voucher is on its way by email, under ticket {ticket}.",
    ),
    "voucher.promised": ("You'll get the code by email.", "Your voucher will come by email."),
    "policy.exchange": (
        "I'm afraid we don't send replacements, but I can look into a refund. Shall I do that?",
        "We can't exchange items, I'm afraid. Shall I look into a refund instead?",
    ),
    # Billing and the club.
    "charged_twice": (
        "You're right, there are two charges of {amount} for {period}: {first} and {second}.",
        "I can see it: {period} was charged twice, {amount} each, as {first} and {second}.",
    ),
    "refunded.charge": (
        "I've refunded charge {number}, {amount}, to your card ending {card}. The refund takes {low} to {high} "
        "business "
        "days to reach you.",
        "I have refunded {amount} for charge {number} to your card ending {card}, which takes {low} to {high} "
        "business days.",
    ),
    "refunded.both": (
        "I've refunded both charges, {amount} in all, to your card ending {card}. The refund takes {low} to {high} "
        "business days.",
        "I have refunded both of them, {amount} together, to your card ending {card}, which takes {low} to {high} "
        "business days.",
    ),
    "charged_once": (
        "I'm afraid I can't refund a charge: I can only see one of {amount} for {period}, so you were charged once.",
        "There's just one charge for {period}, {amount}: you were only charged once, so I can't refund it, I'm afraid.",
    ),
    "charged_once.again": (
        "I've looked again: there is only the one charge of {amount} for {period}, and I'm afraid I can't refund that.",
        "I still can't refund anything, I'm afraid, because there is only the one charge of {amount}. If your bank "
        "shows two, one of them may be a reservation, which lapses by itself.",
    ),
    "already.refunded_charge": (
        "One of the two charges for {period} has already been refunded.",
        "I can see that the second charge for {period} has already gone back to you.",
    ),
    "cannot.refund_charge": (
        "I'm afraid I can't refund the charge, because that isn't something we do.",
        "I'm afraid a refund of that charge isn't possible, because the payment is final.",
    ),
    "charges.list": ("These are the payments I can see: {charges}.", "On your account I can see {charges}."),
    "charges.none": (
        "I can't see any charges for the club on your account.",
        "There are no club payments on this account.",
    ),
    "club.none": (
        "I can't see a coffee club subscription on this account.",
        "There's no coffee club subscription on this account.",
    ),
    "club.over": (
        "Your coffee club subscription has already been cancelled, so there's nothing left to do.",
        "That subscription is already cancelled, so all is done.",
    ),
    "club.also_cancelled": (
        "I've also cancelled your coffee club subscription.",
        "Your coffee club subscription has been cancelled as well.",
    ),
    "offer.month": (
        "Before you go, I can offer you a free month of the coffee club. Would you like that?",
        "Instead of leaving, I can offer you a free month of the coffee club. How does that sound?",
        "If you'd like to stay a little longer, I can offer you a free month. Would that change your mind?",
    ),
    "month.given": (
        "Wonderful, I've noted your free month under ticket {ticket}, and your subscription carries on.",
        "Lovely: ticket {ticket} holds your free month, and your subscription carries on.",
    ),
    "month.promised": (
        "Wonderful, your next month is free and your subscription carries on.",
        "Lovely, the next month is on us.",
    ),
    "fee": ("Please note that there's a cancellation fee of {amount}.", "A cancellation fee of {amount} applies."),
    "confirm.cancel_club": (
        "Shall I go ahead and cancel your coffee club subscription?",
        "I understand. Shall I cancel your coffee club subscription now?",
    ),
    "cancelled.club": (
        "I've cancelled your coffee club subscription, free of charge. You can enjoy the club until {date}.",
        "That's done: your coffee club subscription has been cancelled, free of charge, and you can enjoy the "
        "club until {date}.",
    ),
    "cancelled.club_fee": (
        "I've cancelled your coffee club subscription. You can enjoy the club until {date}.",
        "That's done: your coffee club subscription has been cancelled, and you can enjoy the club until {date}.",
    ),
    "thanks.member": (
        "Thank you for having been a member.",
        "Thank you for having been a member, it was a pleasure to have you.",
    ),
    # Accounts.
    "reset.sent": (
        "I've sent a reset link to {email}. The link works for {minutes} minutes.",
        "A reset link has been sent to {email}; it works for {minutes} minutes.",
    ),
    "reset.hint": (
        "Open the link and follow the steps, and you'll be back in your account.",
        "If you can't see it, please have a look in your spam folder.",
    ),
    "reset.cannot": (
        "I'm afraid I can't send a reset link at the moment.",
        "Reset links can't be sent right now, I'm afraid.",
    ),
    "reset.elsewhere": (
        "I'm afraid I can't send it anywhere else: a reset link only goes to the address on file.",
        "I can't send the link to another address, I'm afraid. It only goes to the one on file, to keep the account "
        "safe.",
    ),
    "reset.resend": ("Of course, I'll send it again.", "No problem, here comes another one."),
    # Products.
    "unplug": (
        "Please unplug the {item} at once and don't use it again.",
        "First of all, please unplug the {item} at once and leave it switched off.",
    ),
    "keep_using": ("You can keep using the {item} in the meantime.", "It's fine to keep using the {item} for now."),
    "ticket.urgent": (
        "I've opened an urgent ticket for you, {ticket}.",
        "I have opened urgent ticket {ticket}, and it goes to the top of the pile.",
    ),
    "ticket": ("I've opened ticket {ticket} for you.", "I have opened a ticket for it, {ticket}."),
    "ticket.promise": (
        "Our technicians will be in touch by email.",
        "One of our technicians will write to you about it.",
    ),
    "tip.power": (
        "Could you check that it's plugged in properly and try another socket? Did that help?",
        "A tip that often helps: leave it unplugged for ten minutes, then try another socket. Did that do it?",
    ),
    "tip.coffee": (
        "Limescale is the usual reason. Could you run the descaling programme once? Did that help?",
        "A round of descaling often does it. Could you try that and tell me whether it helped?",
    ),
    "tip.good": ("I'm glad that did it!", "That's good to hear!"),
    "complaint.logged": (
        "I've put your complaint on record as ticket {ticket}, so that it reaches the right people.",
        "I have recorded your complaint under ticket {ticket}.",
    ),
    "complaint.heard": ("I've taken your complaint to heart.", "I'll take that on board."),
    # Questions that anybody may ask.
    "about.bot": (
        "I'm the automated assistant of Hearth & Co., not a person, and I can put you through to a colleague at any "
        "time.",
        "You're talking to the automated assistant of Hearth & Co.; if you'd rather have a person, just say so.",
    ),
    "about.bot.denied": (
        "I'm a real person, one of the team at Hearth & Co.",
        "No, there's a real person here at Hearth & Co.",
    ),
    "policy.identity": (
        "I ask so that I find the right record and know that I'm speaking to the right person.",
        "It lets me find the right record, and keeps your details from anybody else.",
    ),
    "policy.privacy": (
        "I'm afraid I can't give out anybody's details here, because we keep them private.",
        "I can't tell you details that we have on file, I'm afraid: they stay private.",
    ),
    "help.order_number": (
        "It begins with W and is in your confirmation email. Take your time to look for it.",
        "You'll find it in your confirmation email: a W and four digits.",
    ),
    "policy.cancelling": (
        "Cancelling is free. A cancelled order isn't charged, and the club stays yours until the end of the "
        "time you've paid for.",
        "It costs nothing: a cancelled order isn't charged, and the club runs until the end of what you've paid for.",
    ),
    "policy.month": (
        "You'd pay nothing for one month. After that it's {price} a month again, and you can still cancel at any time.",
        "It means that one month costs you nothing; then it goes on at {price} a month until you cancel.",
    ),
    "policy.club_end": (
        "The club stays yours until the end of the time you've paid for. That part isn't refunded, and nothing more "
        "is charged.",
        "You keep the club until the end of what you've paid for, so there's nothing to pay back.",
    ),
    "policy.refund_card": (
        "A refund can only go back to the card that was used.",
        "I can only send a refund to the card that was used.",
    ),
    "policy.keep_damaged": (
        "There's no need to send back what arrived damaged or wrong.",
        "You don't have to send it back when it arrived damaged or wrong.",
    ),
    "policy.refunds": (
        "An item can be refunded within {days} days of delivery. A refund takes {low} to {high} business days and "
        "goes back to the card that was used.",
        "You can have an item refunded within {days} days of delivery; the money goes back to the card that was "
        "used and takes {low} to {high} business days.",
    ),
    "policy.refund_time": (
        "A refund takes {low} to {high} business days to reach your card.",
        "It takes {low} to {high} business days until a refund is on your card.",
    ),
    "policy.returns": (
        "Returns are free within {days} days of delivery, with the label that came in the parcel.",
        "You can send items back free of charge within {days} days of delivery.",
    ),
    "policy.delivery": (
        "Standard delivery takes {low} to {high} business days.",
        "We deliver within {low} to {high} business days.",
    ),
    "policy.address": (
        "An address can only be changed before the order is dispatched.",
        "We can change an address as long as the order hasn't been dispatched.",
    ),
    "policy.warranty": (
        "Everything we sell comes with a {years}-year warranty.",
        "All our products have a warranty of {years} years.",
    ),
    "policy.hours": (
        "We're open from Monday to Friday, 8 am to 6 pm, and on Saturdays from 9 am to 1 pm.",
        "Our opening hours are 8 am to 6 pm from Monday to Friday, and 9 am to 1 pm on Saturdays.",
    ),
    "open.saturday": (
        "On Saturdays we're open from 9 am to 1 pm.",
        "We're open from 9 am to 1 pm on Saturdays.",
    ),
    "closed.sunday": (
        "The shop is closed on Sundays, and open again on Monday.",
        "I'm afraid it is closed on Sundays; the shop is open again on Monday.",
    ),
    "policy.club": (
        "The coffee club costs {price} a month and can be cancelled at any time, free of charge.",
        "For {price} a month the coffee club sends you fresh beans; you can cancel at any time, free of charge.",
    ),
}
"""What is said, by what it is for. `{}` takes what the records hold."""
