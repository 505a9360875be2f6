"""Which errors are the input's, and the sentence that each gets; known by name, so that nothing is imported for it."""

STOPPED, PIPE_CLOSED = 130, 141

# The kernel's own errors say what is wrong and what to do. They are known by name, because importing their modules
# (SQLAlchemy, cryptography) takes longer than most commands do.
OURS = frozenset(
    (
        "StatementError", "ProseError", "StoreError", "CompileError", "KeyUnusable", "LedgerConflict", "Unusable",
        "NobodyFoundError",
        "ApprovalUnusable", "RequestError", "JournalError", "RestoredError",
        "RightRefused", "ImportRefused",
    )
)  # fmt: skip


class InputError(Exception):
    """Input that a command cannot use: one clear sentence for people."""


def sentence(error: BaseException) -> str | None:
    """What to say of an error, in one sentence; None for one that is not the input's but a mistake of ours."""
    kinds = {kind.__name__ for kind in type(error).__mro__ if kind.__module__.startswith("grondslag.")}
    if kinds & OURS or isinstance(error, InputError):
        return _one_line(str(error))
    if isinstance(error, UnicodeDecodeError):
        return "the input is not UTF-8 text: save it as UTF-8"
    if isinstance(error, OSError):
        said = error.strerror or str(error)
        return _one_line(f"{error.filename}: {said}" if error.filename else f"writing the output failed: {said}")
    if any(kind.__name__ in ("ClickException", "UsageError") for kind in type(error).__mro__):
        return _usage(error)
    return None


def _usage(error: BaseException) -> str:
    """A mistake in the options: what it is, and where the right ones are told."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "grondslag"
    if type(error).__name__ == "NoArgsIsHelpError":
        # Its message is the whole help.
        return f"name a command; {command} --help tells them"
    message = _one_line(getattr(error, "format_message", error.__str__)()).rstrip(".").replace("Value error, ", "")
    return f"{message}; {command} --help tells the options"


def _one_line(text: str) -> str:
    return " ".join(text.split())
