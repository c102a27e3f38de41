"""Stories that are there get the networks, the followers and the pace of their mentions."""

from typing import Final

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from crisisdesk.tenancy import SETTING

FILL: Final = """
WITH step AS (
    SELECT match.story_id, date_bin('5 minutes', mention.published_at, 'epoch') AS start, count(*) AS mentions
    FROM mentions_match match JOIN mentions_mention mention ON mention.id = match.mention_id
    WHERE match.organization_id = %(organization)s GROUP BY 1, 2
), said AS (
    SELECT match.story_id, max(mention.followers) AS followers, array_agg(DISTINCT mention.network) AS networks
    FROM mentions_match match JOIN mentions_mention mention ON mention.id = match.mention_id
    WHERE match.organization_id = %(organization)s GROUP BY 1
)
UPDATE mentions_story story SET followers = said.followers, networks = said.networks, pace = coalesce((
    SELECT jsonb_object_agg(to_char(start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"'), mentions)
    FROM step WHERE step.story_id = story.id AND step.start > story.last_at - interval '6 hours'), '{}')
FROM said WHERE story.organization_id = %(organization)s AND said.story_id = story.id
"""


def fill_pace(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Organization by organization: the wall stands before the owner of the tables too. May run again."""
    organizations = list(apps.get_model("accounts", "Organization").objects.values_list("pk", flat=True))
    with schema_editor.connection.cursor() as cursor:
        for organization in organizations:
            cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, str(organization)])
            cursor.execute(FILL, {"organization": organization})
        cursor.execute("SELECT set_config(%s, '', true)", [SETTING])


class Migration(migrations.Migration):
    dependencies = [("mentions", "0007_story_pace")]

    operations = [migrations.RunPython(fill_pace, migrations.RunPython.noop)]
