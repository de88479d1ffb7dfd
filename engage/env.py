"""Read settings from the environment, and say in plain words what is missing or contradictory.

Standard library only: it runs before Django is set up.
"""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

DEMO, TEST, PRODUCTION = "demo", "test", "production"
PRODUCTION_ONLY = ("EMAIL_URL", "REDIS_URL", "STORAGE_URL", "ALLOWED_HOSTS", "SECRET_KEY", "SECRET_KEY_FILE")

NEEDED = {
    "ALLOWED_HOSTS": ("the names this site answers to, so that nobody can pose as it", "engage.larkhaven.example"),
    "SITE_URL": ("the address written into letters", "https://engage.larkhaven.example"),
    "DATABASE_URL": ("where people, seats and ballots are kept", "postgres://engage:secret@localhost/engage"),
    "EMAIL_URL": ("how letters and sign-in codes leave", "smtp+tls://user:secret@mail.larkhaven.example:587"),
    "FROM_EMAIL": ("the sender of every letter", "'Engage <engage@larkhaven.example>'"),
}


class BadSettings(Exception):
    """The environment does not describe a site that can start; the message says what to do."""


def mode(environ: Mapping[str, str] = os.environ) -> str:
    """demo, test or production; production unless said otherwise, so that a forgotten variable is never a demo."""
    found = environ.get("ENGAGE_MODE", PRODUCTION)
    if found not in (DEMO, TEST, PRODUCTION):
        raise BadSettings(f"ENGAGE_MODE is “{found}”. It can be demo, test or production.")
    return found


def check(environ: Mapping[str, str] = os.environ) -> None:
    """Raise BadSettings naming every variable that is missing or contradicts another one."""
    found = mode(environ)
    wrong = []
    if found == DEMO:
        wrong = [
            f"{name} is set, but ENGAGE_MODE is demo: in a demo anybody can sign in as the mayor. "
            "Unset it, or set ENGAGE_MODE=production."
            for name in PRODUCTION_ONLY
            if environ.get(name)
        ]
        if environ.get("DATABASE_URL") and not environ.get("ENGAGE_THROWAWAY"):
            wrong.append("DATABASE_URL is set, but ENGAGE_MODE is demo: a demo keeps its own database. Unset it.")
    if found == PRODUCTION:
        wrong += [
            f"{name} is missing: {reason}. Example: {name}={example}"
            for name, (reason, example) in NEEDED.items()
            if not environ.get(name)
        ]
        if not environ.get("SECRET_KEY") and not environ.get("SECRET_KEY_FILE"):
            wrong.append(
                "SECRET_KEY is missing: sessions and codes are signed with it. "
                "Example: SECRET_KEY_FILE=/etc/engage/secret-key (50 random letters, readable by the site only)"
            )
        if environ.get("SECRET_KEY") and environ.get("SECRET_KEY_FILE"):
            wrong.append("SECRET_KEY and SECRET_KEY_FILE are both set: keep one, so that it is clear which one counts.")
        if environ.get("ENGAGE_DEMO_SECRET"):
            wrong.append("ENGAGE_DEMO_SECRET is set: one-tap sign-in belongs to the demo. Unset it.")
        if "*" in environ.get("ALLOWED_HOSTS", ""):
            wrong.append("ALLOWED_HOSTS contains *: name the hosts. Example: ALLOWED_HOSTS=engage.larkhaven.example")
        if environ.get("SITE_URL", "https://").startswith("http://") and not environ.get("ENGAGE_PLAIN_HTTP"):
            wrong.append(
                "SITE_URL starts with http://: sign-in needs https. "
                "Example: SITE_URL=https://engage.larkhaven.example (or ENGAGE_PLAIN_HTTP=1 behind a trusted proxy)"
            )
    country = environ.get("SMS_COUNTRY", "")
    if country and not re.fullmatch(r"\+[1-9][0-9]{0,2}", country):
        wrong.append(f"SMS_COUNTRY is “{country}”: give the country's code with a plus. Example: SMS_COUNTRY=+31")
    if wrong:
        raise BadSettings("Engage can't start:\n  " + "\n  ".join(wrong))


def secret_key(environ: Mapping[str, str], data: Path) -> str:
    """The signing key: given, read from a file, or (demo and test) made once in the data folder with mode 0600."""
    if environ.get("SECRET_KEY"):
        return environ["SECRET_KEY"]
    given = environ.get("SECRET_KEY_FILE")
    path = Path(given) if given else data / "secret-key"
    if not given and not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
        except FileExistsError:
            pass  # a process beside this one was first
    try:
        key = path.read_text().strip()
    except OSError as problem:
        raise BadSettings(f"SECRET_KEY_FILE can't be read: {problem}") from None
    if len(key) < 32:
        raise BadSettings(f"The secret key in {path.name} is shorter than 32 letters. Put 50 random letters there.")
    return key


def listed(value: str) -> list[str]:
    """'a, b' → ['a', 'b']."""
    return [part.strip() for part in value.split(",") if part.strip()]
