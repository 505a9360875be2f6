"""The tables of the room, as migrations."""
