"""Which of several things a message is about."""

from harness.text.nearest import Nearest

EXAMPLES = {
    "refund": ["I want my money back", "please refund the broken kettle", "when do I get my refund"],
    "delivery": ["where is my parcel", "the delivery is late", "track the parcel for me"],
    "password": ["I cannot log in", "reset my password", "my account is locked"],
}


def test_a_message_goes_to_the_examples_it_is_nearest_to() -> None:
    """New words of a known matter are placed with it."""
    nearest = Nearest(EXAMPLES)
    told = {
        "refund the kettle": "refund",
        "my parcels have not come": "delivery",
        "the password was refused": "password",
    }
    assert told == {text: nearest.best(text) for text in told}


def test_a_message_without_a_known_word_goes_to_the_first() -> None:
    """Where nothing tells, the answer is always the same."""
    assert "refund" == Nearest(EXAMPLES).best("xyzzy")
    assert "refund" == Nearest(EXAMPLES).best("")


def test_one_name_alone_is_always_the_answer() -> None:
    """Nobody else is there to be oftener than."""
    assert "refund" == Nearest({"refund": EXAMPLES["refund"]}).best("where is my parcel")
