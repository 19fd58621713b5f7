// Reads calendars with ical.js (Mozilla's) and prints every event in UTC, what repeats expanded up to a day: a line of JSON for each
// line of JSON that it is given, ["FILE", "YYYY-MM-DD"].
// node read.mjs FOLDER/package.json
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { default: ICAL } = await import(pathToFileURL(createRequire(process.argv[2]).resolve("ical.js")));

function read(file, last) {
  ICAL.TimezoneService.reset(); // a zone of one calendar is nothing to the next
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);

  const events = calendar.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
  const departures = events.filter((each) => each.isRecurrenceException());
  const found = [];
  const say = (event, start, end) =>
    found.push({
      uid: event.uid,
      summary: event.summary,
      sequence: event.sequence,
      status: event.component.getFirstPropertyValue("status"),
      start: start.toJSDate().toISOString(),
      end: end.toJSDate().toISOString(),
    });
  for (const event of events) {
    if (event.isRecurrenceException()) continue;
    if (!event.isRecurring()) {
      say(event, event.startDate, event.endDate);
      continue;
    }
    departures.filter((each) => each.uid === event.uid).forEach((each) => event.relateException(each));
    const times = event.iterator();
    for (let time = times.next(); time && time.toString().slice(0, 10) <= last; time = times.next()) {
      const { item, startDate, endDate } = event.getOccurrenceDetails(time);
      say(item, startDate, endDate);
    }
  }
  return found;
}

for await (const asked of createInterface({ input: process.stdin })) console.log(JSON.stringify(read(...JSON.parse(asked))));
