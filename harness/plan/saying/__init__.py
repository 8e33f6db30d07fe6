"""Items -> sentences: each item said back, and a whole plan told as a journey again."""
