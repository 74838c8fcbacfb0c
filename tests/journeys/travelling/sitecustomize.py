"""Loaded by Python as a process starts: its clock stands at the moment it is told, and goes on from there."""

import os
from datetime import datetime

import time_machine

if moment := os.environ.get("CLOCK_STARTS_AT"):
    time_machine.travel(datetime.fromisoformat(moment), tick=True).start()
