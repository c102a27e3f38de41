"""What a member may do, where and until when."""

from datetime import datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import Brand, Membership
from accounts.services.members import Reach
from crisisdesk.web.refusals import RefusableForm

ALL: Final = "all"
SOME: Final = "some"


class ReachForm(RefusableForm):
    """Only an owner is offered the owner's role; the service refuses it too."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), initial=Role.AGENT)
    scope = forms.ChoiceField(
        label=gettext_lazy("Brands"),
        choices=[(ALL, gettext_lazy("All brands, also those to come")), (SOME, gettext_lazy("Only these"))],
        initial=ALL,
        widget=forms.RadioSelect,
    )
    brands = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Which brands"),
        queryset=Brand.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, actor: Membership, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        roles = [role for role in Role if role != Role.OWNER or actor.role == Role.OWNER]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]  # the stubs know the base only
        self.fields["brands"].queryset = Brand.objects.active().order_by("name")  # type: ignore[attr-defined]  # the same
        self.fields["brands"].label_from_instance = lambda brand: brand.name  # type: ignore[attr-defined]  # the same

    @property
    def chosen_brands(self) -> list[Brand] | None:
        return list(self.cleaned_data["brands"]) if self.cleaned_data["scope"] == SOME else None


class InviteForm(ReachForm):
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        error_messages={"required": gettext_lazy("Enter the address to invite.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("email", "role", "scope", "brands")


class MemberForm(ReachForm):
    last_day = forms.DateField(
        label=gettext_lazy("Last day of access"),
        help_text=gettext_lazy("Left empty, the access does not end by itself."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @classmethod
    def of(cls, member: Membership, *, actor: Membership) -> "MemberForm":
        return cls(
            actor=actor,
            initial={
                "role": member.role,
                "scope": SOME if member.limited else ALL,
                "brands": Brand.objects.filter(membership_brands__membership=member),
                "last_day": member.last_day,
            },
        )

    def clean_last_day(self) -> datetime | None:
        """Through the end of that day, in the zone of whoever sets it."""
        if (day := self.cleaned_data["last_day"]) is None:
            return None
        try:
            return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
        except (OverflowError, ValueError) as error:
            raise ValidationError(_("Choose a nearer day.")) from error

    @property
    def reach(self) -> Reach:
        return Reach(self.cleaned_data["role"], self.chosen_brands, self.cleaned_data["last_day"])
