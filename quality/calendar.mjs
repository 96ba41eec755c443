// Reads calendars with ical.js, strictly, and prints every date in a span of time as JSON:
// node calendar.mjs FROM UNTIL FILE... → {"FILE": [[uid, start, end, status, summary], …]}
// A time is seconds since 1970; a whole day is written as 2026-11-24.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

ICAL.design.strict = true;
const [from, until, ...files] = process.argv.slice(2);
const first = Number(from);
const last = Number(until);
// A date is named by its planned start, which an exception may move: look a while beyond both ends.
const BEYOND = 400 * 86400;

function told(time) {
  return time.isDate ? time.toString() : time.toUnixTime();
}

function within(time) {
  const seconds = time.isDate ? Date.UTC(time.year, time.month - 1, time.day) / 1000 : time.toUnixTime();
  return seconds >= first && seconds < last;
}

function row(event, start, end) {
  return [event.uid, told(start), told(end), event.component.getFirstPropertyValue("status"), event.summary];
}

function* dates(event) {
  if (!event.isRecurring()) {
    if (within(event.startDate)) yield row(event, event.startDate, event.endDate);
    return;
  }
  const each = event.iterator();
  for (let next = each.next(); next && next.toUnixTime() < last + BEYOND; next = each.next()) {
    const found = event.getOccurrenceDetails(next);
    if (within(found.startDate)) yield row(found.item, found.startDate, found.endDate);
  }
}

function read(file) {
  const text = readFileSync(file, "utf8");
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  // By itself it would take the exceptions of every series in the file for those of each.
  const parts = calendar.getAllSubcomponents("vevent");
  const events = parts.map((part) => new ICAL.Event(part, { exceptions: [], strictExceptions: true }));
  const masters = events.filter((event) => !event.isRecurrenceException());
  // Dates of a series that is not in the file stand by themselves.
  const known = new Set(masters.map((event) => event.uid));
  const alone = events.filter((event) => !known.has(event.uid));
  for (const event of masters) {
    for (const other of events) {
      if (other.isRecurrenceException() && other.uid === event.uid) event.relateException(other);
    }
  }
  return [...masters, ...alone].flatMap((event) => [...dates(event)]).filter((date) => date);
}

console.log(JSON.stringify(Object.fromEntries(files.map((file) => [file, read(file)]))));
