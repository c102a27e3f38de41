from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("mentions", "0005_story_bands_moved")]

    operations = [
        migrations.RemoveIndex(model_name="story", name="story_bands"),
        migrations.RemoveField(model_name="story", name="bands"),
    ]
