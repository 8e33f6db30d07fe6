"""Case -> Transcript: customers, what is seen of a turn, and the loop that holds a conversation."""
