import django.db.models.deletion
from django.db import migrations, models

import crisisdesk.constraints
import crisisdesk.tenancy


class Migration(migrations.Migration):
    dependencies = [("mentions", "0003_fetch_visit")]

    operations = [
        migrations.CreateModel(
            name="StoryBand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("band", models.BigIntegerField()),
                (
                    "organization",
                    crisisdesk.tenancy.OrganizationKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="mentions.story",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "band"], name="story_band_value"),
                    models.Index(fields=["organization", "story"], name="story_band_of_story"),
                ],
                "constraints": [
                    crisisdesk.constraints.SameOrganization("story", name="story_band_story_in_organization")
                ],
            },
        ),
    ]
