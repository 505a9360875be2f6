"""What the models say is what the migrations make."""

from django.core.management import call_command

from facturis.guard.rooms import rooms


def test_no_room_lacks_a_migration() -> None:
    of_the_product = [room.label for room in rooms() if room.name.startswith("facturis.")]
    call_command("makemigrations", *of_the_product, check=True, dry_run=True)
