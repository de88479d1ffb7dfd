"""People of the city: flat, friendly, of every age; faces are left to the beholder."""

from dataclasses import dataclass, replace
from random import Random

from .paper import Paper, shade

SKIN = ("#e2b48d", "#c98f63", "#8d5a3b", "#5c3a26", "#f0cba8", "#a86f47")
GRAY = "#d9d6cf"
HAIR = ("#14161a", "#3b2416", "#6b3f1d", "#b5702f", GRAY, "#1d2230")
DARK, DARK_HAIR = ("#8d5a3b", "#5c3a26"), ("#14161a", GRAY, "#1d2230")  # so that hair and skin can be told apart
CLOTH = ("#0b36b3", "#bf3216", "#d99a2b", "#7a3b9e", "#00696f", "#ffffff", "#b01f63", "#2b761d", "#ff8a66", "#4f74e0")
TROUSERS = ("#1d2230", "#14161a", "#33415c", "#4a3a2c")
CHILD = 180  # smaller ones in front are children
HEADS = ("short", "bun", "long", "cap", "scarf", "bald", "curls", "beanie")


@dataclass
class Someone:
    """How one person looks; the same through a scene."""

    skin: str
    hair: str
    cloth: str
    trousers: str
    head: str
    accent: str


def crowd(random: Random, count: int) -> list[Someone]:
    """So many people, no two neighbors dressed alike."""
    cloths, heads, skins = list(CLOTH), list(HEADS), list(SKIN)
    for deck in (cloths, heads, skins):
        random.shuffle(deck)
    return [
        Someone(
            skins[n % len(skins)],
            random.choice(DARK_HAIR if skins[n % len(skins)] in DARK else HAIR),
            cloths[n % len(cloths)],
            random.choice(TROUSERS),
            heads[n % len(heads)],
            cloths[(n + 4) % len(cloths)],
        )  # fmt: skip
        for n in range(count)
    ]


def person(
    paper: Paper,
    who: Someone,
    x: float,
    feet: float,
    tall: float = 190,
    *,
    arms: tuple = ((-26, -44), (26, -44)),
    seated: bool = False,
    wheels: bool = False,
    vest: bool = False,
    apron: bool = False,
    skirt: bool = False,
    behind: tuple = (),
) -> list[tuple[float, float]]:
    """Draw somebody standing with the feet at (x, feet); returns where the hands are.

    `arms` are hand positions from the feet, in hundredths of the height; `behind` names arms drawn before the body.
    """
    u = tall / 104
    base = feet
    if tall < CHILD:
        young = {"bald": "short", "scarf": "bun"}
        who = replace(who, head=young.get(who.head, who.head), hair="#6b3f1d" if who.hair == GRAY else who.hair)
    if wheels:
        _wheelchair(paper, x, feet, u)
        base = feet - 8 * u
    if seated or wheels:
        base -= 2 * u
        _sitting_legs(paper, who, x, base, u)
        base += 22 * u
    elif skirt:
        paper.rect(x - 9 * u, base - 20 * u, 7 * u, 20 * u, who.skin)
        paper.rect(x + 2 * u, base - 20 * u, 7 * u, 20 * u, who.skin)
        paper.poly(
            [
                (x - 15 * u, base - 44 * u),
                (x + 15 * u, base - 44 * u),
                (x + 21 * u, base - 15 * u),
                (x - 21 * u, base - 15 * u),
            ],
            who.cloth,
        )
    else:
        paper.rect(x - 13 * u, base - 42 * u, 11 * u, 42 * u, who.trousers)
        paper.rect(x + 2 * u, base - 42 * u, 11 * u, 42 * u, shade(who.trousers, 0.25))
    if not (seated or wheels):
        for side in (-13, 2):
            paper.pie(x + (side + 5.5) * u, base + 0.5 * u, 7.5 * u, "#14161a")

    hands = [(x + dx * u, base + dy * u) for dx, dy in arms]
    shoulders = [(x + (-14 if hand[0] < x else 14) * u, base - 66 * u) for hand in hands]
    for n in behind:
        _arm(paper, who, shoulders[n], hands[n], u)

    paper.rect(x - 19 * u, base - 62 * u, 38 * u, 26 * u, who.cloth)
    paper.pie(x, base - 61.5 * u, 19 * u, who.cloth)
    if vest:
        paper.rect(x - 19 * u, base - 56 * u, 38 * u, 5 * u, "#ffcf5c")
        paper.rect(x - 19 * u, base - 44 * u, 38 * u, 5 * u, "#ffcf5c")
    if apron:
        paper.poly(
            [
                (x - 9 * u, base - 68 * u),
                (x + 9 * u, base - 68 * u),
                (x + 14 * u, base - 26 * u),
                (x - 14 * u, base - 26 * u),
            ],
            "#ffffff" if who.cloth != "#ffffff" else "#ffcf5c",
        )
    paper.rect(x - 4 * u, base - 84 * u, 8 * u, 8 * u, shade(who.skin, 0.12))
    _head(paper, who, x, base - 92 * u, u)
    for n, hand in enumerate(hands):
        if n not in behind:
            _arm(paper, who, shoulders[n], hand, u)
    return hands


def _arm(paper: Paper, who: Someone, shoulder: tuple, hand: tuple, u: float) -> None:
    sleeve = shade(who.cloth, 0.1)
    wrist = (shoulder[0] + (hand[0] - shoulder[0]) * 0.86, shoulder[1] + (hand[1] - shoulder[1]) * 0.86)
    paper.line([shoulder, wrist], 9 * u, sleeve)
    paper.circle(hand[0], hand[1], 4.6 * u, who.skin)


def _head(paper: Paper, who: Someone, x: float, y: float, u: float) -> None:
    r = 11.5 * u
    if who.head == "long":
        paper.pie(x, y, 13.5 * u, who.hair)
        paper.rect(x - 13.5 * u, y - u, 27 * u, 17 * u, who.hair)
    elif who.head == "curls":
        for dx, dy in ((-9, -4), (9, -4), (-5, -11), (5, -11), (0, -13), (-11, 3), (11, 3)):
            paper.circle(x + dx * u, y + dy * u, 6.5 * u, who.hair)
    elif who.head == "scarf":
        paper.circle(x, y, 14 * u, who.accent)
        paper.poly([(x - 14 * u, y), (x + 14 * u, y), (x + 16 * u, y + 17 * u), (x - 16 * u, y + 17 * u)], who.accent)
    elif who.head == "bun":
        paper.circle(x, y - 14 * u, 6 * u, who.hair)
    paper.circle(x, y, r, who.skin)
    if who.head in ("short", "bun", "long"):
        paper.pie(x, y - u, 12.4 * u, who.hair, 180, 360)
    elif who.head == "curls":
        paper.pie(x, y - 2.5 * u, 11.8 * u, who.hair, 195, 345)
    elif who.head == "scarf":
        paper.pie(x, y - 3 * u, 12 * u, who.accent, 195, 345)
    elif who.head == "cap":
        paper.pie(x, y - 2 * u, 12.4 * u, who.accent)
        paper.rect(x, y - 5 * u, 19 * u, 3.4 * u, shade(who.accent))
    elif who.head == "beanie":
        paper.pie(x, y - 2 * u, 12.6 * u, who.accent)
        paper.rect(x - 13 * u, y - 5 * u, 26 * u, 4.5 * u, shade(who.accent))
    elif who.head == "bald":
        paper.pie(x, y + 1.5 * u, 12 * u, GRAY, 25, 155)  # a gray beard


def _sitting_legs(paper: Paper, who: Someone, x: float, base: float, u: float) -> None:
    paper.rect(x - 13 * u, base - 24 * u, 38 * u, 11 * u, who.trousers)
    paper.rect(x + 15 * u, base - 24 * u, 10.5 * u, 24 * u, shade(who.trousers, 0.25))
    paper.pie(x + 21 * u, base + 0.5 * u, 7.5 * u, "#14161a")


def _wheelchair(paper: Paper, x: float, feet: float, u: float) -> None:
    paper.line(
        [(x - 17 * u, feet - 52 * u), (x - 17 * u, feet - 20 * u), (x + 22 * u, feet - 20 * u)], 4 * u, "#33415c"
    )
    paper.ring(x - 4 * u, feet - 17 * u, 16 * u, 3.6 * u, "#14161a")
    paper.circle(x - 4 * u, feet - 17 * u, 4 * u, "#6b7078")
    paper.line(
        [(x + 22 * u, feet - 20 * u), (x + 27 * u, feet - 4 * u), (x + 33 * u, feet - 4 * u)], 3.4 * u, "#33415c"
    )
    paper.ring(x + 21 * u, feet - 4 * u, 4 * u, 2.6 * u, "#14161a")


def dog(paper: Paper, x: float, feet: float, u: float = 1.0, coat: str = "#a86f47") -> None:
    """Somebody's dog came along."""
    for dx in (-20, -12, 14, 22):
        paper.rect(x + dx * u, feet - 20 * u, 6 * u, 20 * u, shade(coat))
    paper.rect(x - 20 * u, feet - 38 * u, 48 * u, 20 * u, coat)
    paper.circle(x + 34 * u, feet - 46 * u, 12 * u, coat)
    paper.rect(x + 36 * u, feet - 46 * u, 16 * u, 9 * u, coat)
    paper.circle(x + 52 * u, feet - 43 * u, 3 * u, "#14161a")
    paper.poly(
        [(x + 24 * u, feet - 54 * u), (x + 32 * u, feet - 56 * u), (x + 26 * u, feet - 38 * u)], shade(coat, 0.3)
    )
    paper.line([(x - 20 * u, feet - 36 * u), (x - 32 * u, feet - 52 * u)], 6 * u, coat)
