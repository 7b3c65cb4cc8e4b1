import type { Readable } from 'node:stream';
import { type BytesUnderWay, limits, Problem, problem } from '#kernel';
import { gatewayProblems } from '../problems.js';
import type { Verdict } from '../verdict.js';
import { answerUnreadRecord, recordText, type RecordPlace } from './answer-kafka-rest-v3.js';
import { inDialect } from './in-dialect.js';
import { NotObjects, SplitJson } from './split-json.js';

/**
 * One line of JSON for each record, in their order. Records that arrive together leave together.
 * The status was sent before the first of them, so whatever goes wrong later is a line, too.
 */
export async function* streamRecords(
  body: Readable,
  place: RecordPlace & { readonly underWay: BytesUnderWay },
  travel: (records: readonly Buffer[]) => Promise<readonly (Verdict | Problem)[]>,
): AsyncGenerator<string> {
  const split = new SplitJson();
  const { underWay } = place;
  const holder = {
    giveWay: () => void body.destroy(problem(gatewayProblems.RECORD_TOO_SLOW, undefined)),
  };
  try {
    for await (const chunk of body) {
      const ended = split.push(chunk as Buffer);
      if (ended.length > 0) underWay.letGo(holder);
      if (split.heldBytes > 0) underWay.hold(holder, split.heldBytes);
      for (const records of handfuls(ended))
        for (const each of await travel(records)) yield lineOf(place, each);
    }
    if (!split.isBetween) throw new NotObjects();
  } catch (error) {
    const known = error instanceof NotObjects ? notObjects() : error;
    if (!(known instanceof Problem)) throw error;
    yield lineOf(place, known);
  } finally {
    underWay.letGo(holder);
  }
}

/** A piece of a stream may hold tens of thousands of records, and others want their turn, too. */
function* handfuls(records: readonly Buffer[]): Generator<readonly Buffer[]> {
  const most = limits.eventsPerRequest.value;
  for (let at = 0; at < records.length; at += most) yield records.slice(at, at + most);
}

const lineOf = (place: RecordPlace, each: Verdict | Problem): string =>
  each instanceof Problem
    ? `${JSON.stringify(answerUnreadRecord(inDialect(each)))}\n`
    : `${recordText(place, each)}\n`;

const notObjects = (): Problem =>
  problem(
    gatewayProblems.BODY_SHAPE_UNKNOWN,
    'records are JSON objects that follow each other, and here nobody can tell where the next one begins',
  );
