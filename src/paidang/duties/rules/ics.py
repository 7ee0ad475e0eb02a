"""Duties as an iCalendar feed (RFC 5545): an event of a whole day for each, with its address."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar
from icalendar import Event as CalendarEvent

REMIND_BEFORE = timedelta(hours=15)
"""A day of the calendar begins at midnight: people are told at 9 in the morning of the day before."""


@dataclass(frozen=True, slots=True)
class Event:
    """One day in the calendar. `name` is what tells it apart from all others for good."""

    name: str
    day: date
    title: str
    about: str
    url: str


def calendar(title: str, events: Sequence[Event], *, at: datetime) -> bytes:
    """The feed's bytes; `at` is the moment it was made (aware)."""
    feed = Calendar()
    feed.add("prodid", "-//paidang//duties//ZH")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", title)
    feed.add("refresh-interval;value=duration", "PT1H")
    for event in events:
        feed.add_component(_event(event, at))
    return bytes(feed.to_ical())


def _event(event: Event, at: datetime) -> CalendarEvent:
    entry = CalendarEvent()
    entry.add("uid", f"{hashlib.sha256(event.name.encode()).hexdigest()[:32]}@paidang")
    entry.add("dtstamp", at)
    entry.add("dtstart", event.day)
    entry.add("dtend", event.day + timedelta(days=1))
    entry.add("summary", event.title)
    entry.add("description", f"{event.about}\n{event.url}")
    entry.add("url", event.url)
    entry.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event.title)
    alarm.add("trigger", -REMIND_BEFORE)
    entry.add_component(alarm)
    return entry
