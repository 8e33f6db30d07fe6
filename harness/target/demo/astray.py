"""Steps that only an agent with faults takes: sent on, sent back, talked at, given up on."""

from .talk import Turn


def send_on(turn: Turn) -> None:
    """Pass on a customer whose matter is settled, where the rules do."""
    talk = turn.talk
    settled = talk.stage != "open" and talk.desk != "human" and not talk.ended
    if turn.rules.sends_on and talk.intent and settled and turn.once("sent on"):
        desk = "technical" if talk.desk != "technical" else "orders"
        turn.say("pass_on", desk=desk)
        turn.hand_off(desk, "passed on")


def sent_back(turn: Turn) -> bool:
    """Send a customer who came from triage back there, where the rules do."""
    talk = turn.talk
    arrived = any(event.kind == "handoff" for event in turn.events)
    if talk.desk == "triage" or arrived or talk.sent_back >= turn.rules.sends_back:
        return False
    talk.sent_back += 1
    turn.say("pass_back", desk="triage")
    turn.hand_off("triage", "sent back")
    turn.say("tell_again")
    talk.pending = None
    return True


def rambles(turn: Turn) -> bool:
    """Chat instead of taking the next step, where the rules do; a plain yes or no is not talked over."""
    talk = turn.talk
    asked_leave = (turn.was or "").startswith(("offer:", "confirm:"))
    if asked_leave or talk.rambled >= turn.rules.rambles:
        talk.rambled = 0
        return False
    talk.rambled += 1
    turn.say("ramble")
    talk.pending = turn.was
    return True


def gives_up(turn: Turn) -> bool:
    """Say that it leads nowhere, where the rules do."""
    talk = turn.talk
    if not turn.rules.gives_up or talk.turn < 2:
        return False
    turn.say("give_up")
    talk.stage, talk.pending = "refused", None
    talk.queue.clear()
    talk.further.clear()
    return True
