

import datetime
import django.db.models.functions.comparison
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('mentions', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='story',
            name='due_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='story',
            name='waiting_since',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddIndex(
            model_name='mention',
            index=models.Index(condition=models.Q(('author_handle', ''), _negated=True), fields=['organization', 'author_handle', '-published_at'], name='mention_of_author'),
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(models.F('organization'), django.db.models.functions.comparison.Coalesce('due_at', models.Value(datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))), models.OrderBy(models.F('last_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status__in', ['new', 'open'])), name='story_due'),
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(models.F('organization'), models.F('brand'), django.db.models.functions.comparison.Coalesce('due_at', models.Value(datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))), models.OrderBy(models.F('last_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status__in', ['new', 'open'])), name='story_due_of_brand'),
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(condition=models.Q(('status__in', ['new', 'open'])), fields=['organization', '-waiting_since'], name='story_arrivals'),
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(fields=['organization', '-last_at', '-id'], name='story_newest'),
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(condition=models.Q(('owner__isnull', False)), fields=['organization', 'owner', '-last_at'], name='story_of_owner'),
        ),
    ]
