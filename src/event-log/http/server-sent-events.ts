import type { LoggedEvent } from '../logged-event.js';
import type { Places, TailStep } from '../tail.js';
import { eventInJson } from './event-in-json.js';

const PLACES = /^\d{1,9}:-?\d{1,15}(,\d{1,9}:-?\d{1,15})*$/;
const LINE_END = /\r\n|\r|\n/;

/**
 * One step of a tail as server-sent events (HTML Living Standard §9.2). The id says where the
 * reader stands in every partition, `0:41,1:7`, because the browser sends back only the last id:
 * one position alone would lose the other partitions' places.
 */
export function serverSentEvents({ events, seen }: TailStep): string {
  const [first] = events;
  if (!first) return '';
  const places = new Map(seen);
  return events
    .map((event) => {
      places.set(event.partition, event.offset);
      return serverSentEvent(event, places);
    })
    .join('');
}

/** A line end within JSON text is only space between tokens; each line is a `data` line of its own. */
function serverSentEvent(event: LoggedEvent, places: Places): string {
  const lines = eventInJson(event).split(LINE_END);
  return `id: ${placesInText(places)}\n${lines.map((line) => `data: ${line}\n`).join('')}\n`;
}

const placesInText = (places: Places): string =>
  [...places]
    .sort(([a], [b]) => a - b)
    .map(([partition, offset]) => `${partition}:${offset}`)
    .join(',');

/** The places of a `Last-Event-ID`; undefined when it is none of ours. */
export function readPlaces(text: string): Places | undefined {
  if (!PLACES.test(text)) return undefined;
  return new Map(
    text.split(',').map((place): [number, number] => {
      const [partition, offset] = place.split(':');
      return [Number(partition), Number(offset)];
    }),
  );
}
