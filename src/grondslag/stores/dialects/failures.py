"""What the two servers have in common: their URLs, and what they say when something fails."""

from sqlalchemy import URL

from grondslag.stores.port import StoreError


def server_url(parsed: URL, driver: str) -> URL:
    """The URL with a driver. Raises StoreError when it names no database."""
    if not parsed.database:
        kind = driver.partition("+")[0]
        raise StoreError(f"--store names no database: write {kind}://user@host/database")
    return parsed.set(drivername=driver)


def one_line(error: BaseException) -> str:
    """What a driver's error says, on one line and without its number."""
    said = error.args[1] if len(error.args) > 1 and isinstance(error.args[0], int) else error
    return " ".join(str(said).split())
