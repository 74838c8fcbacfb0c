"""What goes out and in as files: a return on paper, and question sets as workbooks and JSON."""

from goldenthread.returns.exchange.printing import return_file

__all__ = ["return_file"]
