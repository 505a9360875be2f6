"""What server and child process say to each other: JSON and blobs, each with its size; neither trusts the other.

No object is unpickled: a child that a document has taken over can answer with nothing but text and bytes.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

HEAD = struct.Struct(">II")

type Frame = tuple[dict[str, Any], list[bytes]]


class Unframed(Exception):
    """What was received is no frame, or larger than it may be: the other side ended, or is not itself any more."""


def send(stream: BinaryIO, data: Mapping[str, Any], blobs: Sequence[bytes]) -> None:
    """Writes one frame. Raises OSError where nobody reads it."""
    head = json.dumps({"data": data, "sizes": [len(blob) for blob in blobs]}).encode()
    stream.write(HEAD.pack(len(head), sum(map(len, blobs))))
    stream.write(head)
    for blob in blobs:
        stream.write(blob)
    stream.flush()


def receive(stream: BinaryIO, limit: int) -> Frame:
    """Reads one frame of at most ``limit`` bytes. Raises Unframed."""
    head, body = HEAD.unpack(_exactly(stream, HEAD.size))
    if head + body > limit:
        raise Unframed
    try:
        told = json.loads(_exactly(stream, head))
        data, sizes = dict(told["data"]), [int(size) for size in told["sizes"]]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Unframed from error
    if sum(sizes) != body or any(size < 0 for size in sizes):
        raise Unframed
    return data, [_exactly(stream, size) for size in sizes]


def _exactly(stream: BinaryIO, size: int) -> bytes:
    found = stream.read(size)
    if len(found) != size:
        raise Unframed
    return found
