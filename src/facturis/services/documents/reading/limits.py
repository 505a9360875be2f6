"""How much is read of what is handed in: each limit as data, told with its number to whoever passes it."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one intake may cost. The defaults suit an invoice, a contract or a bundle of them, and no film.

    ``bytes`` is the size of what is handed in; ``unpacked`` what all its members, at every depth, may hold together,
    and ``members`` how many there may be; ``ratio`` how many times smaller than itself a member may be packed, and
    ``depth`` how many containers may stand in each other. ``pixels`` counts all pictures of one image. ``seconds`` and
    ``memory`` (bytes) hold for one look of the child process.
    """

    bytes: int = 25 * MEBIBYTE
    pages: int = 500
    characters: int = 2_000_000
    pixels: int = 60_000_000
    members: int = 200
    unpacked: int = 100 * MEBIBYTE
    ratio: int = 200
    depth: int = 3
    elements: int = 400_000
    element_depth: int = 64
    headers: int = 1000
    header: int = 10_000
    parts: int = 400
    finds: int = 500
    seconds: float = 20
    memory: int = 1024 * MEBIBYTE
    scanned_pages: int = 20
    scanning_seconds: float = 90


DEFAULT = Limits()
