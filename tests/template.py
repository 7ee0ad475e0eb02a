"""The empty database that tests begin with: migrated once and kept in the cluster, and copied for each worker and run.

To migrate takes half a minute of processor time, to copy what is migrated a tenth of a second. It is migrated anew when
what it is made of changes: migrations and what they import, models, settings, the locked dependencies.
"""

import hashlib
import re
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection

import paidang
from paidang.schema import render_what_changes

SOURCE = Path(paidang.__file__).parent
LOCK = SOURCE.parents[1] / "requirements.lock"
OURS = re.compile(r"^(?:from|import) paidang\.([\w.]+)", re.MULTILINE)
KEPT, ONE_AT_A_TIME = "kept_", 920_431


def digest() -> str:
    """Of all that decides what the migrated database is."""
    migrations = sorted(SOURCE.glob("*/migrations/*.py"))
    imported = {name for file in migrations for name in OURS.findall(file.read_text("utf-8"))}
    files = [
        *migrations,
        *(SOURCE / f"{name.replace('.', '/')}.py" for name in sorted(imported)),
        *sorted(SOURCE.glob("*/models.py")),
        *sorted(SOURCE.glob("*/models/*.py")),
        SOURCE / "site" / "settings.py",
        LOCK,
    ]
    said = hashlib.sha256()
    for file in files:
        said.update(f"{file}\n".encode() + file.read_bytes() + b"\n")
    return said.hexdigest()[:20]


def kept() -> str:
    """The name of the migrated database; of several that ask at once one makes it and the others wait."""
    name = KEPT + digest()
    with connection._nodb_cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        cursor.execute("select datname from pg_database where starts_with(datname, %s)", [KEPT])
        found = {row[0] for row in cursor.fetchall()}
        if name not in found:
            for other in found:  # of another state of the program
                with suppress(OperationalError):  # it is being copied
                    cursor.execute(f'drop database "{other}"')
            _migrate(KEPT + "half")
            cursor.execute(f'alter database "{KEPT}half" rename to "{name}"')
    return name


def _migrate(name: str) -> None:
    """Make a database of that name and migrate it; one that an interrupted run left half made makes room."""
    render_what_changes()
    ours, tests = connection.settings_dict, connection.settings_dict["TEST"]
    before, tests["NAME"] = (ours["NAME"], tests["NAME"]), name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    ours["NAME"], tests["NAME"] = before
    settings.DATABASES[connection.alias]["NAME"] = ours["NAME"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: object
) -> None:
    """Copied, not migrated."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connection.settings_dict["TEST"] |= {"TEMPLATE": kept(), "MIGRATE": False}
