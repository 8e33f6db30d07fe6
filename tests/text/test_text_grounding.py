"""How far a reply goes beyond the texts it should come from."""

from harness.text.grounding import marks, statements

POOL = "Hotel Meridian. Q: Is there a pool? A: No, the Meridian does not have a pool. The gym opens at 6 am."


def test_what_is_read_out_carries_no_doubt() -> None:
    """A reply in the source's own words has no mark against it."""
    told = marks("The Meridian does not have a pool.", [POOL])
    assert (0.0, False, 0, 0, 0) == (told.new, told.opposed, told.values, told.names, told.own)
    assert told.doubt < 0.5


def test_a_yes_where_the_source_says_no_is_marked() -> None:
    """The other answer in the same words is still another answer."""
    assert marks("Yes, the Meridian has a pool.", [POOL]).opposed


def test_figures_and_names_of_its_own_are_marked() -> None:
    """An hour and a name that the source does not have count, one that the customer gave does not."""
    told = marks("The gym opens at 9 am, says Henrietta.", [POOL])
    assert (1, 1) == (told.values, told.names)
    assert 0 == marks("The gym opens at 9 am.", [POOL], "Does it open at 9 am?").values


def test_what_the_agent_likes_is_its_own() -> None:
    """No document tells what I think."""
    assert marks("I love swimming, my favourite is diving.", [POOL]).own >= 2


def test_questions_and_offers_state_nothing() -> None:
    """Only what is told has to be borne out."""
    assert ("The gym opens at 6 am.",) == statements("The gym opens at 6 am. Would you like to book a room?")


def test_a_made_up_reply_carries_more_doubt_than_one_read_out() -> None:
    """The one figure puts the two in order."""
    made_up = marks("Yes, there is a heated rooftop pool until 11 pm, and I love it.", [POOL])
    assert made_up.doubt > 1.2 > marks("The gym opens at 6 am.", [POOL]).doubt
