"""Many more residents, each with a login."""

from datetime import timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from city.models import Neighborhood
from core import clock
from people.models import Person, User

from ..people import RESIDENTS
from .rows import write


def move_in(number: int, random: Random) -> list[Person]:
    """`number` grown-ups who have lived here for a year, in every neighborhood."""
    hoods = list(Neighborhood.objects.defer("boundary"))
    since = clock.now() - timedelta(days=365)
    people = write(
        Person(
            first_name=random.choice(RESIDENTS)[0],
            last_name=random.choice(RESIDENTS)[1],
            neighborhood=random.choice(hoods),
            adult=True,
            created_at=since,
        )
        for _ in range(number)
    )
    password = make_password(None)  # nobody signs in with one
    write(
        User(email=f"{person.ref}@larkhaven.example", person=person, password=password, date_joined=since)
        for person in people
    )
    return people
