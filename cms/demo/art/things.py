"""What stands about in Larkhaven: sky, houses, trees, water, benches, tools."""

from random import Random

from .paper import Paper, mix, shade

WOOD, BARK, BLUE, INK = "#7a4b2a", "#5a3a1e", "#0b36b3", "#14161a"
GREENS = ("#2f7f3a", "#3f7d2c", "#5fa052", "#6b9a4b")
WALLS = ("#c9765a", "#e5cfa5", "#ffffff", "#fff6e0", "#d9a765")
# (sky, sun, far town): morning, noon, late afternoon
LIGHTS = (
    ("#fbe3c4", "#f28b54", "#e3b48d"),
    ("#dfeafc", "#ffcf5c", "#b9c9f0"),
    ("#cfe4f7", "#ffcf5c", "#9fb3cf"),
    ("#ffe9b0", "#ff8a66", "#d9a765"),
)


def sky(paper: Paper, random: Random, light: int | None = None) -> tuple[str, str, str]:
    """Sky, sun and perhaps clouds; returns the colors of the hour."""
    colors = LIGHTS[random.randrange(len(LIGHTS)) if light is None else light]
    air, sun, _far = colors
    paper.rect(0, 0, paper.wide, paper.high, air)
    x, y = random.choice((180, 300, 900, 1010)), random.uniform(120, 170)
    paper.circle(x, y, 74, mix(air, sun, 0.35))
    paper.circle(x, y, 56, sun)
    white = mix(air, "#ffffff", 0.7)
    for _ in range(random.randint(1, 3)):
        cx = (x + random.uniform(300, 800)) % paper.wide
        cloud(paper, cx, random.uniform(70, 190), random.uniform(0.7, 1.2), white)
    return colors


def cloud(paper: Paper, x: float, y: float, u: float, color: str) -> None:
    """Three discs on a flat base."""
    for dx, radius in ((-38, 22), (0, 34), (38, 26)):
        paper.pie(x + dx * u, y, radius * u, color)
    paper.rect(x - 60 * u, y - 1, 124 * u, 9 * u, color)


def town(paper: Paper, random: Random, ground: float, far: str, air: str, pale_row: bool = True) -> None:
    """Two rows of houses behind: a pale one far off, and one with windows."""
    pale = mix(far, air, 0.45)
    x = -20.0
    while pale_row and x < paper.wide:
        wide, high = random.uniform(60, 110), random.uniform(70, 170)
        paper.rect(x, ground - high, wide, high, pale)
        if random.random() < 0.5:
            paper.poly([(x, ground - high), (x + wide / 2, ground - high - 30), (x + wide, ground - high)], pale)
        x += wide + random.uniform(-6, 26)
    x = random.uniform(-60, -10)
    while x < paper.wide:
        wide = random.uniform(74, 120)
        if random.random() < 0.72:
            house(paper, random, x, ground, wide, random.uniform(70, 150))
        x += wide + random.uniform(4, 90)


def house(paper: Paper, random: Random, x: float, ground: float, wide: float, high: float) -> None:
    """A house with its windows; some have a gable roof."""
    wall = random.choice(WALLS)
    glass = BLUE if wall != "#c9765a" else "#fff6e0"
    paper.rect(x, ground - high, wide, high, wall)
    paper.rect(x + wide * 0.72, ground - high, wide * 0.28, high, shade(wall, 0.07))
    if high < 105:
        roof = random.choice(("#bf3216", "#7a4b2a", "#33415c"))
        paper.poly(
            [(x - 8, ground - high), (x + wide / 2, ground - high - wide * 0.38), (x + wide + 8, ground - high)], roof
        )
    columns = max(int(wide // 30), 2)
    gap = wide / columns
    y = ground - high + 16
    while y < ground - 30:
        for n in range(columns):
            lit = "#ffcf5c" if random.random() < 0.16 else glass
            paper.rect(x + gap * (n + 0.5) - 7, y, 14, 17, lit)
        y += 34


def tree(paper: Paper, x: float, ground: float, u: float = 1.0, green: str = "#2f7f3a", kind: str = "round") -> None:
    """Round, pine or young; each with its shaded half."""
    dark = shade(green, 0.16)
    if kind == "pine":
        paper.rect(x - 7 * u, ground - 40 * u, 14 * u, 40 * u, BARK)
        for top, half, foot in ((-210, 34, -130), (-165, 46, -80), (-115, 56, -28)):
            paper.poly(
                [(x, ground + top * u), (x + half * u, ground + foot * u), (x - half * u, ground + foot * u)], green
            )
            paper.poly([(x, ground + top * u), (x + half * u, ground + foot * u), (x, ground + foot * u)], dark)
    elif kind == "young":
        paper.rect(x - 3 * u, ground - 70 * u, 6 * u, 70 * u, BARK)
        paper.circle(x, ground - 84 * u, 24 * u, green)
        paper.pie(x, ground - 84 * u, 24 * u, dark, -90, 90)
        paper.line([(x - 13 * u, ground + 2), (x - 13 * u, ground - 66 * u)], 4 * u, WOOD)
        paper.line([(x - 13 * u, ground - 50 * u), (x, ground - 50 * u)], 3 * u, "#fff6e0")
    else:
        paper.rect(x - 9 * u, ground - 92 * u, 18 * u, 92 * u, BARK)
        paper.line([(x, ground - 70 * u), (x + 26 * u, ground - 104 * u)], 8 * u, BARK)
        paper.circle(x, ground - 140 * u, 68 * u, green)
        paper.pie(x, ground - 140 * u, 68 * u, dark, -90, 90)


def bush(paper: Paper, x: float, ground: float, u: float = 1.0, green: str = "#3f7d2c") -> None:
    """Low green."""
    for dx, radius in ((-24, 20), (4, 30), (30, 20)):
        paper.pie(x + dx * u, ground, radius * u, green)


def flowers(paper: Paper, random: Random, x: float, ground: float, count: int = 5) -> None:
    """Stalks with dots, in the city's colors."""
    for _ in range(count):
        fx, high = x + random.uniform(-40, 40), random.uniform(16, 34)
        paper.line([(fx, ground), (fx + random.uniform(-4, 4), ground - high)], 3, "#3f7d2c")
        paper.circle(fx, ground - high, 6.5, random.choice(("#ffcf5c", "#ffffff", "#ff8a66", "#b01f63")))
        paper.circle(fx, ground - high, 2.6, "#7a4b2a")


def grass(paper: Paper, random: Random, top: float, bottom: float, color: str, count: int = 60) -> None:
    """Small strokes that keep a meadow from being a flat sheet."""
    for _ in range(count):
        x, y = random.uniform(0, paper.wide), random.uniform(top, bottom)
        paper.line([(x, y), (x + 3, y - 9)], 2.4, color)
        paper.line([(x + 7, y), (x + 8, y - 7)], 2.4, color)


def bench(paper: Paper, x: float, ground: float, u: float = 1.0, wood: str = WOOD) -> None:
    """A park bench with a back."""
    for dx in (-70, 62):
        paper.rect(x + dx * u, ground - 62 * u, 8 * u, 62 * u, INK)
    for dy in (-92, -74):
        paper.rect(x - 82 * u, ground + dy * u, 164 * u, 11 * u, wood)
    for dx in (-70, 62):
        paper.rect(x + dx * u, ground - 94 * u, 8 * u, 34 * u, INK)
    paper.rect(x - 88 * u, ground - 50 * u, 176 * u, 12 * u, shade(wood, 0.1))


def bag(paper: Paper, x: float, ground: float, u: float = 1.0, color: str = INK) -> None:
    """A filled sack, tied on top."""
    paper.poly(
        [
            (x - 8 * u, ground - 58 * u),
            (x + 8 * u, ground - 58 * u),
            (x + 14 * u, ground - 70 * u),
            (x - 14 * u, ground - 70 * u),
        ],
        color,
    )
    paper.poly(
        [(x - 8 * u, ground - 58 * u), (x + 8 * u, ground - 58 * u), (x + 30 * u, ground - 22 * u), (x + 28 * u, ground), (x - 28 * u, ground), (x - 30 * u, ground - 22 * u)],
        color,
    )  # fmt: skip
    paper.poly(
        [
            (x, ground - 58 * u),
            (x + 8 * u, ground - 58 * u),
            (x + 30 * u, ground - 22 * u),
            (x + 28 * u, ground),
            (x + 10 * u, ground),
        ],
        mix(color, "#ffffff", 0.12),
    )


def crate(
    paper: Paper,
    random: Random,
    x: float,
    ground: float,
    u: float = 1.0,
    fill: tuple[str, ...] = ("#bf3216", "#ff8a66"),
) -> None:
    """A wooden crate with round things in it."""
    for dx in (-26, -9, 9, 26):
        paper.circle(x + dx * u, ground - 36 * u, 13 * u, random.choice(fill))
    paper.rect(x - 44 * u, ground - 34 * u, 88 * u, 34 * u, "#d9a765")
    paper.rect(x - 44 * u, ground - 20 * u, 88 * u, 5 * u, "#b58546")


def spade(paper: Paper, hand: tuple[float, float], ground: float, u: float = 1.0) -> None:
    """Standing in the ground, held at the top."""
    x, y = hand
    paper.line([(x, y - 8 * u), (x, ground - 26 * u)], 8 * u, BARK)
    paper.rect(x - 14 * u, y - 16 * u, 28 * u, 8 * u, BARK)
    paper.poly(
        [
            (x - 17 * u, ground - 34 * u),
            (x + 17 * u, ground - 34 * u),
            (x + 17 * u, ground - 12 * u),
            (x, ground + 8 * u),
            (x - 17 * u, ground - 12 * u),
        ],
        "#33415c",
    )


def picker(paper: Paper, hand: tuple[float, float], to: tuple[float, float]) -> None:
    """A litter picker from the hand to what it picks."""
    paper.line([hand, to], 5, "#33415c")
    paper.line([to, (to[0] + 7, to[1] + 9)], 4, "#bf3216")
    paper.line([to, (to[0] - 3, to[1] + 10)], 4, "#bf3216")


def can(paper: Paper, hand: tuple[float, float], side: int = 1, color: str = "#4f74e0") -> None:
    """A watering can hanging from the hand, pouring to one side."""
    x, y = hand
    paper.ring(x, y + 14, 17, 6, shade(color, 0.25))
    paper.poly([(x - 25, y + 20), (x + 25, y + 20), (x + 29, y + 66), (x - 29, y + 66)], color)
    paper.line([(x + 20 * side, y + 54), (x + 52 * side, y + 22)], 8, color)
    rose = [(44, 10), (66, 26), (58, 32), (40, 18)]
    paper.poly([(x + dx * side, y + dy) for dx, dy in rose], shade(color, 0.25))
    for n in range(3):
        drop = (x + (58 + n * 7) * side, y + 38 + n * 2)
        paper.line([drop, (drop[0] + 4 * side, drop[1] + 12)], 3, "#a9cdf5")


def bicycle(paper: Paper, x: float, ground: float, u: float = 1.0, frame: str = "#bf3216") -> None:
    """Side view; the wheels touch the ground."""
    r = 44 * u
    left, right, y = x - 66 * u, x + 66 * u, ground - r
    for wheel in (left, right):
        paper.ring(wheel, y, r - 4 * u, 6 * u, INK)
        paper.circle(wheel, y, 6 * u, "#6b7078")
    pedal, saddle, bar = (x - 8 * u, y + 6 * u), (x - 28 * u, y - 52 * u), (x + 42 * u, y - 56 * u)
    paper.line([(left, y), pedal, bar, saddle, (left, y)], 6.5 * u, frame)
    paper.line([saddle, pedal], 6.5 * u, frame)
    paper.line([(bar[0], bar[1]), (right, y)], 6.5 * u, frame)
    paper.line([(saddle[0], saddle[1]), (saddle[0] - 3 * u, saddle[1] - 14 * u)], 5 * u, INK)
    paper.line([(saddle[0] - 18 * u, saddle[1] - 15 * u), (saddle[0] + 14 * u, saddle[1] - 15 * u)], 8 * u, INK)
    paper.line([bar, (bar[0] - 3 * u, bar[1] - 16 * u), (bar[0] + 18 * u, bar[1] - 20 * u)], 5 * u, INK)
    paper.circle(pedal[0], pedal[1], 9 * u, "#6b7078")


def bunting(paper: Paper, one: tuple[float, float], other: tuple[float, float], count: int = 9) -> None:
    """Little flags on a sagging line."""
    colors = ("#bf3216", "#ffcf5c", "#0b36b3", "#2f7f3a", "#ffffff")
    at = []
    for n in range(count * 2 + 1):
        share = n / (count * 2)
        sag = 4 * share * (1 - share) * 36
        at.append((one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share + sag))
    paper.line(at, 3, INK)
    for n in range(count):
        (x1, y1), (x2, y2) = at[2 * n], at[2 * n + 1]
        paper.poly([(x1 + 2, y1), (x2 + 10, y2), ((x1 + x2) / 2 + 6, max(y1, y2) + 30)], colors[n % len(colors)])


def brush(paper: Paper, hand: tuple[float, float], color: str, side: int = 1) -> None:
    """A wide paint brush in the hand, pointing to one side."""
    x, y = hand
    paper.line([(x - 14 * side, y + 16), (x + 22 * side, y - 26)], 8, WOOD)
    paper.line([(x + 22 * side, y - 26), (x + 36 * side, y - 42)], 20, color, False)
