"""Twenty-five projects in every state. Times are the wall clock's; weeks count from the seed's today."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Date:
    """One event: `day` in days from today (moved to the weekday of the plan), start, hours, tasks with their places."""

    day: int
    start: str
    hours: float
    tasks: tuple[tuple[str, int | None, str], ...]
    turnout: float = 0.7
    cancelled: str = ""
    needs: tuple[tuple[str, int, str, int], ...] = ()  # a thing, how many, who brings it, how many are promised
    interpreter: bool = False  # for sign language, if somebody asks up to three days before
    weeks: int = 0  # how often it repeats, week by week; the second of its dates is changed by hand


@dataclass(frozen=True)
class Plan:
    title: str
    lead: str
    co_lead: str
    category: str
    hood: str
    place: str
    at: tuple[int, int]
    summary: str
    body: str
    wanted: str
    number: int
    unit: str
    art: str
    dates: tuple[Date, ...] = ()
    bring: str = ""
    access: str = ""
    step_free: bool | None = None
    family: bool = False
    end: str = "open"  # open, draft, submitted, needs_changes, rejected, published, paused, cancelled, completed
    outcome: int = 0
    report: str = ""
    extra: dict = field(default_factory=dict)


CREEK = (
    ("Wheelbarrows", 4, "bring", 3), ("Thermos flasks of tea", 2, "bring", 2), ("First-aid kit", 1, "project", 0),
    ("Gloves and pickers", 30, "city", 0), ("Bin bags", 60, "city", 0),
)  # fmt: skip
SOUP = (("Big pots, 20 l", 3, "bring", 1), ("Loaves of bread", 8, "bring", 5), ("Bowls and spoons", 80, "project", 0))
PICK = (
    ("Litter pickers", 24, "Along the bank. You walk about 2 km."),
    ("Sorting table, seated", 4, "Weigh and count what comes in. Step-free, in the shade."),
)
WADERS = (*PICK, ("In the water, with waders", 6, "Waders in sizes 38–46 are lent. From age 18."))
PLANT = (
    ("Digging and planting", 16, "Spades are there. Heavy for the back, good for the heart."),
    ("Watering and stakes", 8, "Light work."),
)
HELP = (("Helpers", 10, ""),)

# Seated work, toilet, shade (None: not checked), and the languages one is helped along in.
ANSWERS: dict[str, tuple[bool | None, bool | None, bool | None, str]] = {
    "Lantern Creek clean-up": (True, True, True, "en,es,ar"),
    "Homework club at the library": (True, True, True, "en,ar,tr"),
    "Bike repair stand": (False, None, True, "en,pl,nl"),
    "Forty oaks on Quarry Hill": (False, False, False, "en,es"),
    "Tide line walk": (False, None, False, "en,nl"),
    "Soup for the square": (True, True, True, "en,es,ar,sgn"),
    "Bench repair, Mill Yard": (True, None, True, "en,pl"),
}

PLANS: tuple[Plan, ...] = (
    Plan(
        "Lantern Creek clean-up", "Ana Reyes", "Tom Adeyemi", "cleanup", "Elm Park", "Elm Street footbridge, by the blue sign", (316, 292),
        "Pick litter from 800 m of creek and sort it, so that the water runs free before the winter rain.",
        "We meet at the footbridge and work upstream to the school. The city depot brings gloves, pickers and bags, and takes everything away at noon.\n\nTram 2 to Elm Street, then 300 m on foot.",
        "Bags of litter out of the creek", 60, "bags", "creek_before",
        (Date(-43, "09:00", 2.5, PICK), Date(-15, "09:00", 2.5, WADERS), Date(6, "09:00", 2.5, WADERS, needs=CREEK), Date(34, "09:00", 2.5, WADERS, 0.3)),
        "Shoes that may get wet.", "The path to the sorting table is paved. Toilet at the kiosk. Shade.", True, True,
    ),
    Plan(
        "Homework club at the library", "Farah Aziz", "Daniel Okafor", "mentoring", "Northgate", "Northgate Library, first floor", (118, 96),
        "Sit beside a pupil for an hour and a half: reading, sums, or simply being there.",
        "Every Tuesday from half past five. No teaching degree needed. A librarian is always in the room.",
        "Evenings of homework help this school year", 30, "evenings", "mentoring",
        (Date(-26, "17:30", 1.5, (("At the tables", 8, "Two pupils for each of you."),)), Date(-19, "17:30", 1.5, (("At the tables", 8, ""),)), Date(-12, "17:30", 1.5, (("At the tables", 8, ""),)), Date(-5, "17:30", 1.5, (("At the tables", 8, ""),)), Date(2, "17:30", 1.5, (("At the tables", 8, ""),), 0.5, weeks=14)),
        "Patience.", "Lift, toilet.", True, False,
    ),
    Plan(
        "Bike repair stand", "Jo Park", "Oskar Nowak", "repair", "Millside", "Mill Yard gate, under the roof", (90, 296),
        "Bring a bike or a screwdriver: we fix chains, brakes and lights together, for nothing.",
        "The tools hang on the wall. Whoever knows how, shows how.",
        "Bikes back on the road", 80, "bikes", "repair",
        (Date(-36, "11:00", 1.5, (("Menders", 6, "You know a brake from a gear."), ("Helpers", 6, "You learn it here."))), Date(-22, "11:00", 1.5, (("Menders", 6, ""), ("Helpers", 6, ""))), Date(-8, "11:00", 1.5, (("Menders", 6, ""), ("Helpers", 6, ""))), Date(7, "11:00", 1.5, (("Menders", 6, ""), ("Helpers", 6, "")), 0.3)),
        "Your own bike, if it needs us.", "Cobbles.", False, True,
    ),
    Plan(
        "Forty oaks on Quarry Hill", "Ruth Osei", "Mei Chen", "planting", "Quarry Hill", "Upper quarry car park", (500, 92),
        "Plant forty young trees, oaks all of them, where the quarry was, and come back to water them.",
        "The Parks Office brings the trees and the stakes. We bring hands. Each tree gets a name tag.",
        "Young oaks planted", 40, "trees", "planting",
        (Date(-57, "10:00", 3, PLANT), Date(-29, "10:00", 3, PLANT), Date(13, "10:00", 2, (("After-care", 6, "Watering and loosening stakes."),), 1.0), Date(41, "10:00", 2, (("After-care", 6, ""),), 0.2)),
        "Warm clothes, boots.", "Gravel, slopes. A bench at the car park.", False, True,
    ),
    Plan(
        "Tide line walk", "Grace Kim", "Luis Ortega", "cleanup", "Saltmarsh", "Beach hut 4, at the end of Salt Lane", (120, 458),
        "Walk the tide line at low water and carry back what the sea left.",
        "Three kilometres of sand. What we find is counted for the sea register.",
        "Kilos of plastic off the beach", 300, "kg", "beach",
        (Date(-50, "10:30", 2, (("Walkers", 20, ""),)), Date(-20, "10:30", 2, (("Walkers", 20, ""),)), Date(10, "10:30", 2, (("Walkers", 20, ""),), 0.4), Date(38, "10:30", 2, (("Walkers", 20, ""),), 0.1)),
        "A windproof coat.", "Sand. A beach wheelchair is there: ask us.", None, True,
    ),
    Plan(
        "Soup for the square", "Petra Marsh", "Ivo Kovač", "care", "Old Harbor", "Harbor Hall, kitchen door", (452, 330),
        "Cook soup for sixty people and eat it together on the square.",
        "We chop from four, cook from five and serve at half past six. Everybody may sit down, nobody has to pay.",
        "Bowls of soup served", 400, "bowls", "care",
        (Date(-33, "16:00", 3, (("Kitchen", 8, ""), ("Serving", 6, ""))), Date(-13, "16:00", 3, (("Kitchen", 8, ""), ("Serving", 6, ""))), Date(4, "16:00", 3, (("Kitchen", 8, ""), ("Serving", 6, "")), 0.7, needs=SOUP, interpreter=True), Date(25, "16:00", 3, (("Kitchen", 8, ""), ("Serving", 6, "")), 0.2)),
        "An apron.", "Toilet, seats for everybody.", True, True,
    ),
    Plan(
        "Bench repair, Mill Yard", "Lena Brandt", "Nadia Petrova", "repair", "Millside", "Mill Yard, by the old wheel", (156, 330),
        "Sand, oil and screw nine old benches so that people can sit again.", "Timber and oil come from the depot.",
        "Benches repaired", 9, "benches", "bench",
        (Date(-36, "13:00", 3, (("Sanding and oiling", 10, ""), ("Screws", 4, ""))), Date(-8, "13:00", 2, (("Sanding and oiling", 10, ""), ("Screws", 4, "")))),
        "Old clothes.", "Level ground, seats (some wobble).", True, True, "completed", 9,
        "Nine benches stand again, and the tenth we found under the ivy. Neighbors came on two afternoons; the oil needs a week to dry before you sit in your Sunday clothes.",
    ),
    Plan(
        "Neighborhood garden, spring beds", "Sofia Lopes", "Bea Lindqvist", "planting", "Elm Park", "Garden gate behind the school", (248, 334),
        "Turn the empty corner behind the school into beds for herbs and berries.", "The school lends its tap and its shed.",
        "Beds dug and planted", 12, "beds", "garden",
        (Date(-47, "09:30", 2.5, PLANT), Date(-11, "09:30", 2.5, PLANT), Date(14, "09:30", 2.5, PLANT, 0.3)),
        "Gloves, if you have some.", "One raised bed can be worked seated.", True, True,
    ),
    Plan(
        "Reading to the smallest", "Priya Nair", "Aisha Diallo", "care", "Northgate", "Northgate Library, children's corner", (140, 80),
        "Read a picture book to a handful of four-year-olds, in any language you speak.", "Parents stay in the room. We have books in nine languages.",
        "Reading mornings", 20, "mornings", "mentoring",
        (Date(-24, "10:00", 1, (("Readers", 5, ""),)), Date(-10, "10:00", 1, (("Readers", 5, ""),)), Date(5, "10:00", 1, (("Readers", 5, ""),), 0.8), Date(19, "10:00", 1, (("Readers", 5, ""),), 0.2)),
        "A voice.", "Lift, toilet.", True, True,
    ),
    Plan(
        "Paint the underpass", "Chloé Martin", "Maya Cohen", "other", "Elm Park", "Railway underpass, park side", (290, 200),
        "Cover the gray walls of the underpass with herons, reeds and lanterns.", "Two painters from Larkhaven draw the outlines; we fill them in.",
        "Square metres painted", 120, "m²", "mural",
        (Date(-30, "10:00", 4, (("Painters", 12, ""), ("Ladder and tape", 4, ""))), Date(-16, "10:00", 4, (("Painters", 12, ""), ("Ladder and tape", 4, "")))),
        "Clothes you don't love.", "Level, but loud when trains pass.", True, True, "completed", 134,
        "All four walls are done, fourteen square metres more than we dared. The herons look at each other across the path. Thank you to the bakery for forty rolls.",
    ),
    Plan(
        "Lantern evening along the creek", "Tom Adeyemi", "Ana Reyes", "other", "Elm Park", "Elm Street footbridge", (320, 300),
        "Build two hundred paper lanterns and hang them along the creek for the longest night.", "We fold in November and hang in December.",
        "Lanterns hung", 200, "lanterns", "lanterns",
        (Date(-9, "18:00", 2, (("Folding", 20, ""),)), Date(11, "18:00", 2, (("Folding", 20, ""),), 0.4), Date(29, "16:00", 3, (("Hanging", 16, ""), ("Tea", 4, "")), 0.2)),
        "Scissors.", "The creek path has a slope.", True, True,
    ),
    Plan(
        "Market leftovers to the kitchen", "Yusuf Demir", "Marco Bianchi", "care", "Old Harbor", "Fish market, south gate", (480, 380),
        "Collect what the market can't sell and bring it to the harbor kitchen by cargo bike.", "Forty minutes, two cargo bikes, every Saturday.",
        "Crates carried", 200, "crates", "market",
        (Date(-35, "14:00", 1, HELP), Date(-28, "14:00", 1, HELP), Date(-21, "14:00", 1, HELP), Date(-14, "14:00", 1, HELP), Date(-7, "14:00", 1, HELP), Date(6, "14:00", 1, HELP, 0.3), Date(13, "14:00", 1, HELP, 0.2)),
        "Nothing.", "Cobbles.", False, False,
    ),
    Plan(
        "Playground under new paint", "Hassan Yilmaz", "Tarek Haddad", "repair", "Northgate", "Playground in Signal Street", (200, 130),
        "Sand and paint the swings, the ship and the fence.", "The city checks the screws before and after.",
        "Things painted", 14, "things", "playground",
        (Date(-55, "10:00", 3, (("Painters", 12, ""),)), Date(-27, "10:00", 3, (("Painters", 12, ""),))),
        "", "Level, toilet at the café.", True, True, "completed", 14,
        "The ship is red again and the fence has every color we had left. Thirty children tested the swings before the paint was dry, so please look at your trousers.",
    ),
    Plan(
        "Phone and form hour", "Rosa Silva", "Wim de Boer", "mentoring", "Millside", "Millside community room", (80, 260),
        "Help neighbors with forms, phones and the city's website.", "Bring patience and your glasses. We sit two by two.",
        "Hours of help", 40, "hours", "mentoring",
        (Date(-18, "15:00", 2, (("Helpers", 6, ""),)), Date(3, "15:00", 2, (("Helpers", 6, ""),), 0.4), Date(17, "15:00", 2, (("Helpers", 6, ""),), 0.1)),
        "", "Seated, toilet.", True, False,
    ),
    Plan(
        "Salt meadow fence", "Elin Berg", "Greta Holm", "repair", "Saltmarsh", "Dyke gate 2", (200, 430),
        "Mend the fence that keeps dogs off the breeding birds.", "The bird group shows how; posts lie ready.",
        "Metres of fence", 350, "m", "repair",
        (Date(-31, "09:00", 3, (("Posts and wire", 10, ""),)), Date(8, "09:00", 3, (("Posts and wire", 10, ""),), 0.2)),
        "Boots.", "Wet meadow.", False, False,
    ),
    Plan(
        "Leaves for the hedgehogs", "Karel Vos", "Dmitri Volkov", "care", "Quarry Hill", "Chapel garden", (430, 60),
        "Rake leaves into winter heaps for hedgehogs and toads.", "An hour of raking, then cocoa.",
        "Winter heaps for hedgehogs", 25, "heaps", "garden",
        (Date(-22, "14:00", 1.5, HELP), Date(-8, "14:00", 1.5, HELP)), "", "Steps to the garden.", False, True, "completed", 31,
        "Thirty-one heaps, two of them already taken. The toads were not amused about the rakes, the hedgehogs asleep. Cocoa is paid by the chapel.",
    ),
    Plan(
        "Swap shelf in the tram stop", "Sam Doyle", "Hana Sato", "other", "Northgate", "Tram stop Northgate Cross", (160, 150),
        "Build a dry shelf where books and jigsaws change hands.", "The tram company said yes. We need a carpenter's eye.",
        "Shelves built", 1, "shelves", "repair", end="published",
    ),
    Plan(
        "Sea wall plants", "Leo Rossi", "Ines Moreau", "planting", "Old Harbor", "Sea wall, lamp 12", (530, 450),
        "Plant thrift and sea kale into the cracks of the old wall.", "Small plants, small holes, a wide view.",
        "Plants on the sea wall", 300, "plants", "planting",
        (Date(20, "10:00", 2, PLANT, 0.2),), "", "Level promenade, benches.", True, True,
    ),
    Plan(
        "Saturday football for everyone", "Emil Larsen", "Jonas Weber", "mentoring", "Saltmarsh", "Salt Lane pitch", (60, 480),
        "Two hours of football where nobody is chosen last.", "Coaches of the club lend balls and bibs.",
        "Saturdays with football", 12, "Saturdays", "playground",
        (Date(-32, "10:00", 2, (("Helpers", 8, ""),)),), "", "Level grass.", True, True, "paused",
    ),
    Plan(
        "River light festival", "Zoe Clarke", "Rosa Silva", "other", "Millside", "Mill weir, upper bank", (40, 340),
        "A night of light on the water.", "Too windy for candles, too expensive for lamps.",
        "Lights on the water", 500, "lights", "lanterns",
        (Date(12, "19:00", 3, (("Hands", 20, ""),), 0.3, "safety"),), end="cancelled",
    ),
    Plan(
        "Bat boxes for the mill", "Oskar Nowak", "", "repair", "Millside", "Mill Yard, north wall", (100, 320),
        "Build and hang twelve bat boxes under the roof of the old mill.", "The mill's owner agrees. A bat counter comes along.",
        "Bat boxes under the roof", 12, "boxes", "repair", end="submitted",
    ),
    Plan(
        "Chess tables in the park", "Peter Hughes", "", "other", "Quarry Hill", "Hill park, upper terrace", (400, 120),
        "Set three stone chess tables under the limes and play on them.", "The stonemason gives a good price.",
        "Chess tables in the park", 3, "tables", "bench", end="submitted",
    ),
    Plan(
        "Lantern walk for children", "Maya Cohen", "Sofia Lopes", "other", "Elm Park", "School gate, Elm Street", (240, 340),
        "Walk through the park with lanterns and songs, from the school to the creek.", "Four classes want to come.",
        "Children with a lantern", 60, "children", "lanterns", end="needs_changes", extra={"risk": "minors"},
    ),
    Plan(
        "Fireworks on the dyke", "Dmitri Volkov", "", "other", "Saltmarsh", "Dyke gate 1, sea side", (300, 470),
        "A small firework for the new year, seen from the whole bay.", "We would buy it together.",
        "Rockets over the bay", 50, "rockets", "beach", end="rejected",
    ),
    Plan(
        "Rain barrels for allotments", "Fatou Ndiaye", "", "planting", "Elm Park", "Allotments, main path", (280, 360),
        "Connect twenty barrels to shed roofs before spring.", "", "Barrels on shed roofs", 20, "barrels", "garden", end="draft",
    ),
)  # fmt: skip
CHANGES = "Please name a second adult with a current check, because children walk along in the dark."
NO = "Fireworks on the dyke are forbidden until the breeding birds have left, and after that the grass is too dry. A bonfire on the beach is possible."
