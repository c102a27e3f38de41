"""What is sent to people, and the signs of life of the processes that send it."""

from django.db import models

from crisisdesk.work import Work


class Email(Work):
    """One message to one address. Written with the change that causes it, delivered by the worker."""

    task = "notifications.deliver_email"
    max_attempts = 8

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    secret = models.BinaryField(null=True)  # sealed; stands where the body says {secret}, gone when it was sent
    key = models.CharField(max_length=120)  # why this message exists; the same reason sends once
    created_at = models.DateTimeField(auto_now_add=True)
    # Set before the server is asked and cleared when it says no. Still set on the next attempt: nobody
    # knows whether it took the message, so that one may arrive a second time, and the row says so.
    offered_at = models.DateTimeField(null=True)
    may_be_double = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True)

    class Meta(Work.Meta):
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "key"], name="email_once"),
        ]


class Heartbeat(models.Model):
    """A process says that it lives. Not a customer's row: it belongs to the installation."""

    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()
