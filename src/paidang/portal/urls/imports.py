"""Imports and their columns."""

from django.urls import path

from paidang.portal.views import (
    import_columns,
    import_rows,
    imports,
)

urlpatterns = [
    path("imports", imports.imports, name="imports"),
    path("imports/upload", imports.import_upload, name="import_upload"),
    path("imports/progress", imports.import_progress, name="import_progress"),
    path("imports/<int:import_id>", imports.import_file, name="import_file"),
    path("imports/<int:import_id>/columns", import_columns.import_columns, name="import_columns"),
    path("imports/<int:import_id>/columns/keep", import_columns.import_map, name="import_map"),
    path("imports/mappings", import_columns.import_mappings, name="import_mappings"),
    path(
        "imports/mappings/<int:mapping_id>/forget",
        import_columns.import_mapping_forget,
        name="import_mapping_forget",
    ),
    path("imports/<int:import_id>/write", imports.import_write, name="import_write"),
    path("imports/<int:import_id>/pause", imports.import_pause, name="import_pause"),
    path("imports/<int:import_id>/continue", imports.import_continue, name="import_continue"),
    path("imports/<int:import_id>/stop", imports.import_stop, name="import_stop"),
    path("imports/<int:import_id>/store", import_rows.import_store, name="import_store"),
    path("imports/<int:import_id>/errors", imports.import_errors, name="import_errors"),
    path("imports/rows/<int:row_id>/mend", import_rows.import_mend, name="import_mend"),
    path("imports/rows/<int:row_id>/discard", import_rows.import_discard, name="import_discard"),
]
