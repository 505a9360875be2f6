"""The address of every public page, made of the URLs themselves, so that a page that is added is tested too."""

from django.urls import URLPattern, reverse

from facturis.pages.urls import urlpatterns
from facturis.pages.versions import versions

NO_PAGES = ("language", "robots", "pdf", "file")


def addresses(*left_out: str) -> list[str]:
    """Every address under the names of the room, of each version and of each page of a list."""
    found = []
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        if pattern.name in left_out:
            continue
        asked = pattern.pattern.converters
        for name in [each.name for each in versions()] if "name" in asked else [""]:
            given: dict[str, object] = {"name": name} if name else {}
            for page in (1,) if "page" in asked else (0,):
                found.append(reverse(f"pages:{pattern.name}", kwargs=given | ({"page": page} if page else {})))
    return sorted(set(found))


PAGES = addresses(*NO_PAGES)
"""Everything that is HTML."""
