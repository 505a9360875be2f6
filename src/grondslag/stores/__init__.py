"""Where the data lives: the port that the engine asks, in memory and in SQL."""
