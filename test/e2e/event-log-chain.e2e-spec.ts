import { describe, expect, it } from '@jest/globals';
import { EventLog, type NewEvent } from '#event-log';
import { limits } from '#kernel';
import { runCli } from '../support/run-cli.js';
import { concordatWithLog } from '../support/concordat-with-log.js';

interface Report {
  readonly events: number;
  readonly faults: readonly { readonly kind: string; readonly offset: number }[];
  readonly seal: { readonly offset: number; readonly seal: string } | null;
  readonly nextOffset: number;
  readonly endOffset: number;
  readonly code?: string;
}

describe('the hash chain of the event log [covers 16]', () => {
  const held = concordatWithLog();

  const events = (topic: string, values: readonly (string | null)[], partition = 0): NewEvent[] =>
    values.map((value, i) => ({
      topic,
      partition,
      key: i % 2 === 0 ? Buffer.from(`k${i}`) : null,
      value: value === null ? null : Buffer.from(value),
      headers: i % 3 === 0 ? [] : [['n', Buffer.from([i % 256, 0xff])]],
      ...(i % 2 === 0 && { contract: { id: 'orders', version: 2 }, schemaId: i }),
      eventId: `\u0000${i}`,
    }));
  const verify = async (topic: string, query = '', partition: number | string = 0) => {
    const path = `/v1/topics/${topic}/partitions/${partition}/verification${query}`;
    const answer = await fetch(`${held.concordat.gatewayUrl}${path}`);
    return { status: answer.status, body: (await answer.json()) as Report };
  };
  const concordatVerify = (...words: string[]) =>
    runCli(['verify', ...words, '--gateway', held.concordat.gatewayUrl]);
  /** As a database owner with intent: the triggers are told to look away. */
  const tamper = (sql: string, topic: string) =>
    held.dataSource.transaction(async (tx) => {
      await tx.query(`SET LOCAL concordat.maintenance = 'on'`);
      await tx.query(
        sql.replace(
          ':partition',
          `(SELECT id FROM event_log_partitions WHERE topic = '${topic}' AND partition = 0)`,
        ),
      );
    });

  it('holds for whatever was appended, in whatever batches', async () => {
    await held.log.append(events('sound', ['a', null, '', 'b']));
    await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        held.log.append([...events('sound', [`x${n}`]), ...events('sound', ['y', 'z'], 1)]),
      ),
    );
    const { body } = await verify('sound');
    expect(body).toMatchObject({ events: 34, faults: [], nextOffset: 34, endOffset: 34 });
    expect(body.seal).toMatchObject({ offset: 33 });
    expect((await verify('sound', '', 1)).body).toMatchObject({ events: 60, faults: [] });
    const cli = await concordatVerify('sound');
    expect(cli.stdout).toContain(`sound/0@33=${body.seal?.seal}  ✓ 34 events as written`);
    expect(cli.exitCode).toBe(0);
  });

  it('two writers of one partition seal one after the other', async () => {
    const other = new EventLog(held.dataSource);
    for (let n = 0; n < 20; n++)
      await Promise.all([
        held.log.append(events('two', ['a', 'b'])),
        other.append(events('two', ['c'])),
      ]);
    expect((await verify('two')).body).toMatchObject({ events: 60, faults: [] });
  });

  it('is verified stretch by stretch', async () => {
    const values = Array.from({ length: 500 }, (_, i) => String(i));
    for (let sent = 0; sent <= limits.logVerifyEvents.value; sent += values.length)
      await held.log.append(events('long', values));
    const first = (await verify('long')).body;
    expect(first.events).toBeGreaterThanOrEqual(limits.logVerifyEvents.value);
    expect(first.nextOffset).toBeLessThan(first.endOffset);
    const second = (await verify('long', `?offset=${first.nextOffset}`)).body;
    expect(second).toMatchObject({ faults: [], nextOffset: second.endOffset });
    expect(first.events + second.events).toBe(second.endOffset);
    expect((await concordatVerify('long')).stdout).toContain(`✓ ${second.endOffset} events`);
    const within = await verify('long', '?offset=7');
    expect([within.status, within.body.code]).toEqual([400, 'QUERY_INVALID']);
  }, 60_000);

  it.each([
    [
      'a value',
      `UPDATE event_log SET value = 'x' WHERE partition_id = :partition AND log_offset = 4`,
      'changed 4',
    ],
    [
      'a key',
      `UPDATE event_log SET key = NULL WHERE partition_id = :partition AND log_offset = 4`,
      'changed 4',
    ],
    [
      'a source',
      `UPDATE event_log SET source = 's' WHERE partition_id = :partition AND log_offset = 5`,
      'changed 5',
    ],
    [
      'the contract',
      `UPDATE event_log SET contract_version = 3 WHERE partition_id = :partition AND log_offset = 4`,
      'changed 4',
    ],
    [
      'the time',
      `UPDATE event_log SET logged_at = logged_at + interval '1 us' WHERE partition_id = :partition AND log_offset = 5`,
      'broken 5',
    ],
    [
      'an event taken away',
      `DELETE FROM event_log WHERE partition_id = :partition AND log_offset = 3`,
      'missing 3',
    ],
    [
      'the last event taken away',
      `DELETE FROM event_log WHERE partition_id = :partition AND log_offset = 7`,
      'cut 7',
    ],
    [
      'the seals taken away',
      `UPDATE event_log SET seal = NULL WHERE partition_id = :partition`,
      'broken 7',
    ],
  ])('shows that %s was changed', async (what, sql, fault) => {
    const topic = `changed-${what.replaceAll(' ', '-')}`;
    for (const pair of ['ab', 'cd', 'ef', 'gh']) await held.log.append(events(topic, [...pair]));
    await tamper(sql, topic);
    const { body } = await verify(topic);
    expect(body.faults.map(({ kind, offset }) => `${kind} ${offset}`)).toContain(fault);
    const cli = await concordatVerify(topic);
    expect([cli.exitCode, cli.stdout.includes(`${topic}/0@`)]).toEqual([1, true]);
  });

  it('a log written anew from the beginning ends in another seal than the one somebody kept', async () => {
    await held.log.append(events('anew', ['a', 'b']));
    const { seal } = (await verify('anew')).body;
    await held.log.append(events('anew', ['c']));
    const kept = `anew/0@${seal?.offset}=${seal?.seal}`;
    expect((await concordatVerify('--expect', kept)).stdout).toContain('anew/0@2=');
    expect((await concordatVerify('anew', '--expect', kept)).exitCode).toBe(0);
    await tamper(`DELETE FROM event_log WHERE partition_id = :partition`, 'anew');
    await tamper(`DELETE FROM event_log_partitions WHERE id = :partition`, 'anew');
    await held.log.append(events('anew', ['A', 'b']));
    await held.log.append(events('anew', ['c']));
    expect((await verify('anew')).body).toMatchObject({ events: 3, faults: [] });
    const cli = await concordatVerify('anew', '--expect', kept);
    expect(cli.exitCode).toBe(1);
    expect(cli.stdout).toContain('anew/0@1  ✗ Its seal is not the one of the earlier run.');
  });

  it('a kept seal beyond the end of the log, or of a topic that is gone, is told', async () => {
    await held.log.append(events('short', ['a']));
    const seal = 'ab'.repeat(32);
    const cli = await concordatVerify('short', '--expect', `short/0@9=${seal}`, `gone/0@1=${seal}`);
    expect(cli.exitCode).toBe(1);
    expect(cli.stdout).toContain('short/0@9  ✗ The seal of an earlier run is not there');
    expect(cli.stdout).toContain('gone/0@1  ✗ The log has no such partition any more.');
    const json = await concordatVerify('short', '--format', 'json');
    expect(JSON.parse(json.stdout)).toMatchObject({
      partitions: [{ topic: 'short', partition: 0, events: 1, faults: [] }],
      missing: [],
    });
  });

  it('what is asked wrongly is answered in a sentence', async () => {
    expect((await verify('none')).status).toBe(404);
    expect((await verify('short', '', 'x')).status).toBe(404);
    expect((await verify('short', '', 7)).status).toBe(404);
    expect((await verify('short', '?offset=-1')).status).toBe(400);
    expect((await verify('short', '?offset=99')).body).toMatchObject({ events: 0, faults: [] });
    const unknown = await concordatVerify('none');
    expect([unknown.exitCode, unknown.stderr]).toEqual([2, expect.stringContaining('"none"')]);
    const seal = await concordatVerify('--expect', 'short=1');
    expect([seal.exitCode, seal.stderr]).toEqual([2, expect.stringContaining('is no seal')]);
  });
});
