"""What became of the rows of a file."""

from mentions.models import FileImport, ImportRejection


def rejections_of(upload: FileImport) -> list[ImportRejection]:
    """In the order of the file."""
    return list(ImportRejection.objects.filter(file_import=upload).order_by("row"))
