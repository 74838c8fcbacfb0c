"""A paper by itself, as Word or PDF."""

from django.http import HttpResponse

from goldenthread.rendering.blocks import Report
from goldenthread.rendering.pdf import pdf
from goldenthread.rendering.word import word

FORMATS = {
    "docx": (word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pdf, "application/pdf"),
}


def paper_file(report: Report, format: str, name: str) -> HttpResponse:
    """The report in one of `FORMATS`, to be kept under a name without its ending. Raises `KeyError` for another one."""
    write, content_type = FORMATS[format]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{format}"'}
    return HttpResponse(write(report), content_type=content_type, headers=headers)
