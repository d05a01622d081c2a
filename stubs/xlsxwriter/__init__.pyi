from xlsxwriter.workbook import Workbook

__all__ = ["Workbook"]
