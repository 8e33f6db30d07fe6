"""Turn -> answer: what each desk does, one function for each matter, begun again on every message of it."""
