"""Forty residents, the officials by name, an editor and an administrator."""

from city.models import Department, Neighborhood
from people.models import Person, RoleGrant, User
from people.system import SYSTEM

# (first name, last name, neighborhood); the first of them lead projects.
RESIDENTS = (
    ("Ana", "Reyes", "Elm Park"), ("Tom", "Adeyemi", "Elm Park"), ("Ruth", "Osei", "Quarry Hill"), ("Lena", "Brandt", "Millside"),
    ("Jo", "Park", "Millside"), ("Farah", "Aziz", "Northgate"), ("Petra", "Marsh", "Old Harbor"), ("Daniel", "Okafor", "Northgate"),
    ("Chloé", "Martin", "Elm Park"), ("Ivo", "Kovač", "Old Harbor"), ("Grace", "Kim", "Saltmarsh"), ("Sam", "Doyle", "Northgate"),
    ("Amal", "Khoury", "Elm Park"), ("Bea", "Lindqvist", "Elm Park"), ("Hassan", "Yilmaz", "Northgate"), ("Nadia", "Petrova", "Millside"),
    ("Luis", "Ortega", "Saltmarsh"), ("Mei", "Chen", "Quarry Hill"), ("Oskar", "Nowak", "Millside"), ("Priya", "Nair", "Northgate"),
    ("Yusuf", "Demir", "Old Harbor"), ("Elin", "Berg", "Saltmarsh"), ("Marco", "Bianchi", "Old Harbor"), ("Sofia", "Lopes", "Elm Park"),
    ("Wim", "de Boer", "Millside"), ("Aisha", "Diallo", "Northgate"), ("Karel", "Vos", "Quarry Hill"), ("Ines", "Moreau", "Old Harbor"),
    ("Tarek", "Haddad", "Northgate"), ("Greta", "Holm", "Saltmarsh"), ("Jonas", "Weber", "Saltmarsh"), ("Rosa", "Silva", "Millside"),
    ("Dmitri", "Volkov", "Quarry Hill"), ("Fatou", "Ndiaye", "Elm Park"), ("Peter", "Hughes", "Quarry Hill"), ("Maya", "Cohen", "Elm Park"),
    ("Leo", "Rossi", "Old Harbor"), ("Hana", "Sato", "Northgate"), ("Emil", "Larsen", "Saltmarsh"), ("Zoe", "Clarke", "Millside"),
)  # fmt: skip
STAFF = (
    ("demo-official", "Mia", "Lund", "official", "Parks Office"),
    ("larkhaven-streets", "Henrik", "Bauer", "official", "Streets Office"),
    ("larkhaven-residents", "Salma", "Idrissi", "official", "Office for Residents"),
    ("demo-editor", "Noor", "Visser", "editor", None),
    ("demo-moderator", "Nadim", "Farouk", "moderator", "Office for Residents"),
    ("larkhaven-safety", "Ella", "Norris", "safeguarding", "Office for Residents"),
    ("demo-administrator", "Ivo", "Brandt", "administrator", None),
)
REFS = {"Ana Reyes": "demo-organizer", "Amal Khoury": "demo-resident"}
THANKS = {"Ruth Osei": "public", "Tom Adeyemi": "in_person", "Karel Vos": "not_at_all", "Lena Brandt": "public"}


def move_in() -> dict[str, Person]:
    """Everybody, by full name; safe to call again. Called with the clock at the beginning of the story."""
    hoods = {hood.name: hood for hood in Neighborhood.objects.defer("boundary")}
    offices = {office.name: office for office in Department.objects.all()}
    people = {
        f"{first} {last}": _resident(n, first, last, hoods[hood]) for n, (first, last, hood) in enumerate(RESIDENTS)
    }
    for ref, first, last, role, office in STAFF:
        person = _person(ref, first, last)
        RoleGrant.objects.get_or_create(
            person=person, role=role, defaults={"department": offices.get(office or ""), "by": SYSTEM()}
        )
        people[f"{first} {last}"] = person
    return people


def _resident(n: int, first: str, last: str, hood: Neighborhood) -> Person:
    name = f"{first} {last}"
    return _person(
        REFS.get(name, f"larkhaven-{n:02d}"), first, last, neighborhood=hood, thanks=THANKS.get(name, "private")
    )


def _person(ref: str, first: str, last: str, **fields) -> Person:
    person, _made = Person.objects.get_or_create(
        ref=ref, defaults={"first_name": first, "last_name": last, "adult": True, **fields}
    )
    if not User.objects.filter(person=person).exists():
        User.objects.create_user(f"{ref}@larkhaven.example", person)
    return person
