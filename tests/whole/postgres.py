"""A PostgreSQL server of our own, for as long as the tests run."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

ACCOUNT = "postgres"
"""The server refuses to run as root; Debian's package makes this account."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens."""

    port: int

    def new_database(self, name: str) -> str:
        """The address of an empty database."""
        with psycopg.connect(host="127.0.0.1", port=self.port, user=ACCOUNT, autocommit=True) as client:
            client.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        return f"postgresql+psycopg://{ACCOUNT}@127.0.0.1:{self.port}/{name}"


def programs() -> Path | None:
    """The folder of the server's programs: Debian keeps them off the PATH."""
    places = [*Path("/usr/lib/postgresql").glob("*/bin"), *(Path(one) for one in os.get_exec_path())]
    return next((place for place in places if (place / "initdb").exists() and (place / "pg_ctl").exists()), None)


@contextmanager
def running(where: Path) -> Iterator[Server]:
    """Start a server with its programs in ``where``; it is stopped and its files are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="feedmill-postgres-"))
    server = Server(_free_port())
    if os.geteuid() == 0:
        shutil.chown(folder, ACCOUNT)
    try:
        _as_account(where / "initdb", "-D", folder / "data", "-U", ACCOUNT, "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {server.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        control = (where / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w")
        _as_account(*control, "-o", options, "start")
        try:
            yield server
        finally:
            _as_account(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_account(*command: str | Path) -> None:
    become = ["runuser", "-u", ACCOUNT, "--"] if os.geteuid() == 0 and getpass.getuser() != ACCOUNT else []
    subprocess.run(
        [*become, *map(str, command)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120,
        cwd="/",
    )  # fmt: skip


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
