"""The figures beside what was promised: as a table for people, as JSON for machines."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from .load import CLIENTS
from .measure import DEEDS, Figure, Figures

# Page or deed → target and stretch of (CPU of the product ÷ CPU of bare Django).
RATIOS = {
    "home": (4.0, 2.0), "find": (2.5, 1.5), "project": (2.5, 1.5), "poll": (2.5, 1.5), "ballot": (2.5, 1.5),
    "newest": (2.5, 1.5), "discussed": (2.5, 1.5), "supported": (2.5, 1.5), "map": (2.5, 1.5),
    "results": (2.5, 1.5), "idea": (2.5, 1.5), "event": (2.5, 1.5), "filters": (2.5, 1.5), "narrow": (2.5, 1.5),
    "near": (2.5, 1.5), "need": (2.5, 1.5), "search": (2.5, 1.5), "guess": (2.5, 1.5),
    "cast": (3.0, 2.0), "pace": (3.0, 2.0), "join": (3.0, 2.0), "rush": (3.0, 2.0),
}  # fmt: skip
LISTS = (
    "find",
    "filters",
    "narrow",
    "near",
    "need",
    "search",
    "guess",
    "project",
    "poll",
    "newest",
    "discussed",
    "supported",
    "map",
    "ballot",
    "results",
    "event",
    "roster",
)
SIGNED_IN = dict.fromkeys(LISTS, (2.5, 1.7))
# Page or deed → milliseconds within which 95 of 100 are answered.
P95 = {**dict.fromkeys(("poll", "newest", "discussed", "supported", "map", "ballot"), (300, 100)), "pace": (150, 75)}
QUERIES, QUERIES_SIGNED_IN = (10, 5), (14, 8)
GROWTH = (1.15, 1.0)
CODE, CODE_WITH_HTMX = (16_000, 12_000), (33_000, 28_000)
FIRST_VISIT, REQUESTS = (60_000, 40_000), (6, 6)
MEMORY = (150, 110)
DIGEST = (300, 120)  # seconds for everybody
NOISE = 0.02  # two runs of one and the same page differ by so much: 1.02 is no growth


@dataclass(frozen=True)
class Line:
    """One promise: what was found, what must be reached at least, what would be great."""

    name: str
    found: float
    target: float
    stretch: float
    unit: str = ""

    @property
    def reached(self) -> bool:
        return self.found <= self.target

    @property
    def stretched(self) -> bool:
        return self.found <= self.stretch * (1 + NOISE)


def lines(figures: Figures) -> Iterator[Line]:
    for one in figures.pages:
        yield from lines_of(one, figures.sizes)
    if figures.digests:
        yield Line(f"digests of {figures.digests.people:,} people", figures.digests.seconds, *DIGEST, unit="s")
        yield Line("digests: people left out", figures.digests.people - figures.digests.letters, 0, 0)
    for name, found in figures.memory.items():
        if name == "large":
            yield Line("memory of a web worker", max(found), *MEMORY, unit="MB")


def lines_of(one: Figure, sizes: dict[str, int]) -> Iterator[Line]:
    name = title(one)
    limits = (SIGNED_IN.get(one.name) or RATIOS[one.name]) if one.signed_in else RATIOS[one.name]
    yield Line(f"{name} ÷ bare", one.ratio, *limits, unit="×")
    if one.name in P95:
        yield Line(f"{name}: p95", one.large.p95, *P95[one.name], unit="ms")
    if one.crowd:
        yield Line(f"{name}: p95 ÷ bare", one.ratio_of_p95, *limits, unit="×")
        yield Line(f"{name}: tasks oversold", one.crowd.oversold, 0, 0)
    if one.name not in DEEDS:
        yield Line(f"{name}: queries", one.queries, *(QUERIES_SIGNED_IN if one.signed_in else QUERIES))
    if one.growth is not None:
        yield Line(f"{name}: p50 at {sizes['large']:,} ÷ at {sizes['small']:,}", one.growth, *GROWTH, unit="×")
    if one.weight is not None:
        yield Line(
            f"{name}: CSS + JS",
            one.weight.styles_and_scripts,
            *(CODE_WITH_HTMX if one.weight.has_htmx else CODE),
            unit="B",
        )
        yield Line(f"{name}: first visit", one.weight.first_visit, *FIRST_VISIT, unit="B")
        yield Line(f"{name}: requests", one.weight.requests, *REQUESTS)
        yield Line(f"{name}: files from elsewhere", len(one.weight.elsewhere), 0, 0)


def title(one: Figure) -> str:
    return f"{one.name}, signed in" if one.signed_in and one.name not in DEEDS else one.name


def as_text(figures: Figures) -> str:
    parts = [
        f"\nCPU milliseconds of web workers, PostgreSQL and Redis for one request, at {figures.sizes['large']:,} projects; "
        f"{figures.rounds} rounds in turns.",
        table(
            ("page or deed", "bare", "Engage", "÷", "queries", "p50 ms", "p95 ms", "p50 grows", "CPU grows", "HTML B"),
            [row(one) for one in figures.pages],
        ),
        table(
            ("figure", "found", "target", "stretch", "reached"),
            [
                (line.name, number(line.found, line.unit), number(line.target, line.unit),
                 number(line.stretch, line.unit), "stretch" if line.stretched else "yes" if line.reached else "NO")
                for line in lines(figures)
            ],
        ),
    ]  # fmt: skip
    parts += [
        f"\n{one.name}: {one.crowd.presses:,} presses by {CLIENTS} at a time, {one.crowd.waiting:,} of those people wait; p95 "
        f"{one.large.p95:.1f} ms, bare {one.bare.p95:.1f} ms: {one.ratio_of_p95:.2f}×. {one.crowd.oversold} tasks oversold."
        for one in figures.pages
        if one.crowd
    ]
    missed = [line.name for line in lines(figures) if not line.reached]
    parts.append(
        f"\n!!! {len(missed)} targets MISSED: {'; '.join(missed)}." if missed else "\nEvery target is reached."
    )
    return "\n".join(parts)


def row(one: Figure) -> tuple[str, ...]:
    return (
        title(one),
        f"{one.bare.per_request:.2f}",
        f"{one.large.per_request:.2f}",
        f"{one.ratio:.2f}×",
        str(one.queries),
        f"{one.large.p50:.1f}",
        f"{one.large.p95:.1f}",
        f"{one.growth:.2f}×" if one.growth else "–",
        f"{one.growth_of_cpu:.2f}×" if one.growth_of_cpu else "–",
        f"{one.weight.html:,}" if one.weight else "–",
    )


def number(value: float, unit: str) -> str:
    if unit == "×":
        return f"{value:.2f}×"
    return f"{value:,.0f} {unit}".strip()


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(line[n]) for line in [head, *rows]) for n in range(len(head))]
    texts = [
        "  ".join(cell.ljust(widths[n]) if n == 0 else cell.rjust(widths[n]) for n, cell in enumerate(line))
        for line in (head, *rows)
    ]
    return "\n".join(["", texts[0], "  ".join("-" * width for width in widths), *texts[1:]])


def as_json(figures: Figures) -> str:
    return json.dumps(
        {
            "sizes": figures.sizes,
            "rounds": figures.rounds,
            "pages": [
                {
                    "name": one.name,
                    "signed_in": one.signed_in,
                    "bare_ms": round(one.bare.per_request, 3),
                    "engage_ms": round(one.large.per_request, 3),
                    "ratio": round(one.ratio, 3),
                    "queries": one.queries,
                    "p50_ms": round(one.large.p50, 2),
                    "p95_ms": round(one.large.p95, 2),
                    "bare_p50_ms": round(one.bare.p50, 2),
                    "bare_p95_ms": round(one.bare.p95, 2),
                    "p50_growth": one.growth and round(one.growth, 3),
                    "cpu_growth": one.growth_of_cpu and round(one.growth_of_cpu, 3),
                    "requests_measured": sum(run.requests for run in one.large.runs),
                    "weight": one.weight and {**vars(one.weight), "first_visit": one.weight.first_visit},
                    "crowd": one.crowd and vars(one.crowd),
                }
                for one in figures.pages
            ],
            "digests": figures.digests and vars(figures.digests),
            "memory_mb": {name: [round(each, 1) for each in found] for name, found in figures.memory.items()},
            "targets": [
                {"name": line.name, "found": round(line.found, 3), "target": line.target, "stretch": line.stretch,
                 "unit": line.unit, "reached": line.reached, "stretched": line.stretched}
                for line in lines(figures)
            ],
        },
        indent=1,
    )  # fmt: skip
