"""In yards, on squares and under bridges."""

from random import Random

from cms.demo.art import things
from cms.demo.art.paper import Paper, shade
from cms.demo.art.people import CLOTH, Someone, crowd, dog, person
from cms.demo.art.things import INK, WOOD


def repair(paper: Paper, random: Random) -> None:
    """The repair stand in Mill Yard: bicycles on the rack, tools on the wall."""
    air, _sun, far = things.sky(paper, random, random.choice((0, 1, 3)))
    things.town(paper, random, 330, far, air)
    paper.rect(0, 320, paper.wide, 430, "#cbbf9f")
    paper.rect(0, 320, paper.wide, 10, shade("#cbbf9f", 0.1))
    for _ in range(60):
        x, y = random.uniform(0, 1200), random.uniform(480, 740)
        paper.rect(x, y, random.uniform(24, 44), 5, shade("#cbbf9f", 0.07))
    paper.rect(40, 90, 430, 400, "#c9765a")
    for row in range(9):
        for n in range(6):
            paper.rect(50 + n * 72 + (36 if row % 2 else 0), 108 + row * 42, 30, 8, shade("#c9765a", 0.12))
    paper.poly([(20, 96), (255, 10), (490, 96)], "#33415c")
    paper.rect(80, 190, 350, 190, "#fff6e0")
    for n, (x, kind) in enumerate(((120, "w"), (180, "h"), (240, "s"), (300, "w"), (360, "h"))):
        _hung(paper, x, 220, kind, CLOTH[n])
    for n, x in enumerate((118, 200, 282, 364)):
        paper.rect(x, 318, 52, 42, ("#4f74e0", "#d99a2b", "#2f7f3a", "#bf3216")[n])
        paper.rect(x, 330, 52, 5, "#ffffff")
    paper.rect(60, 470, 400, 20, "#b58546")
    for x in (80, 420):
        paper.rect(x, 490, 22, 100, shade("#b58546", 0.2))
    things.bunting(paper, (470, 120), (1190, 90), 12)
    people = crowd(random, 5)
    person(paper, people[3], 180, 600, 225, arms=((-24, -46), (34, -54)), apron=True)
    things.bicycle(paper, 1060, 520, 0.9, "#2f7f3a")
    person(paper, people[4], 960, 530, 180)
    paper.rect(690, 470, 12, 220, "#33415c")
    paper.poly([(640, 700), (752, 700), (716, 672), (676, 672)], "#33415c")
    things.bicycle(paper, 690, 590, 1.5, random.choice(("#bf3216", "#7a3b9e", "#0b36b3")))
    hands = person(paper, people[0], 480, 706, 270, arms=((-22, -44), (46, -62)), apron=True)
    paper.line([hands[1], (hands[1][0] + 34, hands[1][1] - 24)], 9, "#6b7078")
    paper.ring(hands[1][0] + 40, hands[1][1] - 28, 9, 6, "#6b7078")
    person(paper, people[1], 925, 706, 262, arms=((-46, -60), (26, -44)))
    person(paper, people[2], 1060, 712, 165, arms=((-26, -48), (22, -42)))
    paper.rect(270, 664, 130, 56, "#bf3216")
    paper.rect(270, 684, 130, 8, shade("#bf3216", 0.3))
    paper.ring(335, 662, 26, 8, INK)
    paper.rect(300, 664, 70, 30, "#bf3216")


def _hung(paper: Paper, x: float, y: float, kind: str, color: str) -> None:
    """A wrench, hammer or saw on the wall."""
    if kind == "w":
        paper.line([(x, y + 8), (x, y + 74)], 9, "#6b7078")
        paper.ring(x, y + 4, 10, 7, "#6b7078")
    elif kind == "h":
        paper.line([(x, y), (x, y + 78)], 8, WOOD)
        paper.rect(x - 20, y - 6, 40, 18, "#33415c")
    else:
        paper.poly([(x - 14, y), (x + 14, y), (x + 5, y + 80), (x - 5, y + 80)], "#9fb3cf")
        paper.rect(x - 18, y - 14, 36, 20, color if color != "#ffffff" else WOOD)


def market(paper: Paper, random: Random) -> None:
    """The street feast on Harbor Square: stalls, awnings, neighbors between."""
    air, _sun, far = things.sky(paper, random, random.choice((0, 1, 3)))
    things.town(paper, random, 400, far, air)
    paper.rect(0, 396, paper.wide, 360, "#e9dcc0")
    for row in range(5):
        for n in range(9):
            paper.rect(n * 150 + (70 if row % 2 else 0), 440 + row * 66, 90, 5, "#d6c49a")
    things.bunting(paper, (-10, 130), (600, 110), 10)
    things.bunting(paper, (600, 110), (1210, 140), 10)
    people = crowd(random, 8)
    _stall(paper, random, 90, 560, 330, "#bf3216", people[6])
    _stall(paper, random, 470, 540, 280, "#0b36b3", people[7])
    _stall(paper, random, 810, 560, 320, "#2f7f3a", people[5])
    hands = person(paper, people[0], 240, 710, 262, arms=((-24, -42), (34, -56)), skirt=True)
    paper.poly(
        [
            (hands[0][0] - 26, hands[0][1] + 8),
            (hands[0][0] + 26, hands[0][1] + 8),
            (hands[0][0] + 20, hands[0][1] + 62),
            (hands[0][0] - 20, hands[0][1] + 62),
        ],
        "#d99a2b",
    )
    person(paper, people[1], 400, 716, 160, arms=((-28, -52), (22, -42)))
    person(paper, people[2], 660, 708, 255, arms=((-30, -46), (30, -62)))
    person(paper, people[3], 800, 704, 240, wheels=True, arms=((-22, -40), (32, -48)))
    person(paper, people[4], 1010, 712, 258, arms=((-26, -92), (24, -42)), behind=(0,))
    dog(paper, 520, 720, 1.0)


def _stall(paper: Paper, random: Random, x: float, ground: float, wide: float, color: str, keeper: Someone) -> None:
    for dx in (6, wide - 16):
        paper.rect(x + dx, ground - 270, 10, 270, WOOD)
    person(paper, keeper, x + wide / 2, ground - 4, 200, arms=((-30, -56), (30, -56)), apron=True)
    paper.rect(x, ground - 96, wide, 96, "#fff6e0")
    paper.rect(x, ground - 106, wide, 14, "#b58546")
    for n in range(int(wide // 92)):
        fill = random.choice(
            (("#bf3216", "#ff8a66"), ("#ffcf5c", "#d99a2b"), ("#7fc05a", "#2f7f3a"), ("#7a3b9e", "#b01f63"))
        )
        things.crate(paper, random, x + 50 + n * 94, ground - 104, 0.78, fill)
    stripes = int(wide // 40)
    step = wide / stripes
    for n in range(stripes):
        tone = color if n % 2 == 0 else "#ffffff"
        paper.poly(
            [
                (x + n * step + 14, ground - 320),
                (x + (n + 1) * step - 14 * (n == stripes - 1) + 0, ground - 320),
                (x + (n + 1) * step, ground - 262),
                (x + n * step, ground - 262),
            ],
            tone,
        )
        paper.pie(x + (n + 0.5) * step, ground - 263, step / 2, tone, 0, 180)


def mural(paper: Paper, random: Random) -> None:
    """Under the railway bridge: a gray wall becomes the creek with its birds."""
    paper.rect(0, 0, paper.wide, paper.high, "#dfeafc")
    paper.rect(0, 40, paper.wide, 96, "#33415c")
    for n in range(13):
        paper.rect(n * 100 - 20, 58, 8, 60, "#4b5a78")
    for x in (70, 320, 570, 820, 1070):
        paper.rect(x - 96, 4, 210, 38, "#bf3216")
        for n in range(4):
            paper.rect(x - 84 + n * 50, 10, 36, 18, "#ffe9b0")
    paper.rect(0, 136, paper.wide, 480, "#cfc9bd")
    for row in range(8):
        for n in range(10):
            paper.rect(n * 130 + (65 if row % 2 else 0) - 30, 160 + row * 58, 70, 5, shade("#cfc9bd", 0.06))
    paper.poly([(70, 190), (820, 190), (770, 560), (70, 560)], "#ffe9b0")
    paper.circle(250, 290, 66, "#ff8a66")
    paper.poly([(70, 420), (250, 350), (420, 410), (600, 340), (796, 400), (770, 560), (70, 560)], "#5fa052")
    paper.poly([(70, 470), (240, 440), (430, 480), (620, 440), (786, 470), (770, 560), (70, 560)], "#4f8fd6")
    for x, y in ((140, 510), (330, 530), (520, 500), (640, 530)):
        paper.rect(x, y, 70, 6, "#a9cdf5")
    for x, y, u, color in ((470, 270, 1.5, "#ffffff"), (600, 240, 1.0, "#0b36b3"), (680, 310, 0.8, "#ffffff")):
        paper.poly([(x, y), (x - 60 * u, y - 34 * u), (x - 20 * u, y + 4 * u)], color)
        paper.poly([(x, y), (x + 60 * u, y - 40 * u), (x + 20 * u, y + 4 * u)], color)
        paper.ellipse(x + 4 * u, y + 4 * u, 26 * u, 9 * u, color)
    paper.line([(790, 240), (1020, 240), (1010, 420)], 5, "#8a9096")
    for n in range(5):
        paper.line([(830 + n * 44, 330 + (n % 2) * 50), (860 + n * 40, 300 + (n % 3) * 40)], 4, "#a9a397")
    paper.rect(0, 610, paper.wide, 140, "#6b7078")
    paper.rect(0, 610, paper.wide, 12, "#4b5058")
    paper.rect(830, 380, 300, 16, "#d9a765")
    for x1, x2 in ((860, 830), (860, 890), (1100, 1070), (1100, 1130)):
        paper.line([(x1, 392), (x2, 620)], 10, "#b58546")
    people = crowd(random, 6)
    hands = person(paper, people[3], 900, 382, 195, arms=((-46, -66), (22, -44)), vest=True)
    things.brush(paper, hands[0], "#ff8a66", -1)
    paper.rect(1040, 350, 40, 32, "#ff8a66")
    hands = person(paper, people[0], 330, 690, 265, arms=((-24, -42), (40, -84)), apron=True)
    things.brush(paper, hands[1], "#4f8fd6")
    hands = person(paper, people[1], 600, 690, 250, wheels=True, arms=((-40, -62), (24, -40)))
    things.brush(paper, hands[0], "#5fa052", -1)
    person(paper, people[2], 160, 706, 170, arms=((-22, -42), (34, -76)))
    for x, color in ((430, "#4f8fd6"), (480, "#5fa052"), (720, "#ff8a66"), (770, "#ffcf5c")):
        paper.rect(x - 22, 680, 44, 40, color)
        paper.rect(x - 26, 676, 52, 9, "#ffffff")
    person(paper, people[4], 1020, 706, 250, arms=((-24, -42), (26, -92)), behind=(1,))
    person(paper, people[5], 1140, 702, 160)
