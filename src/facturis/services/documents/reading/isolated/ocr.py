"""Text recognition by Tesseract, where that is installed. Images go through a pipe: no file is left behind."""

import shutil
import subprocess
from functools import cache
from io import BytesIO

from PIL import Image

PROGRAM = "tesseract"
LANGUAGES = ("nld", "eng")


class Unrecognised(Exception):
    """Tesseract failed on an image."""


@cache
def languages() -> str:
    """Those of our languages that Tesseract has here, as it wants them; empty where it is not installed or has none."""
    if not shutil.which(PROGRAM):
        return ""
    listed = subprocess.run([PROGRAM, "--list-langs"], capture_output=True, text=True, check=False).stdout.split()
    return "+".join(language for language in LANGUAGES if language in listed)


def recognised(image: Image.Image) -> str:
    """The text on an image. Raises Unrecognised."""
    packed = BytesIO()
    image.convert("L").save(packed, "PNG", compress_level=1)
    command = [PROGRAM, "stdin", "stdout", "-l", languages()]
    done = subprocess.run(command, input=packed.getvalue(), capture_output=True, check=False)
    if done.returncode:
        raise Unrecognised
    return done.stdout.decode(errors="replace").strip()
