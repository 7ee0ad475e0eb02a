"""What migrations are made of beside Django's own operations."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateTables(Operation):
    """Make several tables in one step, each as its `CreateModel` says.

    After each `CreateModel` by itself Django renders every model anew that is connected with it: nearly all of ours, through
    the contract. So an empty database would be migrated in minutes. Together they are rendered once.
    """

    reduces_to_sql = True

    def __init__(self, tables: Sequence[CreateModel]) -> None:
        self.tables = list(tables)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.tables], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # what is not rendered is not rendered anew
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.tables)} tables"


class DropIndexes(Operation):
    """Drop the indexes that foreign keys got by themselves, where another index begins with the same column.

    Django's own `AlterField` makes the foreign key anew, so that a large table is read whole, and renders every model.
    """

    reduces_to_sql = True

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        """`keys`: each a model and its foreign key."""
        self.keys = list(keys)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.keys], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)
        for model, name in self.keys:
            fields = state.models[app_label, model].fields
            fields[name] = fields[name].clone()
            fields[name].db_index = False

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        connection = schema_editor.connection
        for model, name in self.keys:
            with connection.cursor() as cursor:
                kept = connection.introspection.get_constraints(cursor, f"{app_label}_{model}")
            for index, has in kept.items():
                if has["index"] and not has["unique"] and has["columns"] == [f"{name}_id"]:
                    schema_editor.execute(f'drop index "{index}"')

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model, name in self.keys:
            schema_editor.execute(f'create index on "{app_label}_{model}" ("{name}_id")')

    def describe(self) -> str:
        return f"Drop {len(self.keys)} indexes"
