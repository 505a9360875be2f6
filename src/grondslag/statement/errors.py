"""The one error for input that is no usable statement."""


class StatementError(ValueError):
    """One sentence for people: the file, the line where it is known, what is wrong there and how to mend it."""

    def __init__(self, message: str, *, name: str = "", line: int = 0) -> None:
        self.message, self.name, self.line = message, name, line
        place = f"{name}:{line}" if name and line else name or (f"line {line}" if line else "")
        super().__init__(f"{place}: {message}" if place else message)
