"""What the tables of other people's apps hold, in one place. A table that is not named here is an error."""

from collections.abc import Mapping
from pathlib import Path

from facturis.guard.declare import Link, Plain, Privacy
from facturis.guard.places import Place

_KEY = Plain("a number of the database's own")
_NAME = Plain("a name of the program's own")

TABLES: Mapping[str, Privacy] = {
    "contenttypes.ContentType": Privacy(columns={"id": _KEY, "app_label": _NAME, "model": _NAME}),
    "auth.Permission": Privacy(
        columns={
            "id": _KEY,
            "name": _NAME,
            "content_type": Plain("the model that the permission is about"),
            "codename": _NAME,
        }
    ),
    "auth.Group": Privacy(columns={"id": _KEY, "name": Plain("a role of the staff")}),
    "auth.Group_permissions": Privacy(
        columns={
            "id": _KEY,
            "group": Plain("the role that is given the permission"),
            "permission": Plain("the permission that it is given"),
        }
    ),
    "admin.LogEntry": Privacy(
        columns={
            "id": _KEY,
            "action_time": Plain("the event from which the term runs"),
            "user": Link(on_end="row"),
            "content_type": Plain("the model of what was changed"),
            "object_id": Plain("a key, which says nothing without its row"),
            "object_repr": Plain("the name of a model and a key: no str() of a model of ours holds more"),
            "action_flag": Plain("whether something was added, changed or deleted"),
            "change_message": Plain("names of fields that were changed, not what they held"),
        },
        events={"seen": "action_time"},
        uses={"IV.B": "user"},
        since="action_time",
        source="automatic:admin",
    ),
}

# Tables without a model.
IGNORED: Mapping[str, str] = {"django_migrations": "names of migrations, and when they were applied"}

REFUSED: Mapping[str, str] = {
    "auth.User": "its columns cannot be emptied: name a user model of ours in AUTH_USER_MODEL",
    "auth.User_groups": "it belongs to auth.User: name a user model of ours in AUTH_USER_MODEL",
    "auth.User_user_permissions": "it belongs to auth.User: name a user model of ours in AUTH_USER_MODEL",
    "sessions.Session": "it names its user where no link sees it: keep sessions in signed cookies, or in a table with "
    "the user as a foreign key",
    "axes.AccessAttempt": "the statement lists no IP address of a failed sign-in: count attempts without keeping them",
    "axes.AccessFailureLog": "the statement lists no IP address of a failed sign-in: count attempts without keeping "
    "them",
    "axes.AccessLog": "the statement lists no IP address of a sign-in: keep a security log by user id",
}


def place(name: str) -> Place:
    """Where the table of this module with that name begins."""
    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    return Place(__file__, 1 + next(n for n, line in enumerate(lines) if line.startswith(name)))
