import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mentions", "0006_story_without_bands")]

    operations = [
        migrations.AddField(model_name="story", name="followers", field=models.BigIntegerField(null=True)),
        migrations.AddField(
            model_name="story",
            name="networks",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), default=list, size=None
            ),
        ),
        migrations.AddField(model_name="story", name="pace", field=models.JSONField(default=dict)),
    ]
