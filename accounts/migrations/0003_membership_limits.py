"""Admins see every brand and owners never expire; when somebody was last here."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_cache_table'),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='last_seen_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('limited', True), ('role__in', ['admin', 'owner']), _negated=True), name='invitation_admin_sees_all'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('limited', True), ('role__in', ['admin', 'owner']), _negated=True), name='membership_admin_sees_all'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__isnull', False), ('role', 'owner'), _negated=True), name='membership_owner_stays'),
        ),
    ]
