"""What people type about a file."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Brand, Membership
from crisisdesk.web.choices import RowChoice, offer_rows
from crisisdesk.web.refusals import RefusableForm
from mentions.sources.file_reader import FILE_LIMIT

MEGABYTE: Final = 1024 * 1024
ACCEPT: Final = ".csv,.tsv,.txt,.jsonl,.ndjson,.json,.xlsx,.xls,.ods"


class UploadForm(RefusableForm):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV, JSONL or XLSX, up to 50 MB."),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    brand = RowChoice(
        label=gettext_lazy("Brand"),
        empty_label=gettext_lazy("Choose"),
        error_messages={"required": gettext_lazy("Choose the brand these mentions are about.")},
    )

    def __init__(self, *args: Any, member: Membership, brand: str = "", **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        brands = Brand.objects.for_member(member).active().order_by("name")
        offer_rows(self, brand=brands)
        offered = {row.slug: row.pk for row in brands}
        self.fields["brand"].initial = offered.get(brand) or (min(offered.values()) if len(offered) == 1 else None)

    def clean_file(self) -> Any:  # noqa: ANN401 -- the stubs ask for a type that the class does not take
        file = self.cleaned_data["file"]
        if (file.size or 0) > FILE_LIMIT:
            words = {"size": FILE_LIMIT // MEGABYTE}
            raise ValidationError(_("The file is larger than %(size)s MB. Split it.") % words)
        return file

    @property
    def upload_words(self) -> dict[str, Any]:
        brand, file = self.cleaned_data["brand"], self.cleaned_data["file"]
        return {"brand": brand, "filename": file.name, "content": file.read(), "zone": brand.time_zone}
