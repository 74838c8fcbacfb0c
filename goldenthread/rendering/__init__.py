"""PDF, Word, Excel, CSV and charts from plain values.

A capability says *what* is printed, as the frozen values of `blocks`; this app alone knows how each format is written.
Printed documents carry a partnership's marking on every page and must be readable by everybody (the Public Sector
Bodies Accessibility Regulations 2018), so PDFs are PDF/UA-1 and Word files use real headings and table headers.
"""
