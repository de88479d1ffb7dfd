"""Measuring: bare and product in turns, so that whatever else the machine does falls on both."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from typing import Any
from urllib.request import Request, urlopen

from . import load
from .costs import cpu_of, family, memory_of, stat
from .counting import HEADER
from .digests import PEOPLE, QUICK_PEOPLE, Digests
from .digests import measure as send_digests
from .ground import Ground, Server
from .weights import Weight, weigh

# Page or deed of the product → the bare one that does the same work.
BESIDE = {
    "home": "list", "find": "list", "project": "list", "poll": "list", "newest": "list", "discussed": "list", "supported": "list", "map": "list", "ballot": "list", "results": "list", "idea": "page",
    "filters": "list", "narrow": "list", "near": "list", "need": "list", "search": "list", "guess": "list", "event": "list", "roster": "list", "cast": "vote", "pace": "vote", "join": "vote", "rush": "vote",
}  # fmt: skip
PAGES = [name for name, bare in BESIDE.items() if bare != "vote"]
DEEDS = [name for name, bare in BESIDE.items() if bare == "vote"]
PARTS = {
    "finding": ("find", "filters", "narrow", "near", "need", "search", "guess"),
    "events": ("event", "roster", "join", "rush"),
    "polls": ("poll", "newest", "discussed", "supported", "map", "ballot", "results", "idea", "cast", "pace"),
    "orders": ("poll", "newest", "discussed", "supported"),
}
DIGEST = "digest"  # no page: a command, measured by itself
PRIVATE = ("roster",)  # nobody but its lead reads it
SHORT = ("narrow",)  # a small city has two such dates, a large one twenty: that is no growth of one page
POSTS, WARM = 150, 10  # of each deed in one round; the first are not measured


@dataclass
class Cost:
    """One server's runs of one page."""

    cpu: float = 0.0
    runs: list[load.Run] = field(default_factory=list)

    @property
    def per_request(self) -> float:
        """CPU milliseconds of web workers, PostgreSQL and Redis together."""
        return self.cpu / sum(run.requests for run in self.runs)

    @property
    def p50(self) -> float:
        return median(run.p50 for run in self.runs)

    @property
    def p95(self) -> float:
        return median(run.p95 for run in self.runs)


@dataclass
class Crowd:
    """What came of a rush: presses, people who wait, and tasks that gave away more places than they have."""

    presses: int = 0
    waiting: int = 0
    oversold: int = 0


@dataclass
class Figure:
    """One page or deed, as one kind of reader."""

    name: str
    signed_in: bool
    bare: Cost = field(default_factory=Cost)
    large: Cost = field(default_factory=Cost)
    small: Cost = field(default_factory=Cost)
    queries: int = 0
    weight: Weight | None = None
    crowd: Crowd | None = None

    @property
    def ratio(self) -> float:
        return self.large.per_request / self.bare.per_request

    @property
    def ratio_of_p95(self) -> float:
        return self.large.p95 / self.bare.p95

    @property
    def growth(self) -> float | None:
        """p50 at the large size ÷ at the small one, pair by pair."""
        pairs = list(zip(self.large.runs, self.small.runs, strict=False))
        return median(large.p50 / small.p50 for large, small in pairs) if pairs else None

    @property
    def growth_of_cpu(self) -> float | None:
        return self.large.per_request / self.small.per_request if self.small.runs else None


@dataclass
class Figures:
    pages: list[Figure]
    memory: dict[str, list[float]]
    sizes: dict[str, int]
    rounds: int
    digests: Digests | None = None


class Bench:
    def __init__(
        self,
        ground: Ground,
        sizes: dict[str, int],
        *,
        rounds: int,
        seconds: int,
        say: Callable[[str], None],
        only: Iterable[str] = (),
    ):
        self.ground, self.sizes, self.rounds, self.seconds, self.say = ground, sizes, rounds, seconds, say
        self.only = {each for name in only for each in PARTS.get(name, (name,))} or {*BESIDE, DIGEST}
        self.told: dict[str, dict[str, Any]] = {}
        self.servers: dict[str, Server] = {}
        self.sent: dict[tuple[str, str], int] = {}

    def fill(self) -> None:
        presses = (self.rounds + 1) * sum(posts_of(name) for name in DEEDS)
        self.told = self.ground.fill(self.sizes, visitors=len(DEEDS) + presses)

    def open(self, stack: ExitStack) -> None:
        """Start the three servers."""
        for name in ("bare", *self.sizes):
            self.servers[name] = stack.enter_context(self.ground.serve(name))

    def run(self) -> Figures:
        ways = [(name, signed_in) for name in PAGES for signed_in in (False, True) if signed_in or name not in PRIVATE]
        figures = [Figure(name, signed_in) for name, signed_in in ways if name in self.only]
        figures += [Figure(name, True) for name in DEEDS if name in self.only]
        self._count(figures)
        for figure in figures:
            self.say(f"measuring {figure.name}{', signed in' if figure.signed_in else ''}")
            if figure.name in DEEDS:
                self._deed(figure)
            else:
                self._page(figure)
        self.ground.check("large")  # also after all those deeds
        memory = {name: [memory_of(pid) for pid in workers(server)] for name, server in self.servers.items()}
        return Figures(figures, memory, self.sizes, self.rounds, self._digests() if DIGEST in self.only else None)

    def _digests(self) -> Digests:
        people = PEOPLE if self.sizes["large"] >= PEOPLE else QUICK_PEOPLE
        return send_digests(self.ground, people, self.say)

    def _count(self, figures: list[Figure]) -> None:
        """Queries of the third request, and the weight on the wire."""
        with self.ground.serve("large", workers=1, counting=True) as server:
            for figure in figures:
                if figure.name in DEEDS:
                    figure.queries = self._queries_of_deed(server, figure.name)
                    continue
                path = self.told["large"]["pages"][figure.name][0]
                for _ in range(3):
                    figure.queries = self._queries(server, path, self._cookies("large", figure))
                if not figure.signed_in:
                    figure.weight = weigh(server.port, path)

    def _queries(self, server: Server, path: str, cookies: dict[str, str]) -> int:
        request = Request(f"http://127.0.0.1:{server.port}{path}", headers={"Cookie": load.cookie_header(cookies)})
        with urlopen(request, timeout=30) as answer:
            return int(answer.headers[HEADER])

    def _queries_of_deed(self, server: Server, name: str) -> int:
        for post in self._posts("large", name, 3):
            found = load.answer(server.port, load.as_request(server.port, post))
        return int(found.headers.get(HEADER.lower(), 0))

    # ---- in turns

    def _page(self, figure: Figure) -> None:
        large_alone = figure.name in SHORT or (figure.signed_in and figure.name not in PRIVATE)
        names = ["bare", "large"] if large_alone else ["bare", "small", "large"]
        for name in names:
            load.read(self.servers[name].port, self._paths(name, figure), self._cookies(name, figure), 1)
        for _ in range(self.rounds):
            for name in names:
                port, paths, cookies = self.servers[name].port, self._paths(name, figure), self._cookies(name, figure)
                self._pay(
                    getattr(figure, name), name, lambda p=port, a=paths, c=cookies: load.read(p, a, c, self.seconds)
                )

    def _paths(self, name: str, figure: Figure) -> list[str]:
        return self.told[name]["pages"][BESIDE[figure.name] if name == "bare" else figure.name]

    def _cookies(self, name: str, figure: Figure) -> dict[str, str]:
        if not figure.signed_in:
            return {}
        return self.told[name]["lead" if figure.name in PRIVATE and name != "bare" else "reader"]

    def _deed(self, figure: Figure) -> None:
        send = {"rush": partial(load.write, clients=load.CLIENTS), "pace": load.write_paced}.get(
            figure.name, load.write
        )
        queued = self.ground.waiting("large")
        for _ in range(self.rounds):
            for name in ("bare", "large"):
                deed = BESIDE[figure.name] if name == "bare" else figure.name
                posts, port = self._posts(name, deed, posts_of(figure.name)), self.servers[name].port
                load.write(port, posts[:WARM])
                table = self.told[name]["tables"][deed]
                before = self.ground.rows(name, table)
                self._pay(getattr(figure, name), name, lambda p=port, these=posts[WARM:]: send(p, these))
                made = self.ground.rows(name, table) - before
                if made != len(posts) - WARM:
                    raise load.Broken(f"{len(posts) - WARM} posts of “{deed}” made {made} rows")
        if figure.name == "rush":
            waiting = self.ground.waiting("large") - queued
            figure.crowd = Crowd(self.rounds * load.RUSH, waiting, self.ground.oversold("large"))

    def _posts(self, name: str, deed: str, number: int) -> list[dict[str, Any]]:
        """The next ones that nobody has sent yet: a second ballot of one voter would be another work."""
        begin = self.sent.get((name, deed), 0)
        self.sent[name, deed] = begin + number
        return self.told[name]["writes"][deed][begin : begin + number]

    def _pay(self, cost: Cost, name: str, run: Callable[[], load.Run]) -> None:
        roots = (self.servers[name].process.pid, self.ground.postgres, self.ground.redis)
        before = cpu_of(roots)
        cost.runs.append(run())
        cost.cpu += cpu_of(roots) - before


def posts_of(deed: str) -> int:
    return {"rush": load.RUSH, "pace": load.PACED + WARM}.get(deed, POSTS)


def workers(server: Server) -> list[int]:
    """Keeper → gunicorn → workers."""
    keeper = server.process.pid
    return [pid for pid in family([keeper]) if parent(parent(pid)) == keeper]


def parent(pid: int) -> int:
    fields = stat(pid)
    return int(fields[1]) if fields else 0
