import { describe, expect, it } from '@jest/globals';
import type { ContractAnswer, FieldNode } from '../api/answers';
import { readDiscoverSearch } from '../discover/discover-search';
import { consumptionText } from '../event/consumption-text';
import { curlText, readText } from '../event/curl';
import { readEventSearch } from '../event/event-search';
import { parseSearch, stringifySearch } from '../shell/search-text';
import { markWords } from './mark-words';
import { bytesText, countText, durationText, shareText } from './numbers';
import { proseParts } from './prose-parts';

describe('addresses', () => {
  it('carry every state there and back', () => {
    const state = { q: 'a b&c', owner: ['x', 'y'], field: '/a/b~1', version: '3' };
    expect(parseSearch(stringifySearch(state).slice(1))).toEqual(state);
    expect(stringifySearch({ field: '/a/b', nothing: undefined })).toBe('?field=/a/b');
    expect(stringifySearch({})).toBe('');
  });

  it('typed by hand never break a page', () => {
    expect(readDiscoverSearch({ q: ['a', 'b'], owner: 'x', status: 7, other: 'y' })).toEqual({
      q: 'a',
      owner: ['x'],
    });
    expect(readEventSearch({ version: '-1', view: 'cinema', open: ['', '/a'] })).toEqual({
      open: ['/a'],
    });
    expect(readEventSearch({ version: '12', view: 'text' })).toEqual({ version: 12, view: 'text' });
  });
});

describe('texts', () => {
  it('searched words stand out and nothing is lost', () => {
    const parts = markWords('Order placed, reorder', 'order PLACED');
    expect(parts.map(({ text }) => text).join('')).toBe('Order placed, reorder');
    expect(parts.filter(({ isMatch }) => isMatch).map(({ text }) => text)).toEqual([
      'Order',
      'placed',
      'order',
    ]);
  });

  it('code in prose is code, and a link keeps its words only', () => {
    expect(proseParts('Use `after`, see [the docs](https://example.com/x).')).toEqual([
      { text: 'Use ', isCode: false },
      { text: 'after', isCode: true },
      { text: ', see the docs.', isCode: false },
    ]);
  });

  it('numbers are as exact as a person reads them', () => {
    expect([countText(99_999), countText(1_234_567)]).toEqual(['99,999', '1.2M']);
    expect([shareText(0, 5), shareText(1, 10_000), shareText(1, 40), shareText(1, 2)]).toEqual([
      '0 %',
      '< 0.1 %',
      '2.5 %',
      '50 %',
    ]);
    expect([durationText(180), durationText(14_698), durationText(99_999)]).toEqual([
      '180 µs',
      '14.7 ms',
      '100.0 ms',
    ]);
    expect([durationText(100_000), durationText(999_999), bytesText(1536)]).toEqual([
      '100 ms',
      '1000 ms',
      '1.5 KB',
    ]);
  });
});

describe('the command that sends an event', () => {
  const contract = {
    ...{ id: 'a.b-placed', version: 3 },
    example: { note: "it's" },
    channel: { topic: 'a.b' },
    schema: { id: 7, format: 'JSON' },
    sending: { eventType: 'com.acme.x', gatewayPort: 8082 },
  } as unknown as ContractAnswer;

  it('quotes for the shell and addresses the gateway', () => {
    const text = curlText(contract, '::1');
    expect(text).toContain('http://[::1]:8082/events');
    expect(text).toContain(String.raw`it'\''s`);
    expect(text).toContain("'ce-type: com.acme.x'");
    expect(text).toContain("'ce-id: try-a.b-placed-3'");
  });

  it('is Kafka REST where the contract names no event type', () => {
    const text = curlText({ ...contract, sending: { gatewayPort: 1 } }, 'localhost');
    expect(text).toContain('http://localhost:1/topics/a.b');
    expect(text).toContain('application/vnd.kafka.json.v2+json');
    expect(text).not.toContain('value_schema_id');
  });

  it('names the schema where the event is of a binary language', () => {
    const schema = { ...contract.schema, format: 'AVRO' as const };
    const text = curlText({ ...contract, schema, sending: { gatewayPort: 1 } }, 'localhost');
    expect(text).toContain('application/vnd.kafka.avro.v2+json');
    expect(text).toContain('"value_schema_id": 7');
  });

  it('has one beside it that reads: from the log of the gateway, or from Kafka', () => {
    const read = (more: Partial<ContractAnswer>) => readText({ ...contract, ...more }, 'localhost');
    expect(read({ readFrom: 'log' })).toBe(
      "curl -N 'http://localhost:8082/v1/topics/a.b/tail?from=start'",
    );
    expect(read({ readFrom: 'log', sending: {} })).toBeUndefined();
    expect(read({ readFrom: 'kafka', sending: {} })).toBe(
      'kafka-console-consumer --bootstrap-server "$KAFKA_BROKERS" \\\n  --topic \'a.b\' --from-beginning',
    );
  });
});

describe('the file in which a consumer says what it reads', () => {
  const field = (path: string, required = true) => ({ path, required }) as unknown as FieldNode;
  const ofFields = (...children: readonly FieldNode[]) =>
    consumptionText({ id: 'a.b', schema: { tree: { children } } } as unknown as ContractAnswer);

  it('names the first required fields as an example', () => {
    const fields = [field('/x', false), field('/a'), field('/b: c'), field('/d'), field('/e')];
    expect(ofFields(...fields)).toBe(
      [
        '# my-service.consumption.yaml, in your own repository',
        ...['apiVersion: concordat/v1', 'kind: Consumption', 'consumer: my-service'],
        ...['owner: { team: my-team }', 'of: a.b', 'needs:', '  /a: {}', '  "/b: c": {}'],
        '  /d: {}',
      ].join('\n'),
    );
  });

  it('names no field where none is required', () => {
    expect(ofFields()).toMatch(/\nneeds: \{\}$/);
  });
});
