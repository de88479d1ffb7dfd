from django.core.management.base import BaseCommand, CommandError

from core.errors import RuleBroken
from people.actions import appoint_administrator


class Command(BaseCommand):
    help = "Appoint the city's first administrator; others are granted their roles by administrators on the site."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("first_name")

    def handle(self, email, first_name, **options):
        try:
            grant = appoint_administrator(email=email, first_name=first_name)
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{grant.person} is an administrator now. They sign in at /people/sign-in/ with {email}.")
