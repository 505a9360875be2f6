"""What each reader of the child answers, checked again on this side: a document may have taken over the child."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from facturis.services.documents.reading.answers import Unreadable
from facturis.services.documents.reading.isolated.workers import Workers
from facturis.services.documents.reading.limits import Limits


def storable(text: str) -> str:
    """A stranger's text as every database takes it: without NUL and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


type Text = Annotated[str, AfterValidator(storable)]
type Address = tuple[Text, Text]
type Notable = Literal["javascript", "launch", "sends", "opens elsewhere", "media", "protected", "structure unchecked"]


class _Look(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PdfLook(_Look):
    """The text of each page, None where it cannot be read; what is notable; and the names of embedded files."""

    pages: list[Text | None]
    notes: list[Notable]
    embedded: list[Text]


class ImageLook(_Look):
    """Width and height of each picture."""

    sizes: list[tuple[int, int]]


class Scan(_Look):
    """What text recognition saw, by the number of the page."""

    installed: bool
    texts: list[tuple[int, Text]] = []


class MailLook(_Look):
    """An e-mail; ``malformed`` names headers that could not be read, and ``attached`` the attachments."""

    sender: list[Address] = Field(default=[], alias="from")
    to: list[Address] = []
    cc: list[Address] = []
    reply_to: list[Address] = Field(default=[], alias="reply-to")
    subject: Text = ""
    date: datetime | None = None
    body: Text
    malformed: list[Text]
    attached: list[Text]


def ask[Look: _Look](
    workers: Workers, task: str, look: type[Look], content: bytes, limits: Limits, seconds: float, **options: Any
) -> tuple[Look, list[bytes]]:
    """The checked answer of the child to a question, with its blobs. Raises Unreadable."""
    data, blobs = workers.ask(task, content, limits, seconds, **options)
    try:
        return look.model_validate(data), blobs
    except ValidationError as error:
        raise Unreadable("gave up") from error
