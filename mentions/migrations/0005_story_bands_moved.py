"""Stories that are there take their bands along. Apart, since only then the table has its foreign keys: the wall hides
all stories from PostgreSQL when it checks a new one against rows.
"""

from typing import Final

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from crisisdesk.tenancy import SETTING

MOVE: Final = """
INSERT INTO mentions_storyband (organization_id, story_id, band)
SELECT organization_id, id, unnest(bands) FROM mentions_story story WHERE organization_id = %s
    AND NOT EXISTS (SELECT FROM mentions_storyband band WHERE band.story_id = story.id)
"""


def move_bands(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Organization by organization: the wall stands before the owner of the table too. May run again."""
    organizations = list(apps.get_model("accounts", "Organization").objects.values_list("pk", flat=True))
    with schema_editor.connection.cursor() as cursor:
        for organization in organizations:
            cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, str(organization)])
            cursor.execute(MOVE, [organization])
        cursor.execute("SELECT set_config(%s, '', true)", [SETTING])


class Migration(migrations.Migration):
    dependencies = [("mentions", "0004_story_band")]

    operations = [migrations.RunPython(move_bands, migrations.RunPython.noop)]
