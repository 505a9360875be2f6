"""The pages of the room, by subject. What is not theirs, nobody is told of."""
