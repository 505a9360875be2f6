"""The daily job that collects documents that were mailed."""

import logging

from django.tasks import task

from facturis.guard.purpose import processing
from facturis.services.documents import letterbox

logger = logging.getLogger(__name__)


@task
@processing("I.A")
def collect() -> None:
    """Takes in the e-mails that lie in the folder of letters."""
    taken, refused = letterbox.collect()
    if taken or refused:
        logger.info("letters taken in", extra={"letters": taken})
    if refused:
        logger.warning("letters refused", extra={"letters": refused})
