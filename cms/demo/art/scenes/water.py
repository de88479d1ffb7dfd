"""At the water: the creek, the beach, the bay by night."""

from random import Random

from cms.demo.art import things
from cms.demo.art.paper import Paper, mix, shade
from cms.demo.art.people import crowd, dog, person
from cms.demo.art.things import BLUE, INK, WOOD


def cleanup(paper: Paper, random: Random) -> None:
    """Lantern Creek: the footbridge, both banks, bags filling up."""
    _creek(paper, random)
    people = crowd(random, 5)
    person(paper, people[3], 840, 470, 150, arms=((-30, -34), (22, -44)))
    things.picker(paper, (797, 421), (770, 474))
    person(paper, people[4], 420, 465, 145, vest=True)
    things.bag(paper, 372, 470, 0.8)
    hands = person(paper, people[0], 190, 690, 265, arms=((-26, -40), (40, -46)), vest=True)
    things.picker(paper, hands[1], (350, 690))
    things.bag(paper, hands[0][0], hands[0][1] + 80, 1.25)
    hands = person(paper, people[1], 1010, 700, 270, arms=((-40, -50), (26, -40)))
    things.picker(paper, hands[0], (868, 700))
    things.bag(paper, hands[1][0] + 6, hands[1][1] + 84, 1.3)
    person(paper, people[2], 1135, 655, 170, arms=((-22, -42), (20, -90)), skirt=random.random() < 0.5)


def creek_before(paper: Paper, random: Random) -> None:
    """The same place before anybody came."""
    _creek(paper, random, dirty=True)


def creek_after(paper: Paper, random: Random) -> None:
    """The same place when they had left."""
    _creek(paper, random)
    things.bench(paper, 1010, 610, 1.1)
    for x in (110, 240, 900, 1150):
        things.flowers(paper, random, x, 720, 7)


def _creek(paper: Paper, random: Random, dirty: bool = False) -> None:
    air, _sun, far = things.sky(paper, random, 2 if dirty else None)
    if dirty:
        paper.rect(0, 0, paper.wide, paper.high, "#e3e4e2")
        far = "#b5bcc4"
    # One place has the same houses in every picture, before and after too.
    things.town(paper, Random("Lantern Creek"), 355, far, "#e3e4e2" if dirty else air)
    meadow, water, bank = ("#b3ad76", "#7d8f86", "#8d865a") if dirty else ("#8fbf6a", "#4f8fd6", "#6b9a4b")
    paper.rect(0, 350, paper.wide, 400, meadow)
    things.grass(paper, random, 380, 740, bank, 70)
    paper.poly([(-10, 395), (1210, 395), (1210, 420), (-10, 420)], "#cbbf9f" if dirty else "#e9dcc0")
    green = "#6f7d4a" if dirty else "#2f7f3a"
    for x, u in ((70, 0.8), (330, 0.62), (905, 0.7), (1120, 0.95)):
        things.tree(paper, x, 400, u, green)
    paper.poly([(505, 350), (695, 350), (960, 750), (240, 750)], bank)
    paper.poly([(525, 350), (675, 350), (890, 750), (310, 750)], water)
    for x, y, wide in ((560, 470, 44), (640, 520, 56), (500, 585, 70), (690, 625, 60), (560, 690, 90)):
        paper.rect(x, y, wide, 5, mix(water, "#ffffff", 0.35))
    paper.rect(470, 340, 260, 16, WOOD)
    for n in range(14):
        paper.rect(474 + n * 19.4, 300, 6, 42, WOOD)
    paper.rect(466, 294, 268, 9, shade(WOOD, 0.25))
    for x in (478, 704):
        paper.rect(x, 352, 18, 40, shade(WOOD, 0.25))
    if dirty:
        for _ in range(34):
            at_x, at_y = random.uniform(330, 900), random.uniform(440, 740)
            paper.rect(
                at_x,
                at_y,
                random.uniform(12, 26),
                random.uniform(8, 13),
                random.choice(("#ffffff", "#bf3216", "#d99a2b", "#4f74e0")),
            )
        paper.ring(790, 650, 34, 16, "#3a3f46")
        for x, y in ((430, 690), (700, 560), (300, 560)):
            things.bag(paper, x, y, 0.9, "#3a3f46")


def beach(paper: Paper, random: Random) -> None:
    """Saltmarsh beach at the tide line: the lighthouse, sails, and what the sea left."""
    air, _sun, _far = things.sky(paper, random, random.choice((0, 1, 3)))
    paper.rect(0, 330, paper.wide, 120, "#4f8fd6")
    paper.rect(0, 330, paper.wide, 6, mix("#4f8fd6", "#ffffff", 0.4))
    for x, y in ((120, 372), (420, 356), (610, 392), (980, 364)):
        paper.rect(x, y, 70, 4, mix("#4f8fd6", "#ffffff", 0.4))
    for x, y, u in ((500, 352, 0.8), (690, 346, 0.5)):
        paper.poly([(x, y - 92 * u), (x + 46 * u, y - 14 * u), (x, y - 14 * u)], "#ffffff")
        paper.poly([(x - 6 * u, y - 78 * u), (x - 6 * u, y - 14 * u), (x - 36 * u, y - 14 * u)], "#ff8a66")
        paper.poly(
            [(x - 44 * u, y - 8 * u), (x + 50 * u, y - 8 * u), (x + 34 * u, y + 10 * u), (x - 30 * u, y + 10 * u)], BLUE
        )
    paper.hill((450, 432, 460, 440, 470), "#f0dcae")
    paper.hill((500, 520, 500, 540, 520), "#e5cfa5")
    x = 1040
    paper.poly([(x - 190, 450), (x - 60, 385), (x + 90, 380), (1210, 420), (1210, 460)], "#6b9a4b")
    for n, color in enumerate(("#ffffff", "#bf3216", "#ffffff", "#bf3216", "#ffffff")):
        top, half = 130 + n * 52, 27 + n * 3.2
        paper.poly([(x - half, top), (x + half, top), (x + half + 3.2, top + 52), (x - half - 3.2, top + 52)], color)
    paper.rect(x - 36, 118, 72, 12, INK)
    paper.rect(x - 20, 84, 40, 36, "#ffcf5c")
    paper.pie(x, 86, 25, "#bf3216")
    paper.hill((640, 600, 655, 620, 650), "#d9bd85")
    for _ in range(26):
        paper.circle(random.uniform(0, 1200), random.uniform(540, 740), random.uniform(2, 4), "#b99a62")
    for tx in (60, 130, 1150):
        for n in range(7):
            paper.line([(tx, 640), (tx - 30 + n * 10, 570 + (n % 3) * 10)], 4, "#6b9a4b")
    people = crowd(random, 5)
    person(paper, people[4], 560, 520, 120, arms=((-30, -36), (24, -40)))
    person(paper, people[3], 690, 528, 128, arms=((-20, -42), (34, -30)), skirt=True)
    things.bag(paper, 626, 530, 0.7, BLUE)
    hands = person(paper, people[0], 330, 695, 270, arms=((-26, -40), (38, -48)))
    things.picker(paper, hands[1], (478, 690))
    paper.poly([(490, 690), (520, 684), (526, 698), (494, 702)], "#4f74e0")
    things.bag(paper, hands[0][0] - 4, hands[0][1] + 84, 1.3, "#ffffff")
    person(paper, people[1], 840, 700, 262, arms=((-40, -58), (26, -42)), vest=True)
    things.picker(paper, (739, 554), (700, 690))
    person(paper, people[2], 985, 705, 175, arms=((-22, -40), (22, -60)))
    dog(paper, 180, 705, 1.25)


def lanterns(paper: Paper, random: Random) -> None:
    """The lantern walk along the creek at dusk."""
    paper.rect(0, 0, paper.wide, paper.high, "#22356e")
    paper.rect(0, 190, paper.wide, 120, "#34488c")
    paper.rect(0, 290, paper.wide, 110, "#6a5a9c")
    for _ in range(46):
        paper.circle(random.uniform(0, 1200), random.uniform(10, 230), random.uniform(1.5, 3), "#fff6e0")
    paper.circle(980, 120, 50, "#fff6e0")
    paper.circle(1002, 108, 46, "#22356e")
    x = -20.0
    while x < 1200:
        wide, high = random.uniform(66, 120), random.uniform(80, 190)
        paper.rect(x, 400 - high, wide, high, "#1a2450")
        if high < 120:
            paper.poly([(x - 6, 400 - high), (x + wide / 2, 364 - high), (x + wide + 6, 400 - high)], "#1a2450")
        for row in range(int(high // 36)):
            for n in range(int(wide // 30)):
                if random.random() < 0.55:
                    paper.rect(x + 10 + n * 28, 412 - high + row * 34, 13, 16, "#ffcf5c")
        x += wide + random.uniform(2, 40)
    paper.rect(0, 398, paper.wide, 90, "#2a3f86")
    for _ in range(16):
        paper.rect(
            random.uniform(0, 1150),
            random.uniform(410, 478),
            random.uniform(30, 70),
            4,
            random.choice(("#ffcf5c", "#6a7fc4")),
        )
    paper.hill((490, 476, 492, 480, 492), "#1f4a36")
    for tx, u in ((50, 1.2), (1160, 1.35)):
        things.tree(paper, tx, 540, u, "#17402e")
    paper.hill((620, 590, 625, 600, 630), "#4a4a63")
    people = crowd(random, 7)
    shapes = ("#ffcf5c", "#ff8a66", "#fff6e0", "#ffcf5c", "#a7d477", "#ff8a66", "#ffcf5c")
    for n, (px, tall, feet) in enumerate(
        (
            (150, 245, 700),
            (290, 160, 706),
            (440, 255, 704),
            (590, 150, 712),
            (740, 250, 702),
            (890, 165, 708),
            (1040, 255, 704),
        )
    ):
        side = 1 if n % 2 else -1
        hands = person(
            paper, people[n], px, feet, tall, arms=((-24, -42), (34, -78)) if side > 0 else ((-34, -78), (24, -42))
        )
        hx, hy = hands[1] if side > 0 else hands[0]
        tip = (hx + side * 26, hy - 46)
        paper.line([(hx, hy + 10), tip], 5, "#b58546")
        _lantern(paper, tip[0], tip[1] + 34, 30 if tall > 200 else 23, shapes[n], n)


def _lantern(paper: Paper, x: float, y: float, radius: float, color: str, kind: int) -> None:
    paper.circle(x, y, radius * 1.75, mix("#22356e", color, 0.2))
    paper.circle(x, y, radius * 1.35, mix("#22356e", color, 0.38))
    if kind % 3 == 0:
        paper.poly([(x, y - radius * 1.15), (x + radius, y), (x, y + radius * 1.15), (x - radius, y)], color)
    elif kind % 3 == 1:
        paper.rect(x - radius * 0.75, y - radius, radius * 1.5, radius * 2, color)
    else:
        paper.circle(x, y, radius, color)
    paper.circle(x, y, radius * 0.42, "#ffffff")
