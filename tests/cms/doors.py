"""The doors of pages and search."""

from tests.doors_table import row

ROWS = [row("cms:search", GET="200")]
