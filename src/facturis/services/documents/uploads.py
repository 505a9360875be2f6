"""Files on their way in: on the disk without a name, so that none is left whatever becomes of the request.

Nothing is held in memory, and of a file that is larger than documents may be no more is kept than shows that it is.
"""

from io import SEEK_SET
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from facturis.services.documents.reading.limits import DEFAULT

TOGETHER = 8 * DEFAULT.bytes  # what one request may hold


class UnnamedFiles(FileUploadHandler):
    """Writes each file of a request to an unnamed file, which is gone when it is closed or the process ends."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *_: Any, **__: Any) -> None:  # noqa: ARG002
        """Raises RequestDataTooBig, which is answered with 400, before anything is read."""
        if content_length > TOGETHER:
            raise RequestDataTooBig

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begins a file."""
        super().new_file(*args, **kwargs)
        self.file = TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - the request closes it
        self.left = DEFAULT.bytes + 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's call
        """Takes a chunk of a file."""
        self.file.write(raw_data[: self.left])
        self.left -= min(self.left, len(raw_data))

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        """The file, to be read from its beginning."""
        self.file.seek(0, SEEK_SET)
        return UploadedFile(self.file, self.file_name, self.content_type or "", file_size, self.charset)

    def upload_interrupted(self) -> None:
        """The request ended before it was whole."""
        if hasattr(self, "file"):
            self.file.close()
