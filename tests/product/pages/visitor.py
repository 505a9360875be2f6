"""What a visitor does with the form of the tests."""

import re
from typing import Any

from django.test import Client

FILLED = {"name": "Een naam", "colour": "r", "agreed": "on"}


def send(client: Client, **fields: str) -> list[Any]:
    """Fills in and sends the form of the tests, as a visitor who opened it in English: both answers."""
    headers = {"referer": "https://localhost/form", "accept-language": "en"}
    opened = client.get("/form", secure=True, headers=headers)
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', opened.text)
    assert found
    filled = {**fields, "csrfmiddlewaretoken": found[1]}
    return [opened, client.post("/form", filled, secure=True, headers=headers)]
