"""On the hill, in gardens and parks."""

from math import cos, sin
from random import Random

from cms.demo.art import things
from cms.demo.art.paper import Paper, shade
from cms.demo.art.people import crowd, dog, person
from cms.demo.art.things import BARK, BLUE, INK, WOOD


def planting(paper: Paper, random: Random) -> None:
    """Quarry Hill: young oaks on stakes, the old quarry behind, spades at work."""
    air, _sun, far = things.sky(paper, random, random.choice((0, 1, 3)))
    paper.poly(
        [(0, 400), (120, 260), (420, 236), (600, 330), (760, 280), (1200, 300), (1200, 460), (0, 460)], "#d9a765"
    )
    paper.poly([(420, 236), (600, 330), (560, 420), (400, 400)], "#c28d50")
    things.town(paper, random, 392, far, air, pale_row=False)
    paper.hill((400, 360, 400, 372, 410), "#7fae5c")
    for x, u in ((60, 1.1), (150, 0.8), (1080, 1.0), (1160, 1.25)):
        things.tree(paper, x, 440, u, "#1f6a35", "pine")
    paper.hill((470, 430, 480, 440, 490), "#6b9a4b")
    for x in (250, 400, 560, 710, 860, 990):
        things.tree(paper, x, 480 + (x % 7) * 4, 0.72, "#a7d477", "young")
    paper.hill((590, 560, 600, 570, 600), "#4f8a42")
    things.grass(paper, random, 610, 745, "#3f7d2c", 60)
    people = crowd(random, 6)
    person(paper, people[4], 480, 540, 135, arms=((-24, -40), (30, -52)))
    person(paper, people[5], 795, 540, 140, arms=((-26, -48), (22, -40)))
    paper.ellipse(640, 706, 92, 20, BARK)
    paper.pie(640, 704, 54, "#7a4b2a")
    things.tree(paper, 640, 664, 1.5, "#7fc05a", "young")
    hands = person(paper, people[0], 420, 700, 268, arms=((-26, -42), (36, -64)))
    things.spade(paper, hands[1], 716, 1.35)
    hands = person(paper, people[1], 850, 704, 260, arms=((-40, -54), (26, -44)), skirt=random.random() < 0.4)
    things.can(paper, hands[0], -1)
    person(paper, people[2], 560, 722, 165, arms=((-24, -42), (34, -52)))
    person(paper, people[3], 1040, 706, 250, arms=((-22, -40), (24, -96)), behind=(1,))
    things.tree(paper, 215, 706, 1.1, "#7fc05a", "young")
    things.flowers(paper, random, 120, 735, 6)


def garden(paper: Paper, random: Random) -> None:
    """The shared garden: raised beds, sunflowers, a shed, a wheelchair path between."""
    air, _sun, far = things.sky(paper, random, random.choice((1, 2, 3)))
    things.town(paper, random, 400, far, air)
    paper.rect(0, 396, paper.wide, 360, "#8fbf6a")
    things.grass(paper, random, 420, 740, "#6b9a4b", 60)
    paper.rect(0, 372, paper.wide, 10, WOOD)
    paper.rect(0, 404, paper.wide, 10, WOOD)
    for x in range(10, 1200, 58):
        paper.poly([(x, 440), (x, 358), (x + 11, 344), (x + 22, 358), (x + 22, 440)], "#fff6e0")
    paper.rect(925, 268, 190, 190, "#4f74e0")
    paper.poly([(900, 272), (1020, 190), (1140, 272)], "#33415c")
    paper.rect(985, 340, 66, 118, "#fff6e0")
    paper.rect(944, 306, 30, 34, "#ffcf5c")
    for x in (46, 130, 214, 850):
        paper.line([(x, 470), (x + 4, 300)], 9, "#3f7d2c")
        for n in range(10):
            turn = n * 0.628
            paper.circle(x + 4 + cos(turn) * 30, 292 + sin(turn) * 30, 12, "#ffcf5c")
        paper.circle(x + 4, 292, 23, BARK)
        paper.poly([(x + 2, 400), (x + 46, 378), (x + 10, 420)], "#3f7d2c")
    paper.poly([(430, 750), (530, 440), (640, 440), (760, 750)], "#e9dcc0")
    people = crowd(random, 5)
    person(paper, people[3], 720, 520, 160, arms=((-24, -40), (34, -46)))
    _bed(paper, random, 690, 590, 330)
    hands = person(paper, people[0], 330, 640, 255, arms=((-26, -44), (44, -50)))
    things.can(paper, hands[1])
    _bed(paper, random, 40, 730, 400)
    person(paper, people[1], 590, 715, 240, wheels=True, arms=((-16, -34), (40, -40)))
    things.crate(paper, random, 690, 708, 0.9)
    person(paper, people[2], 1030, 700, 250, arms=((-40, -46), (26, -42)), apron=True)
    _bed(paper, random, 800, 742, 360)


def _bed(paper: Paper, random: Random, x: float, ground: float, wide: float) -> None:
    """A raised bed with rows of greens."""
    paper.rect(x, ground - 84, wide, 20, BARK)
    for n in range(int(wide // 42)):
        px = x + 26 + n * 42
        color = random.choice(("#5fa052", "#7fc05a", "#2f7f3a"))
        kind = random.random()
        things.bush(paper, px, ground - 72, 0.62, color)
        if kind < 0.4:
            paper.circle(px - 8, ground - 84, 8, "#bf3216")
            paper.circle(px + 12, ground - 78, 8, "#bf3216")
        elif kind < 0.6:
            paper.circle(px, ground - 94, 9, "#b01f63")
    paper.rect(x, ground - 66, wide, 66, "#b58546")
    paper.rect(x, ground - 46, wide, 5, WOOD)
    paper.rect(x, ground - 24, wide, 5, WOOD)


def bench(paper: Paper, random: Random) -> None:
    """Mill Lane: new slats for the benches under the limes."""
    air, _sun, far = things.sky(paper, random, random.choice((1, 2)))
    things.town(paper, random, 370, far, air)
    paper.rect(0, 366, paper.wide, 390, "#8fbf6a")
    things.grass(paper, random, 400, 560, "#6b9a4b", 50)
    paper.poly([(0, 560), (1200, 520), (1200, 750), (0, 750)], "#e9dcc0")
    paper.poly([(0, 560), (1200, 520), (1200, 532), (0, 572)], "#cbbf9f")
    for x, u in ((140, 1.35), (1060, 1.45), (470, 0.8), (760, 0.85)):
        things.tree(paper, x, 470 if u > 1 else 420, u, random.choice(things.GREENS))
    people = crowd(random, 5)
    things.bench(paper, 760, 500, 0.7)
    person(paper, people[4], 730, 500, 150, seated=True, arms=((-20, -46), (26, -46)))
    things.bench(paper, 600, 660, 1.8, "#b5702f")
    paper.rect(450, 524, 300, 20, "#d9a765")
    person(paper, people[2], 880, 700, 250, arms=((-44, -56), (26, -44)))
    paper.line([(775, 566), (775, 526)], 9, WOOD)
    paper.rect(757, 510, 38, 18, "#33415c")
    hands = person(paper, people[0], 330, 706, 262, arms=((-24, -42), (44, -62)), apron=True)
    paper.line([hands[1], (hands[1][0] + 26, hands[1][1] - 6)], 8, WOOD)
    paper.poly(
        [
            (hands[1][0] + 22, hands[1][1] - 18),
            (hands[1][0] + 52, hands[1][1] - 18),
            (hands[1][0] + 50, hands[1][1] + 10),
            (hands[1][0] + 24, hands[1][1] + 8),
        ],
        "#d99a2b",
    )
    person(paper, people[1], 1040, 714, 165, arms=((-24, -46), (22, -92)))
    for n in range(4):
        paper.rect(80 + n * 6, 700 - n * 14, 200, 12, ("#d9a765", "#b5702f")[n % 2])
    paper.rect(440, 690, 46, 40, "#4f74e0")
    paper.ring(463, 688, 20, 4, INK)
    dog(paper, 1120, 720, 1.0, "#14161a")


def playground(paper: Paper, random: Random) -> None:
    """The playground by the school gets its colors back."""
    air, _sun, far = things.sky(paper, random, random.choice((1, 2, 3)))
    things.town(paper, random, 380, far, air)
    paper.rect(0, 376, paper.wide, 380, "#8fbf6a")
    things.grass(paper, random, 400, 740, "#6b9a4b", 60)
    paper.ellipse(560, 640, 560, 130, "#f0dcae")
    for x, u in ((60, 1.0), (1130, 1.2), (960, 0.8)):
        things.tree(paper, x, 440, u, random.choice(things.GREENS))
    for x1, x2 in ((140, 90), (140, 190), (450, 400), (450, 500)):
        paper.line([(x1, 270), (x2, 590)], 13, BLUE)
    paper.line([(130, 270), (460, 270)], 14, BLUE)
    for x in (220, 350):
        paper.line([(x, 276), (x, 520)], 4, INK)
        paper.line([(x + 52, 276), (x + 52, 520)], 4, INK)
        paper.rect(x - 8, 518, 70, 11, "#bf3216")
    for x in (690, 790):
        paper.rect(x, 330, 14, 280, "#bf3216")
    for y in (380, 430, 480, 530, 580):
        paper.rect(696, y, 100, 9, "#ffcf5c")
    paper.poly([(670, 340), (747, 262), (824, 340)], "#ffcf5c")
    paper.rect(676, 404, 142, 12, "#bf3216")
    paper.poly([(804, 404), (832, 404), (1010, 622), (968, 632)], "#4f74e0")
    paper.line([(826, 400), (1006, 618)], 8, shade("#4f74e0", 0.3))
    people = crowd(random, 6)
    person(paper, people[5], 246, 558, 135, seated=True, arms=((-18, -74), (18, -74)))
    person(paper, people[4], 747, 404, 110, arms=((-26, -84), (26, -84)))
    hands = person(paper, people[0], 560, 690, 262, arms=((-26, -42), (46, -72)), apron=True)
    things.brush(paper, hands[1], "#bf3216")
    paper.rect(480, 668, 50, 44, "#bf3216")
    paper.rect(474, 664, 62, 10, "#ffffff")
    hands = person(paper, people[1], 1080, 706, 255, arms=((-48, -58), (24, -42)))
    things.brush(paper, (hands[0][0], hands[0][1]), "#4f74e0", -1)
    paper.rect(1130, 672, 50, 44, "#4f74e0")
    paper.rect(1124, 668, 62, 10, "#ffffff")
    person(paper, people[2], 350, 712, 170, arms=((-24, -42), (26, -88)), behind=(1,))
    person(paper, people[3], 180, 708, 250, arms=((-24, -42), (30, -50)))
