"""What is wrong with a journey beyond a single sentence, and where each remark belongs."""
