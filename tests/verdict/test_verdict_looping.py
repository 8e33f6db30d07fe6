"""Going round in circles, and what only looks like it."""

from typing import Any

import pytest

from harness.plan.nouns import Check, Deed, Fact, Route
from harness.verdict.looping import cycle, looping, watch
from harness.verdict.nouns import Ruling


def signs(ruling: Ruling) -> list[str]:
    """The summaries of what was found."""
    return [finding.summary for finding in ruling.findings]


@pytest.mark.parametrize(
    ("steps", "period"),
    [
        ("AAA", 1),
        ("ABAB", 2),
        ("ABCABC", 3),
        ("ABCDABCD", 4),
        ("ABAC", None),
        ("AABB", None),
        ("AA", None),
        ("XYZAAA", 1),
    ],
)
def test_the_shortest_period_of_a_cycle(steps: Any, period: Any) -> None:
    """Three times the same step, or twice the same two to four, is a cycle."""
    assert cycle([(step, "", "") for step in steps]) == period


SAME_ASK = (
    ("My kettle is broken", "Could you please provide your order number so I can look into this?"),
    ("What?", "Can you share your order number so that I can look into it?"),
    ("I don't follow", "Please tell me your order number so I can look into this."),
)


def test_one_question_in_three_wordings_is_a_loop(talk: Any) -> None:
    """Asked three times with nothing moved, whatever the wording."""
    ruling = looping(talk.case(), talk.turns(*SAME_ASK))
    assert ruling.result == "fail"
    assert ruling.findings[0].turn == 2
    assert {one.turn for one in talk.proofs(ruling.findings[0])} == {1, 2, 3}


def test_two_questions_and_an_answer_are_none(talk: Any) -> None:
    """Asked twice, then served."""
    served = ("W-1042", "Thank you, I have found your kettle.")
    assert looping(talk.case(), talk.turns(*SAME_ASK[:2], served)).result == "pass"


def test_the_same_answer_three_times_is_a_loop(talk: Any) -> None:
    """An identical reply three times over."""
    faq = "You can find our opening hours on the contact page."
    said = talk.turns(("My kettle broke", faq), ("But my kettle", faq), ("Hello?", faq))
    assert looping(talk.case(), said).result == "fail"


def test_not_understanding_three_times_is_a_loop(talk: Any) -> None:
    """Three ways of not understanding."""
    said = talk.turns(
        ("Blorp", "I'm sorry, I didn't understand that."),
        ("My kettle", "Sorry, I didn't quite catch that."),
        ("The kettle!", "I'm afraid I didn't understand you."),
    )
    assert looping(talk.case(), said).result == "fail"


def test_the_same_sentence_for_another_item_is_none(talk: Any) -> None:
    """Three items cancelled, three times told, anything else each time: work, not a loop."""
    said = talk.turns(
        *(
            (
                f"Cancel item {number}",
                f"I have cancelled item {number}. Is there anything else?",
                talk.tool("cancel_item", item=number),
            )
            for number in (1, 2, 3)
        )
    )
    assert looping(talk.case(), said).result == "pass"


def test_other_slots_in_the_same_words_are_none(talk: Any) -> None:
    """Which size, which colour, which address: three questions."""
    said = talk.turns(
        ("A shirt", "Which size would you like?"),
        ("Large", "Which colour would you like?"),
        ("Blue", "Which address would you like?"),
    )
    assert looping(talk.case(), said).result == "pass"


def test_done_updated_sent_is_none(talk: Any) -> None:
    """The same closing question after each thing done."""
    said = talk.turns(
        ("a", "Done. Anything else I can do?", talk.tool("cancel_order", order="W-1")),
        ("b", "Updated. Anything else I can do?", talk.tool("update_address", to="Leeds")),
        ("c", "Sent. Anything else I can do?", talk.tool("send_email", to="a@example.com")),
    )
    assert looping(talk.case(), said).result == "pass"


def test_a_check_repeated_after_it_failed_is_none(talk: Any) -> None:
    """A second try at a postcode that did not match."""
    knows = Fact(sentence="f", text="", key="postcode", value="SW1A 1AA")
    said = talk.turns(
        ("Hi", "What is your postcode?"),
        (
            "SW1A 1AA",
            "That doesn't match. Could you check your postcode?",
            talk.tool("verify_customer", postcode="SW1A 1AA", ok=False),
        ),
        (
            "It is SW1A 1AA",
            "Still no match. What is your postcode?",
            talk.tool("verify_customer", postcode="SW1A1AA", ok=False),
        ),
    )
    assert looping(talk.case(knows), said).result == "pass"


def test_reading_a_value_back_is_none(talk: Any) -> None:
    """To confirm what was heard is no second question."""
    knows = Fact(sentence="f", text="", key="order number", value="W-1042")
    said = talk.turns(
        ("Hi", "What is your order number?"),
        ("W-1042", "Is your order number W-1042?"),
        ("Yes, W-1042", "So your order number is W-1042, is that right?"),
    )
    assert looping(talk.case(knows), said).result == "pass"


def test_a_no_given_again_to_a_customer_who_insists_is_none(talk: Any) -> None:
    """A refusal said once more, because the customer asked once more."""
    no = "I'm afraid I can't change the address, as the order has already been dispatched."
    said = talk.turns(("Change it", no), ("But why?", no, {"act": "push_back"}), ("Really?", no, {"act": "push_back"}))
    assert looping(talk.case(), said).result == "pass"


def test_a_menu_with_other_options_is_none(talk: Any) -> None:
    """Menus that differ in what they offer."""
    said = talk.turns(
        ("Hi", "Would you like orders or billing?"),
        ("Orders", "Would you like to track or to cancel?"),
        ("Track", "Would you like it by email or by text?"),
    )
    assert looping(talk.case(), said).result == "pass"


def test_an_apology_before_different_things_is_none(talk: Any) -> None:
    """The same apology, three different questions."""
    said = talk.turns(
        ("Hi", "I'm so sorry about that. What is your order number?"),
        ("W-1", "I'm so sorry about that. What is your postcode?"),
        ("LS6 2AB", "I'm so sorry about that. Which item was damaged?"),
    )
    assert looping(talk.case(), said).result == "pass"


def test_the_first_re_ask_is_a_note_the_second_a_loop(talk: Any) -> None:
    """Once may be a slip; twice is a loop, with the customer's answer among the proof."""
    knows = Fact(sentence="f", text="", key="order number", value="W-1042")
    first = ("W-1042", "Thank you. What is your order number?")
    once = talk.turns(("Hi", "Hello. How can I help?"), first, ("W-1042, I said", "Thank you, I have it."))
    ruling = looping(talk.case(knows), once)
    assert (ruling.result, len(ruling.notes)) == ("pass", 1)
    twice = talk.turns(
        ("Hi", "Hello. How can I help?"), first, ("My postcode is LS6 2AB", "And what is your order number?")
    )
    ruling = looping(talk.case(knows), twice)
    assert ruling.result == "fail"
    assert "customer" in {one.speaker for one in talk.proofs(ruling.findings[0])}


def test_a_question_is_known_by_its_answer(talk: Any) -> None:
    """In whatever words the agent asks: who has to give the same number again was asked for it again."""
    asked = (
        ("A cracked screen.", "What is the number of your policy?"),
        ("PX-7710", "To go on, I need the number on the first page of your papers."),
        ("PX-7710, as before.", "Could you tell me under what number we know you?"),
        ("PX-7710!", "One moment."),
    )
    ruling = looping(talk.case(), talk.turns(*asked))
    assert ruling.result == "fail"
    assert "asked for again 2 times" in ruling.why
    read_back = (asked[0], ("PX-7710", "Is that PX-7710?"), ("Yes, PX-7710", "And PX-7710 is right?"), asked[3])
    assert looping(talk.case(), talk.turns(*read_back)).result == "pass"
    not_found = ("PX-7710", "I cannot find that number. What is it, please?")
    assert looping(talk.case(), talk.turns(asked[0], not_found, not_found, asked[3])).result == "pass"


def test_the_same_change_made_twice_is_a_loop(talk: Any) -> None:
    """A write repeated with the same arguments; a read may be repeated once."""
    write, read = talk.tool("refund_order", order="W-1", amount="39.00"), talk.tool("find_order", order="W-1")
    ruling = looping(talk.case(), talk.turns(("a", "Refunded.", write), ("b", "All is well.", write)))
    assert (ruling.result, talk.proofs(ruling.findings[0])[0].kind) == ("fail", "event")
    assert looping(talk.case(), talk.turns(("a", "Found.", read), ("b", "It left on Monday.", read))).result == "pass"


def test_the_same_error_three_times_is_a_loop(talk: Any) -> None:
    """Trying what fails, and failing, three times over."""
    failing = talk.tool("find_order", order="W-1", ok=False)
    said = talk.turns(
        ("a", "One moment.", failing), ("b", "Let me see about 3 things.", failing), ("c", "Hm, Tuesday.", failing)
    )
    assert "find_order" in signs(looping(talk.case(), said))[0]


def test_to_and_fro_between_desks_is_a_loop(talk: Any) -> None:
    """Sent on and sent straight back, with nothing done."""
    said = talk.turns(
        ("a", "I'll pass you on.", talk.handoff("billing"), {"desk": "billing"}),
        ("b", "I'll pass you back.", talk.handoff("triage", desk="billing"), {"desk": "triage"}),
    )
    assert looping(talk.case(), said).result == "fail"


def test_a_second_matter_taken_elsewhere_is_none(talk: Any) -> None:
    """Billing did its work and gave the customer back."""
    said = talk.turns(
        ("a", "I'll pass you on.", talk.handoff("billing"), {"desk": "billing"}),
        ("b", "Refunded.", talk.tool("refund_charge", charge="C-1"), {"desk": "billing"}),
        ("c", "Back to the front.", talk.handoff("triage", desk="billing"), {"desk": "triage"}),
    )
    assert looping(talk.case(), said).result == "pass"


def test_more_moves_than_the_longest_way_is_a_loop(talk: Any) -> None:
    """One desk wanted, three moves made."""
    wants = Route(sentence="r", text="", desk="returns")
    said = talk.turns(
        ("a", "x", talk.handoff("orders"), {"desk": "orders"}),
        ("b", "y", talk.handoff("billing", desk="orders"), {"desk": "billing"}),
        ("c", "z", talk.handoff("returns", desk="billing"), {"desk": "returns"}),
    )
    assert looping(talk.case(wants), said).result == "fail"


def test_the_customers_protest_alone_is_a_note(talk: Any) -> None:
    """A complaint of being asked again supports a finding and makes none."""
    said = talk.turns(("Hi", "What is your order number?"), ("I already told you!", "So you did, thank you."))
    ruling = looping(talk.case(), said)
    assert (ruling.result, len(ruling.notes)) == ("pass", 1)
    assert talk.proofs(ruling.notes[0])[0].speaker == "customer"


def test_a_certain_loop_ends_the_conversation_one_turn_later(talk: Any) -> None:
    """One turn more is kept as evidence, then the waste stops."""
    looped = talk.turns(*SAME_ASK)
    more = talk.turns(*SAME_ASK, ("Hello?", "Your order number, please?"))
    assert watch(talk.case(), looped) is None
    assert watch(talk.case(), more) == "loop_stop"


def test_a_loop_says_where_it_starts_and_what_it_cost(talk: Any) -> None:
    """The first turn that is repeated, and the target's tokens from the second time on."""
    found = looping(talk.case(), talk.turns(*SAME_ASK)).loop
    assert found
    assert (1, 200) == (found.start, found.waste_tokens)
    assert looping(talk.case(), talk.turns(*SAME_ASK[:2])).loop is None


NOTICE = "Please note that calls are recorded for training."


def test_what_the_author_lets_the_agent_repeat_is_none(talk: Any) -> None:
    """A notice that has to be read out each time is a loop only where nobody allowed it."""
    said = talk.turns(("Hi", NOTICE), ("My kettle", NOTICE), ("Hello?", NOTICE))
    allowed = Check(
        sentence="a", text="", level="permission", deed=Deed(act="repeat", about="that calls are recorded", of="say")
    )
    assert ("fail", "pass") == (looping(talk.case(), said).result, looping(talk.case(allowed), said).result)


def test_a_question_that_may_be_asked_again_is_none(talk: Any) -> None:
    """The author allows it: asked twice more, it is no loop and no note."""
    knows = Fact(sentence="f", text="", key="order number", value="W-1042")
    allowed = Check(
        sentence="a", text="", level="permission", deed=Deed(act="repeat", about="the order number", of="ask")
    )
    said = talk.turns(
        ("W-1042", "Thank you. What is your order number?"), ("LS6 2AB", "And what is your order number, for the form?")
    )
    assert "fail" == looping(talk.case(knows), said).result
    permitted = looping(talk.case(knows, allowed), said)
    assert ("pass", ()) == (permitted.result, permitted.notes)


def test_polling_is_none_from_one_reply_to_the_next(talk: Any) -> None:
    """A tool that the settings name may be asked each turn; five times in one reply it is a loop all the same."""
    ask = talk.tool("get_status", job="J-1", result={"status": "working"})
    words = ("Still on it.", "Nearly there, 80 %.", "Just a little more, 90 %.", "Almost, 95 %.")
    polled = talk.turns(*((says, text, ask) for says, text in zip(("Hi", "Well?", "And?", "Now?"), words, strict=True)))
    case = talk.case()
    settled = case.model_copy(update={"plan": case.plan.model_copy(update={"polling": ("get_status",)})})
    assert ("fail", "pass") == (looping(case, polled).result, looping(settled, polled).result)
    assert "fail" == looping(settled, talk.turns(("Hi", "Working.", ask, ask, ask, ask, ask))).result


def test_a_protest_makes_a_weak_sign_a_loop(talk: Any) -> None:
    """The same message again and again with nothing moved, and the customer says so: that is enough."""
    again = (
        ("My kettle broke", "Our opening hours stand on the contact page of the website."),
        ("It is the kettle", "The opening hours stand on our website, on the contact page."),
        ("Going round in circles here", "On the contact page of our website the opening hours stand."),
    )
    signals = looping(talk.case(), talk.turns(*again))
    assert "fail" == signals.result


def test_a_chat_after_the_thanks_is_no_standstill(talk: Any) -> None:
    """Once the customer has taken leave no progress is due."""
    thanks = {"act": "thank"}
    said = talk.turns(
        ("Hi", "Refunded.", talk.tool("refund_order", order="W-1")),
        *(("Thanks!", words, thanks) for words in ("Welcome.", "Any time.", "Take care.", "Goodbye.", "All the best.")),
    )
    assert "pass" == looping(talk.case(), said).result


def test_other_tools_with_one_result_five_times_are_a_loop(talk: Any) -> None:
    """One tool, five arguments, one and the same answer."""
    calls = [talk.tool("find_order", order=f"W-{number}", result={"found": "no"}) for number in range(5)]
    said = talk.turns(*((f"w{n}", f"Looking at shelf number {n * 7}.", call) for n, call in enumerate(calls)))
    assert ["find_order was called 5 times with nothing new"] == [
        sign.partition(";")[0] for sign in signs(looping(talk.case(), said))
    ]
