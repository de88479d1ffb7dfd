"""Under a roof."""

from random import Random

from cms.demo.art import things
from cms.demo.art.paper import Paper, mix, shade
from cms.demo.art.people import CLOTH, crowd, person
from cms.demo.art.things import BARK, BLUE, INK, WOOD


def mentoring(paper: Paper, random: Random) -> None:
    """Northgate Library after school: shelves, the tall window, heads over one table."""
    _library(paper, random)
    people = crowd(random, 6)
    person(paper, people[4], 980, 520, 190, arms=((-26, -60), (24, -44)))
    _book(paper, 938, 410, 44, "#bf3216")
    for n, (x, tall, arms) in enumerate(
        (
            (250, 250, ((-22, -40), (36, -42))),
            (400, 190, ((-22, -44), (30, -44))),
            (620, 255, ((-34, -42), (32, -42))),
            (790, 185, ((-32, -42), (22, -44))),
        )
    ):
        person(paper, people[n], x, 660 if tall > 200 else 640, tall, arms=arms)
    paper.rect(120, 560, 800, 26, "#b58546")
    paper.rect(120, 586, 800, 12, shade("#b58546", 0.3))
    for x in (150, 860):
        paper.rect(x, 598, 30, 152, shade("#b58546", 0.15))
    for x, color in ((300, "#ffffff"), (480, "#ffffff"), (700, "#ffffff")):
        paper.poly([(x - 52, 560), (x, 552), (x + 52, 560), (x + 46, 538), (x, 546), (x - 46, 538)], color)
        paper.line([(x, 549), (x, 558)], 3, "#9fb3cf")
    for x, color in ((180, "#0b36b3"), (186, "#d99a2b"), (178, "#b01f63")):
        paper.rect(x - 40, 548 - 12 * (0 if color == "#0b36b3" else 1 if color == "#d99a2b" else 2), 84, 12, color)
    paper.rect(838, 520, 30, 40, "#4f74e0")
    for n, color in enumerate(("#bf3216", "#ffcf5c", "#2f7f3a")):
        paper.line([(844 + n * 9, 522), (838 + n * 14, 494)], 5, color)
    hands = person(paper, people[5], 1080, 706, 235, wheels=True, arms=((-40, -40), (22, -44)))
    _book(paper, hands[0][0], hands[0][1] - 6, 62, "#2f7f3a")


def _library(paper: Paper, random: Random) -> None:
    paper.rect(0, 0, paper.wide, paper.high, "#ffe9b0")
    paper.rect(0, 600, paper.wide, 150, "#d9a765")
    for n in range(7):
        paper.rect(n * 190 - 40, 648, 150, 5, shade("#d9a765", 0.1))
    for x, wide in ((0, 330), (870, 330)):
        paper.rect(x, 60, wide, 540, WOOD)
        for shelf in range(5):
            y = 76 + shelf * 104
            paper.rect(x + 14, y, wide - 28, 92, shade(WOOD, 0.35))
            bx = x + 20.0
            while bx < x + wide - 40:
                wide_book, high = random.uniform(12, 24), random.uniform(56, 84)
                paper.rect(bx, y + 92 - high, wide_book, high, random.choice(CLOTH))
                bx += wide_book + 2 + (24 if random.random() < 0.07 else 0)
    paper.rect(390, 70, 420, 330, "#ffffff")
    paper.rect(404, 84, 392, 302, "#cfe4f7")
    paper.circle(700, 150, 36, "#ffcf5c")
    things.house(paper, random, 430, 386, 84, 120)
    things.house(paper, random, 530, 386, 96, 84)
    things.tree(paper, 690, 390, 0.95, "#2f7f3a")
    paper.rect(594, 84, 12, 302, "#ffffff")
    paper.rect(404, 228, 392, 10, "#ffffff")
    paper.rect(376, 396, 448, 18, "#b58546")
    for x in (500, 700):
        paper.rect(x - 2, 0, 4, 30, INK)
        paper.pie(x, 62, 44, BLUE)
        paper.pie(x, 62, 18, "#ffcf5c", 0, 180)


def _book(paper: Paper, x: float, y: float, wide: float, color: str) -> None:
    paper.poly(
        [(x - wide / 2, y - wide * 0.3), (x, y - wide * 0.18), (x, y + wide * 0.32), (x - wide / 2, y + wide * 0.2)],
        color,
    )
    paper.poly(
        [(x + wide / 2, y - wide * 0.3), (x, y - wide * 0.18), (x, y + wide * 0.32), (x + wide / 2, y + wide * 0.2)],
        shade(color, 0.2),
    )


def care(paper: Paper, random: Random) -> None:
    """Old Harbor hall: soup and stories at one long table."""
    paper.rect(0, 0, paper.wide, paper.high, "#fbe3c4")
    paper.rect(0, 590, paper.wide, 160, "#c9765a")
    for n in range(9):
        paper.rect(n * 150 - 30, 650 + (n % 2) * 44, 110, 6, shade("#c9765a", 0.1))
    paper.rect(0, 420, paper.wide, 170, mix("#fbe3c4", "#d9a765", 0.5))
    paper.rect(0, 414, paper.wide, 9, "#b58546")
    for x in (120, 470, 820):
        paper.pie(x + 110, 190, 110, "#ffffff")
        paper.rect(x, 188, 220, 170, "#ffffff")
        paper.pie(x + 110, 190, 96, "#a9cdf5")
        paper.rect(x + 14, 188, 192, 156, "#a9cdf5")
        paper.rect(x + 14, 292, 192, 52, "#4f8fd6")
        paper.poly(
            [(x + 70, 296), (x + 150, 296), (x + 134, 316), (x + 84, 316)], random.choice(("#bf3216", "#0b36b3"))
        )
        paper.rect(x + 108, 240, 5, 56, BARK)
        paper.poly([(x + 116, 240), (x + 150, 290), (x + 116, 290)], "#ffffff")
        paper.rect(x + 106, 96, 8, 248, "#ffffff")
    things.bunting(paper, (0, 4), (600, 4), 10)
    things.bunting(paper, (600, 4), (1200, 4), 10)
    people = crowd(random, 7)
    person(paper, people[6], 1110, 596, 230, arms=((-34, -56), (24, -44)), apron=True)
    for n, (x, tall) in enumerate(((160, 215), (330, 225), (490, 179), (660, 222), (840, 215))):
        person(paper, people[n], x, 628 if tall > 200 else 606, tall, arms=((-26, -50), (28, -50)))
    paper.poly([(40, 540), (980, 540), (1020, 600), (0, 600)], "#ffffff")
    paper.rect(0, 600, 1020, 40, "#dfeafc")
    for n in range(17):
        paper.poly([(n * 60, 600), (n * 60 + 30, 600), (n * 60 + 30, 640), (n * 60, 640)], "#b9c9f0")
    for x in (40, 940):
        paper.rect(x, 640, 30, 100, WOOD)
    for n, x in enumerate((120, 290, 450, 620, 790)):
        color = ("#bf3216", "#0b36b3", "#d99a2b", "#00696f", "#7a3b9e")[n]
        paper.pie(x + 40, 556, 34, color, 0, 180)
        paper.ellipse(x + 40, 557, 34, 8, "#ff8a66")
        _steam(paper, x + 40, 534)
    paper.rect(905, 552, 60, 26, "#d9a765")
    paper.pie(935, 556, 30, "#b5702f")
    paper.rect(1010, 500, 120, 90, "#6b7078")
    paper.rect(1004, 492, 132, 14, "#33415c")
    for x in (996, 1132):
        paper.rect(x, 520, 16, 12, INK)
    _steam(paper, 1070, 478)
    paper.rect(990, 590, 200, 18, "#b58546")
    for x in (1006, 1160):
        paper.rect(x, 608, 18, 130, shade("#b58546", 0.2))


def _steam(paper: Paper, x: float, y: float) -> None:
    for dx in (-12, 8):
        paper.line([(x + dx, y), (x + dx + 6, y - 11), (x + dx - 2, y - 22), (x + dx + 5, y - 33)], 4, "#ffffff")
