"""A file on its way in: chosen, its columns confirmed, read while one watches, and what was left out."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import TenantRequest, allowed, find
from accounts.enums import ADMINS
from crisisdesk.web.pages import page, redirect_or_refresh
from crisisdesk.web.toasts import toast
from mentions.forms.file import UploadForm
from mentions.forms.mapping import FileMappingForm
from mentions.models import FileImport
from mentions.queries.imports import imports_of, progress_of, rejections_csv, sample_of
from mentions.services.imports import confirm_import, upload_file


@require_http_methods(["GET", "POST"])
@allowed(ADMINS)
def new(request: TenantRequest) -> HttpResponse:
    form = UploadForm(
        request.POST or None, request.FILES or None, member=request.member, brand=request.GET.get("brand", "")
    )
    if form.is_valid():
        upload = form.carry_out(upload_file, actor=request.member, **form.upload_words)
        if upload:
            return redirect_or_refresh(request, "mentions:import", request.organization.slug, upload.pk)
    return page(request, "mentions/import_new.html", {"form": form}, fragment="form", status=form.status)


@require_http_methods(["GET", "POST"])
@allowed(ADMINS)
def file_import(request: TenantRequest, pk: int) -> HttpResponse:
    upload = find(imports_of(request.member), pk=pk)
    if upload.confirmed_at is None:
        return _mapping(request, upload)
    if request.method == "POST":  # twice is once
        return redirect_or_refresh(request, "mentions:import", request.organization.slug, pk)
    return page(request, "mentions/import.html", {"progress": progress_of(upload)}, fragment="progress")


def _mapping(request: TenantRequest, upload: FileImport) -> HttpResponse:
    sample = sample_of(upload)
    form = FileMappingForm(request.POST or None, upload=upload, sample=sample)
    if "confirm" in request.POST and form.is_valid():
        words = {"mapping": form.mapping, "zone": form.cleaned_data["time_zone"]}
        if form.carry_out(confirm_import, actor=request.member, upload=upload, **words):
            toast(request, _("The import has begun."))
            return redirect_or_refresh(request, "mentions:import", request.organization.slug, upload.pk)
    context = {"upload": upload, "form": form, "outcomes": form.outcomes}
    return page(request, "mentions/import_mapping.html", context, fragment="mapping", status=form.status)


@require_GET
@allowed(ADMINS)
def rejected(request: TenantRequest, pk: int) -> HttpResponse:
    upload = find(imports_of(request.member), pk=pk)
    answer = HttpResponse(rejections_csv(upload), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="left-out-{upload.pk}.csv"'
    return answer
