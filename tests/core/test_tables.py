"""Tables made all at once: what the migrations say is what the models say, and what replaced the old ones needs nothing of them."""

import pytest
from django.db import connection, models
from django.db.migrations import CreateModel
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from core.tables import CreateModels
from engage.start import unapplied

BOTH = CreateModels(
    [
        CreateModel("Lamp", [("id", models.BigAutoField(primary_key=True)), ("street", models.ForeignKey("core.Street", models.CASCADE))]),
        CreateModel("Street", [("id", models.BigAutoField(primary_key=True)), ("lit", models.ManyToManyField("core.Lamp"))]),
    ]
)  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_tables_that_refer_to_each_other_come_and_go_together():
    before, after = ProjectState(), ProjectState()
    assert before.apps and BOTH.describe() == "Create Lamp, Street"
    BOTH.state_forwards("core", after)
    tables = {"core_lamp", "core_street", "core_street_lit"}
    with connection.schema_editor() as editor:
        BOTH.database_forwards("core", editor, before, after)
    assert tables <= set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        assert "street_id" in connection.introspection.get_relations(cursor, "core_lamp")
    with connection.schema_editor() as editor:
        BOTH.database_backwards("core", editor, after, before)
    assert not tables & set(connection.introspection.table_names())


@pytest.mark.django_db
def test_a_database_that_has_the_old_migrations_needs_nothing():
    recorder = MigrationRecorder(connection)
    assert ("projects", "0040_names_that_only_a_date_has") in recorder.applied_migrations()
    assert recorder.migration_qs.filter(name__endswith="_belongs_to_them").delete()[0] == 2
    assert unapplied() == []
