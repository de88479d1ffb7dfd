"""Where a proof runs: a process and an empty database of its own."""

import os
import secrets
import subprocess
import sys
import tempfile


def in_a_process_of_its_own(proof: str, vendor: str, rounds: int) -> bool:
    """Settings are read once in a process, so each database gets one. True if the proof held."""
    with tempfile.TemporaryDirectory(prefix=f"engage-{proof}-") as folder:
        env = {
            **os.environ,
            "ENGAGE_MODE": "test",
            "ENGAGE_DATA": folder,
            "DATABASE_URL": f"sqlite:///{folder}/proof.sqlite3",
        }
        if vendor == "postgresql":
            if not os.environ.get("PROOF_DATABASE_URL"):
                print(f"postgresql: no server given (PROOF_DATABASE_URL); `python3 dev.py prove {proof}` starts one")
                return False
            env["DATABASE_URL"] = new_database(os.environ["PROOF_DATABASE_URL"], proof)
        command = [sys.executable, "-m", f"tests.proofs.{proof}", "--here", f"--rounds={rounds}"]
        return subprocess.run(command, env=env, check=False).returncode == 0


def new_database(server: str, proof: str) -> str:
    """An empty database on the throwaway server."""
    import psycopg

    name = f"{proof}_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    base, _slash, _old = server.rpartition("/")
    return f"{base}/{name}"
