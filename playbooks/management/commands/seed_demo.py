from argparse import ArgumentParser
from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from crisisdesk.roles import as_owner
from playbooks.services.demo_world.world import light_fire, make_world


class Command(BaseCommand):
    help = "Make the demo world: agencies, people, risks and two weeks of mentions. Again is harmless."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--fire-in", type=int, metavar="SECONDS", help="let the next brand's story catch fire after so many seconds"
        )

    def handle(self, *, fire_in: int | None, **_options: object) -> None:
        if settings.PRODUCTION or not settings.DEMO:
            raise CommandError("This is no demo: the world's password is known to everybody. Nothing was changed.")
        desk = make_world()
        if settings.DATABASE_OWNER:
            with as_owner(), connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # plans of never counted tables are poor
        self.stdout.write(f"{desk.organization.name} is there, with {len(desk.brands)} brands.")
        if fire_in is not None:
            at = light_fire(desk, timedelta(seconds=fire_in))
            self.stdout.write(f"A story catches fire at {at:%H:%M:%S} UTC." if at else "A story is burning already.")
