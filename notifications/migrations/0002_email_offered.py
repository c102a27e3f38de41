"""What is known of a message in the air, and the secret that it carries."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='email',
            name='may_be_double',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='email',
            name='offered_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='email',
            name='secret',
            field=models.BinaryField(null=True),
        ),
    ]
