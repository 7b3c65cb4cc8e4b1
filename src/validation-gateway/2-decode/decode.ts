import { problem } from '#kernel';
import type { ArrivedEvent } from '../event.js';
import type { Expect } from '../expected-schema.js';
import { gatewayProblems } from '../problems.js';
import type { ArrivedRequest } from '../request.js';
import { readBinaryCloudEvent } from './read-binary-cloud-event.js';
import { readKafkaRestRecord } from './read-kafka-rest-record.js';
import { readKafkaRestRecords } from './read-kafka-rest-records.js';
import { readStructuredBatch, readStructuredEvent } from './read-structured-cloud-event.js';
import { NotJson } from './json-fault.js';

/**
 * Bytes of a request → its events. What makes the whole request unreadable is a problem.
 *
 * @param expect what values will be held to, where that is known
 */
export function decode(
  request: ArrivedRequest,
  expect: Expect = expectNothing,
): readonly ArrivedEvent[] {
  try {
    const events = read(request, expect);
    if (events.length === 0) throw problem(gatewayProblems.REQUEST_WITHOUT_EVENTS, undefined);
    return events;
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    throw problem(gatewayProblems.BODY_NOT_JSON, error);
  }
}

const expectNothing: Expect = () => undefined;

function read(request: ArrivedRequest, expect: Expect): readonly ArrivedEvent[] {
  switch (request.form) {
    case 'kafka-rest':
      return readKafkaRestRecords(request, expect);
    case 'kafka-rest-record':
    case 'kafka-rest-batch':
      return readKafkaRestRecord(request, expect);
    case 'cloudevent-binary':
      return [readBinaryCloudEvent(request)];
    case 'cloudevent-structured':
      return [readStructuredEvent(request, expect)];
    case 'cloudevent-batch':
      return readStructuredBatch(request, expect);
    case 'bare-value':
      return [bareValue(request)];
  }
}

type BareRequest = Extract<ArrivedRequest, { form: 'bare-value' }>;

const bareValue = ({ body, principal, contentType }: BareRequest): ArrivedEvent => ({
  ...{ door: 'dry-run', topic: undefined, partition: undefined, key: null },
  ...{ value: body, isScanned: false, contentType, context: undefined },
  ...{ principal, fault: undefined },
});
