"""A final post-mortem stays as it was signed; a corrective action says who did it and what it changes."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import crisisdesk.constraints
import crisisdesk.tenancy


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="PostMortemVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("correction", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
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
                    "post_mortem",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="incidents.postmortem",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["organization", "post_mortem", "version"], name="post_mortem_version_once"
                    ),
                    crisisdesk.constraints.SameOrganization(
                        "post_mortem", name="post_mortem_version_post_mortem_in_organization"
                    ),
                    crisisdesk.constraints.SameOrganization(
                        "actor", name="post_mortem_version_actor_in_organization"
                    ),
                ],
            },
        ),
        migrations.AddField("postmortem", "correction", models.TextField(blank=True)),
        migrations.AddField("correctiveaction", "changes", models.CharField(blank=True, max_length=120)),
        migrations.AddField(
            "correctiveaction",
            "done_by",
            models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.membership",
            ),
        ),
        migrations.AddConstraint(
            "correctiveaction",
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="corrective_action_done_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            "correctiveaction",
            crisisdesk.constraints.SameOrganization("done_by", name="corrective_action_done_by_in_organization"),
        ),
    ]
