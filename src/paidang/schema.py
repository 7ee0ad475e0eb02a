"""What migrations are made of beside Django's own operations."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateTables(Operation):
    """Make several tables in one step, each as its `CreateModel` says."""

    reduces_to_sql = True

    def __init__(self, tables: Sequence[CreateModel]) -> None:
        self.tables = list(tables)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.tables], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
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
    """Drop the indexes that foreign keys got by themselves, not those the model names, where another begins alike.

    Django's own `AlterField` makes the foreign key anew, so that a large table is read whole, and renders every model.
    """

    reduces_to_sql = True

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        """`keys`: each a model and its foreign key."""
        self.keys = list(keys)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.keys], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for model, name in self.keys:
            fields = state.models[app_label, model].fields
            fields[name] = fields[name].clone()
            fields[name].db_index = False
            state.reload_model(app_label, model)

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
            named = {index.name for index in to_state.models[app_label, model].options["indexes"]}
            for index, has in kept.items():
                if (
                    index not in named
                    and has["index"]
                    and not has["unique"]
                    and has["columns"] == [f"{name}_id"]
                ):
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


def render_what_changes() -> None:
    """Let migrations in this process render anew the one model that a step changes, not all that are connected with it.

    Through the contract nearly every model is connected with every other, so that an empty database took half a minute,
    nine tenths of it rendering. What other models keep of the changed one is its name, by which they find it. Where all
    must be rendered, for a `RunPython`, Django does so by itself: the state says that it is delayed.
    """

    def itself(
        state: ProjectState, app_label: str, model_name: str, delay: bool = False
    ) -> set[tuple[str, str]]:
        state.is_delayed = True
        return {(app_label, model_name)}

    ProjectState._find_reload_model = itself  # type: ignore[attr-defined]
