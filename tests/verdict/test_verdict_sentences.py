"""What became of each of the author's sentences."""

from typing import Any

from harness.conversation.nouns import Case, Transcript
from harness.plan.nouns import Deed, Fact, Policy, Reaction, Reading, State
from harness.verdict.sentences import results


def marks(case: Case, transcript: Transcript) -> dict[str, str]:
    """Sentence id -> mark."""
    return {one.sentence: one.result for one in results(case, transcript)}


HELLO = ("Hi", "What is your order number?")


def test_every_judged_sentence_gets_one_result_in_the_authors_order(talk: Any) -> None:
    """No sentence is lost, none is counted twice."""
    case = talk.case(
        talk.must("ask", "the order number", sentence="b"),
        talk.never("ask", "her phone number", sentence="a"),
        talk.must("ask", "the order number", sentence="b"),
    )
    found = results(case, talk.transcript(HELLO))
    assert [(one.sentence, one.result) for one in found] == [("b", "pass"), ("a", "pass")]


def test_the_worst_of_a_sentences_items_is_its_result(talk: Any) -> None:
    """A sentence that says two things holds only when both do; the proof of both is kept."""
    case = talk.case(
        talk.must("ask", "the order number", sentence="s"), talk.must("ask", "her phone number", sentence="s")
    )
    (found,) = results(case, talk.transcript(HELLO))
    assert found.result == "fail"
    assert {one.kind for one in talk.proofs(found)} == {"quote", "absence"}


def test_a_condition_that_never_fired_is_not_a_pass(talk: Any) -> None:
    """If it never came up, it was not exercised."""
    when = Deed(act="offer", about="a voucher")
    case = talk.case(talk.must("apologise", when=when, sentence="s"))
    assert marks(case, talk.transcript(HELLO)) == {"s": "not_exercised"}


def test_a_condition_that_fired_is_judged_from_there_on(talk: Any) -> None:
    """Once it came up, what is wanted must follow."""
    when = Deed(act="offer", about="a voucher")
    case = talk.case(talk.must("ask", "the order number", when=when, sentence="s"))
    after = talk.transcript(("Hi", "I can offer you a voucher."), HELLO)
    only_before = talk.transcript(HELLO, ("W-1", "I can offer you a voucher."))
    assert marks(case, after) == {"s": "pass"}
    assert marks(case, only_before) == {"s": "fail"}


def test_sentences_that_no_rule_could_read_are_never_held(talk: Any) -> None:
    """Unread or vague sentences count as open, required ones among them."""
    readings = (
        Reading(sentence=talk.sentence("u"), status="needs_model"),
        Reading(sentence=talk.sentence("v"), status="vague"),
        Reading(sentence=talk.sentence("n", "notes"), status="note"),
        Reading(sentence=talk.sentence("c", "customer"), status="needs_model"),
    )
    found = results(talk.case(readings=readings), talk.transcript(HELLO))
    assert [(one.sentence, one.result, one.level) for one in found] == [
        ("u", "cannot_tell", "required"),
        ("v", "cannot_tell", "required"),
    ]


def test_a_permission_cannot_fail(talk: Any) -> None:
    """What the agent may do is neither asked nor forbidden."""
    case = talk.case(talk.must("offer", "a voucher", level="permission", sentence="s"))
    assert marks(case, talk.transcript(HELLO)) == {"s": "not_applicable"}


def test_one_of_a_list_is_enough(talk: Any) -> None:
    """Where the author says any of, the one that holds settles the others."""
    readings = tuple(
        Reading(sentence=talk.sentence(name, group="parent", any_of=True), status="understood") for name in ("a", "b")
    )
    case = talk.case(
        talk.must("ask", "the order number", sentence="a"),
        talk.must("ask", "her phone number", sentence="b"),
        readings=readings,
    )
    assert marks(case, talk.transcript(HELLO)) == {"a": "pass", "b": "not_applicable"}
    assert marks(case, talk.transcript(("Hi", "Hello."))) == {"a": "fail", "b": "fail"}


def test_one_of_a_list_in_doubt_keeps_the_others_in_doubt(talk: Any) -> None:
    """If one of them may have held, the list has not failed."""
    readings = tuple(
        Reading(sentence=talk.sentence(name, group="parent", any_of=True), status="understood") for name in ("a", "b")
    )
    case = talk.case(
        State(sentence="a", text="", subject="order W-1", field="status", value="cancelled"),
        talk.must("ask", "her phone number", sentence="b"),
        readings=readings,
    )
    assert marks(case, talk.transcript(HELLO)) == {"a": "cannot_tell", "b": "cannot_tell"}


def test_the_customers_own_sentences_are_used_or_not_exercised(talk: Any) -> None:
    """A reaction and an only-if-asked fact show whether the conversation got there; they never fail."""
    case = talk.case(
        Reaction(sentence="r", text="", trigger=Deed(act="offer", about="a voucher"), say="No thanks."),
        Fact(sentence="f", text="", key="postcode", value="SW1A 1AA", reveal="if_asked"),
    )
    used = talk.transcript(HELLO, ("It's SW1A 1AA.", "Thank you.", {"sentences": ("f",)}))
    assert marks(case, used) == {"r": "not_exercised", "f": "pass"}
    assert {one.level for one in results(case, used)} == {"advisory"}


def test_policies_belong_to_hallucination(talk: Any) -> None:
    """A fact that the agent contradicts is a required sentence broken."""
    case = talk.case(Policy(sentence="p", text="", about="A refund takes 5 to 7 business days."))
    (found,) = results(case, talk.transcript(("Hi", "The refund takes 2 days.")))
    assert (found.result, found.criterion, found.level, found.turn) == ("fail", "hallucination", "required", 1)


def test_a_sentence_of_another_row_is_left_out(talk: Any) -> None:
    """What the table asks of one variation is not asked of another."""
    readings = (Reading(sentence=talk.sentence("t", only="toaster"), status="understood"),)
    assert marks(talk.case(readings=readings, variation="kettle"), talk.transcript(HELLO)) == {}


def test_what_may_have_been_said_in_another_language_is_in_doubt(talk: Any) -> None:
    """The rules read English: that they find no word in German proves nothing. A call is a call in any language."""
    case = talk.case(talk.must("say", "the exchange is free", sentence="s"))
    german = ("Is it free?", "Ja, der Umtausch ist für Sie kostenlos, und wir haben die Größe noch auf Lager.")
    (found,) = results(case, talk.transcript(german))
    assert (found.result, "German" in found.why) == ("cannot_tell", True)
    assert marks(case, talk.transcript(("Is it free?", "I am not sure about that, I am afraid."))) == {"s": "fail"}
