#!/usr/bin/env python3
"""Django's command line for Engage; `dev.py` is the friendlier door."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "engage.settings")
    from django.core.management import execute_from_command_line

    from engage.start import read_settings

    read_settings()
    execute_from_command_line(sys.argv)
