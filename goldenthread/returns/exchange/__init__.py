"""What goes out and in as files: a return on paper, and question sets as workbooks and JSON."""

from goldenthread.returns.exchange.printing import return_file
from goldenthread.returns.exchange.question_sets import (
    FORMATS,
    XLSX,
    Looked,
    bring_in,
    document_of,
    look_at,
    question_set_file,
)
from goldenthread.returns.exchange.reading import read_question_set
from goldenthread.returns.exchange.workbooks import template, write_workbook

__all__ = [
    "FORMATS",
    "XLSX",
    "Looked",
    "bring_in",
    "document_of",
    "look_at",
    "question_set_file",
    "read_question_set",
    "return_file",
    "template",
    "write_workbook",
]
