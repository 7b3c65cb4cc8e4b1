import { describe, expect, it } from '@jest/globals';
import { PipelineInABox } from '../testing/pipeline-in-a-box.js';
import { sampleContract } from '../testing/sample-contract.js';
import { answerRecord, entriesText, recordText, refusedEntries } from './answer-kafka-rest-v3.js';

const schema = { required: ['orderId'], properties: { orderId: { type: 'string' }, old: {} } };
const place = { cluster: 'a "quoted" one', topic: 'orders' };
/** As it would be after a producer has read it: members without a value are not there. */
const read = (text: string): unknown => JSON.parse(text);
const written = (answer: unknown): unknown => read(JSON.stringify(answer));

async function someVerdicts() {
  const warned = sampleContract({ schema, contract: { undeclared: 'warn' } });
  const road = new PipelineInABox(warned);
  const [plain, noted, refused] = await road.records([
    '{"orderId":"a"}',
    '{"orderId":"a","more":1}',
    '{"orderId":1}',
  ]);
  if (!plain || !noted || !refused) throw new Error('one event has one verdict');
  return [plain, { ...plain, position: undefined }, noted, refused, { ...plain, fate: 'held' }].map(
    (verdict, i) => ({ ...verdict, entryId: `e"${i}` }) as typeof plain,
  );
}

describe('the answer of Kafka REST, third version', () => {
  it('is the same text, whether it was put together by hand or not', async () => {
    for (const verdict of await someVerdicts())
      expect(read(recordText(place, verdict))).toEqual(written(answerRecord(place, verdict)));
  });

  it('tells entries that were taken from those that were not, each by its id', async () => {
    const verdicts = await someVerdicts();
    const answers = verdicts.map((each) => ({ id: each.entryId, ...answerRecord(place, each) }));
    const [plain, placeless, noted, refused, held] = answers;
    expect(read(entriesText(place, verdicts))).toEqual(
      written({ successes: [plain, placeless, noted, held], failures: [refused] }),
    );
  });

  it('tells the same of entries that were refused, whether any other was taken or none', async () => {
    const refused = (await someVerdicts()).filter(({ fate }) => fate === 'quarantined');
    expect(refused).toHaveLength(1);
    expect(read(entriesText(place, refused))).toEqual(written(refusedEntries(place, refused)));
  });
});
