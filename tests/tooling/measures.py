"""`prove` and `bench`: their code lives in tests/proofs/ and tests/bench/, and gets its servers here."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.support import throwaway

from . import environment, system
from .house import ROOT, Trouble
from .house import environment as house_environment
from .processes import run_kept
from .say import say


def proofs() -> list[str]:
    return sorted(path.stem for path in (ROOT / "tests" / "proofs").glob("[a-z]*.py"))


@contextmanager
def servers() -> Iterator[dict[str, str]]:
    """An environment with a throwaway PostgreSQL (PROOF_DATABASE_URL), a Redis and an empty data folder."""
    environment.make()
    environment.fill("test")
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="engage-proof-"))
        extra = {"ENGAGE_MODE": "test", "ENGAGE_DATA": folder}
        try:
            extra["PROOF_DATABASE_URL"] = stack.enter_context(throwaway.postgres())
            extra["ENGAGE_TEST_REDIS_URL"] = stack.enter_context(throwaway.redis())
        except throwaway.Missing as missing:
            system.install_or_explain([str(missing)], str(missing))
            raise Trouble(f"{missing} has been installed; run the command again.") from None
        yield house_environment(**extra)


def prove(name: str | None, rounds: int | None, rest: list[str]) -> int:
    known = proofs()
    if name and name not in known:
        raise Trouble(f"There is no proof “{name}”. There are: {', '.join(known) or 'none yet'}.")
    if not known:
        raise Trouble("There is no proof in tests/proofs/ yet.")
    options = ([f"--rounds={rounds}"] if rounds else []) + rest
    failed = []
    with servers() as env:
        for each in [name] if name else known:
            if run_kept([environment.PYTHON, "-m", f"tests.proofs.{each}", *options], env=env):
                failed.append(each)
    if failed:
        say(f"Not proved: {', '.join(failed)}.")
    return 1 if failed else 0


def bench(*, as_json: bool, rest: list[str]) -> int:
    if not (ROOT / "tests" / "bench").is_dir():
        raise Trouble("There is no bench in tests/bench/ yet.")
    with servers() as env:
        return run_kept([environment.PYTHON, "-m", "tests.bench", *(["--json"] if as_json else []), *rest], env=env)
