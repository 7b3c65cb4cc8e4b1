import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PolicyComparisons } from '#event-log';
import { limits } from '#kernel';
import { eventually } from '../support/eventually.js';
import { inABrowser } from '../support/in-a-browser.js';
import { openBrowser } from '../support/open-browser.js';
import { openDatabase } from '../support/open-database.js';
import { publish } from '../support/publish-orders.js';
import { runCli } from '../support/run-cli.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

interface Told {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked at, not used
  readonly body: any;
}

const schema = {
  type: 'object',
  required: ['orderId'],
  properties: {
    orderId: { type: 'string' },
    version: { type: 'integer' },
    note: { type: 'string' },
  },
};
const ENTITY = { type: 'order', key: '/orderId', version: '/version' };
const GUARDED = { semantics: { entity: ENTITY, conflict: { policy: 'reject' } } };
const BY_CLOCK = { semantics: { conflict: { policy: 'last-writer-wins' } } };

/** A contract of its own topic and type for every test. */
const contract = (name: string, more: object = {}) => ({
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  id: name,
  owner: { team: 'orders' },
  schema: { format: 'json-schema', subject: `${name}-value`, definition: schema },
  envelope: { type: `${name}.changed` },
  channel: { topic: name, key: '/orderId', partitions: 2 },
  compatibility: { meaning: 'warn' },
  ...more,
});

let one: StartedConcordat;
let other: StartedConcordat;
beforeAll(async () => {
  one = await startConcordat();
  other = await startConcordat({ DATABASE_URL: one.databaseUrl });
}, 120_000);
afterAll(async () => {
  await Promise.all([one.stop(), other.stop()]);
});

/** What is found at last. */
const until = <Found>(what: string, find: () => Promise<Found | undefined>): Promise<Found> =>
  eventually(async () => {
    const found = await find();
    if (found === undefined) throw new Error(`It never came to this: ${what}.`);
    return found;
  });

let sent = 0;
async function send(
  name: string,
  data: object,
  { at = one, id = `e${sent++}`, source = '/eu', time = '' } = {},
): Promise<Told> {
  const answer = await fetch(`${at.gatewayUrl}/events`, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', 'ce-specversion': '1.0', 'ce-id': id },
      ...{ 'ce-source': source, 'ce-type': `${name}.changed` },
      ...(time && { 'ce-time': time }),
    },
    body: JSON.stringify(data),
  });
  return { status: answer.status, body: await answer.json() };
}
const fateOf = ({ body }: Told): string => body.code ?? body.verdict;

async function ask(method: 'GET' | 'POST', path: string, body?: object): Promise<Told> {
  const answer = await fetch(`${one.registryUrl}${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}
const report = async (name: string) => (await ask('GET', `/v1/contracts/${name}/rollout`)).body;
const reported = (name: string, compared: number) =>
  until(`${compared} events of ${name} are reported`, async () => {
    const told = await report(name);
    return told.compared === compared ? told : undefined;
  });
/** `in force/reason candidate/reason count` */
const pairsOf = ({ divergences }: Told['body']): readonly string[] =>
  divergences.map(
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked at, not used
    ({ inForce, candidate, count }: any) =>
      `${inForce.fate}/${inForce.reason} ${candidate.fate}/${candidate.reason} ${count}`,
  );

async function given(name: string, more: object): Promise<string> {
  await publish(one.registryUrl, contract(name, more));
  const version = (await ask('GET', `/v1/contracts/${name}`)).body.version;
  for (const { gatewayUrl } of [one, other])
    await until(`${name}@${version} is in force`, async () => {
      const answer = await fetch(`${gatewayUrl}/v1/validate/${name}`, {
        method: 'POST',
        body: '{}',
      });
      const { contract: judging } = (await answer.json()) as { contract?: string };
      return judging === `${name}@${version}` || undefined;
    });
  return name;
}
const KEYS = Array.from({ length: 40 }, (_, i) => `k${i}`);
const odd = (orderId: string) => ({ orderId, more: 1 });
/** Which of the keys a gateway refuses, where only the candidate refuses them. */
async function refusedOf(name: string, at: StartedConcordat): Promise<readonly string[]> {
  const told = await Promise.all(KEYS.map((key) => send(name, odd(key), { at })));
  return KEYS.filter((_, i) => told[i]?.status !== 200);
}

describe('a candidate that is only compared', () => {
  it('decides nothing on any gateway, and every verdict on which it differs is counted [covers 79]', async () => {
    const candidate = { undeclared: 'refuse', enforcement: { mode: 'enforce' } };
    const name = await given('shadow', {
      enforcement: { mode: 'observe' },
      rollout: { candidate },
    });
    const fates: string[] = [];
    for (const at of [one, other])
      for (const data of [{ orderId: 'a' }, odd('a'), odd('b'), { note: 'no id' }])
        fates.push(fateOf(await send(name, data, { at })));
    expect(fates).toEqual(Array.from({ length: 8 }, () => 'accepted'));
    const told = await reported(name, 8);
    expect(told).toMatchObject({
      contract: `${name}@1`,
      rollout: { candidate, percent: 0, stickiness: 'key', stopped: null },
      ...{ decidedByCandidate: 0, differing: 6, unsettled: 0 },
      refused: { inForce: 0, candidate: 6 },
    });
    expect(pairsOf(told)).toEqual([
      'accepted/ refused/UNDECLARED_FIELD 4',
      'accepted/SCHEMA_VIOLATION refused/SCHEMA_VIOLATION 2',
    ]);
    for (let i = 0; i <= limits.divergenceSamples.value; i++) await send(name, odd(`more${i}`));
    await reported(name, 9 + limits.divergenceSamples.value);
    await eventually(async () => {
      const { divergences } = await report(name); // events are added after the counts
      expect(divergences[0].samples).toHaveLength(limits.divergenceSamples.value);
    });
    const [sample] = (await report(name)).divergences[0].samples;
    expect(sample).toMatchObject({ decidedBy: 'in force', source: '/eu', producer: '/eu' });
    expect(sample.position).toMatch(/^shadow\/\d@\d+$/);
    const nothing = await report(await given('untried', {}));
    expect(nothing).toMatchObject({ rollout: null, compared: 0, divergences: [] });
  });

  it('settles by the past the policy in force met, and writes none of its own [covers 79]', async () => {
    const name = await given('shadowguard', { ...GUARDED, rollout: { candidate: BY_CLOCK } });
    const word = (version: number, time: string) =>
      send(name, { orderId: 'a', version }, { time: `2026-01-01T00:00:0${time}Z` });
    const fates = [
      await word(5, '5'), //  both admit
      await word(6, '3'), //  in force: next; by clock: too late
      await word(4, '9'), //  in force: stale; by clock: the latest
      await word(7, '6'), //  both admit: the clock that stands is the one of version 6
    ].map(fateOf);
    expect(fates).toEqual(['accepted', 'accepted', 'STALE_VERSION', 'accepted']);
    const told = await reported(name, 4);
    expect([...pairsOf(told)].sort()).toEqual([
      'accepted/ superseded/ 1',
      'refused/STALE_VERSION accepted/ 1',
    ]);
  });

  it('knows a repeat by what the policy in force remembers', async () => {
    const dedup = { semantics: { dedup: { window: 'P1D' } } };
    const candidate = { enforcement: { mode: 'warn' } };
    const name = await given('shadowdedup', { ...dedup, rollout: { candidate } });
    const fates = [
      await send(name, { orderId: 'a' }, { id: 'same' }),
      await send(name, { orderId: 'a' }, { id: 'same', at: other }),
      await send(name, { orderId: 'b' }, { id: 'same' }),
    ].map(fateOf);
    expect(fates).toEqual(['accepted', 'duplicate', 'EVENT_ID_REUSED']);
    expect([...pairsOf(await reported(name, 3))].sort()).toEqual([
      'duplicate/ accepted/DUPLICATE 1',
      'refused/EVENT_ID_REUSED accepted/EVENT_ID_REUSED 1',
    ]);
  });

  it('says of what nobody asked that nobody knows', async () => {
    const rollout = { candidate: { enforcement: { mode: 'enforce' } } };
    const name = await given('unsettled', {
      ...{ ...GUARDED, enforcement: { mode: 'off' }, rollout },
    });
    await send(name, { orderId: 'a', version: 1 });
    expect(await reported(name, 1)).toMatchObject({ unsettled: 1, differing: 0 });
  });
});

describe('a candidate with a share', () => {
  it('decides for the same keys on both gateways, and for none soon after it was stopped [covers 79, 80]', async () => {
    const rollout = { candidate: { undeclared: 'refuse' }, percent: 40 };
    const name = await given('share', { rollout });
    const first = await refusedOf(name, one);
    expect(first.length).toBeGreaterThan(0);
    expect(first.length).toBeLessThan(KEYS.length);
    expect(await refusedOf(name, other)).toEqual(first);
    const refused = await send(name, odd(first[0] ?? ''), { id: 'by-candidate' });
    expect(refused.body).toMatchObject({ code: 'UNDECLARED_FIELD', policy: 'candidate' });
    const why = await fetch(`${one.gatewayUrl}/v1/verdicts/by-candidate`);
    expect(await why.json()).toMatchObject({
      verdicts: [{ policy: 'candidate', reasons: [{ code: 'UNDECLARED_FIELD' }] }],
    });
    const half = contract(name, { rollout: { ...rollout, percent: 70 } });
    await publish(one.registryUrl, half);
    await until('more keys are refused', async () => {
      const now = await refusedOf(name, other);
      if (now.length === first.length) return undefined;
      expect(first.filter((key) => !now.includes(key))).toEqual([]);
      return true;
    });
    const stopped = await ask('POST', `/v1/contracts/${name}/rollout/stop`, { reason: 'too much' });
    expect(stopped).toMatchObject({
      status: 200,
      body: { version: 2, stopped: { reason: 'too much' } },
    });
    const key = first[0] ?? '';
    await Promise.all(
      [one, other].map((at) =>
        until('the candidate decides nothing', async () =>
          (await send(name, odd(key), { at })).status === 200 ? true : undefined,
        ),
      ),
    );
    for (const at of [one, other]) expect(await refusedOf(name, at)).toEqual([]);
    expect((await report(name)).rollout.stopped).toMatchObject({ reason: 'too much' });
    const again = await ask('POST', `/v1/contracts/${name}/rollout/resume`);
    expect(again.body).toEqual({ contract: name, version: 2, stopped: null });
    await until('they are refused again', async () =>
      (await refusedOf(name, other)).length > first.length ? true : undefined,
    );
  });

  it('is drawn by producer where the contract says so [covers 80]', async () => {
    const rollout = { candidate: { undeclared: 'refuse' }, percent: 50, stickiness: 'producer' };
    const name = await given('producers', { rollout });
    const sources = Array.from({ length: 24 }, (_, i) => `/s${i}`);
    const refusedBy = async (at: StartedConcordat) => {
      const told = await Promise.all(
        sources.map((source, i) => send(name, odd(`k${i}`), { at, source })),
      );
      return sources.filter((_, i) => told[i]?.status !== 200);
    };
    const first = await refusedBy(one);
    expect(first.length).toBeGreaterThan(0);
    expect(first.length).toBeLessThan(sources.length);
    expect(await refusedBy(other)).toEqual(first);
  });

  it('settles conflicts its way for whole entities, and the policy in force goes on from there [covers 79]', async () => {
    const name = await given('pilot', {
      ...GUARDED,
      rollout: { candidate: BY_CLOCK, percent: 100 },
    });
    const word = (version: number, second: string, at = one) =>
      send(name, { orderId: 'a', version }, { at, time: `2026-01-01T00:00:${second}Z` });
    expect(fateOf(await word(5, '10'))).toBe('accepted');
    expect(fateOf(await word(3, '20', other))).toBe('accepted');
    expect(fateOf(await word(9, '15'))).toBe('superseded');
    expect((await ask('POST', `/v1/contracts/${name}/rollout/stop`)).status).toBe(200);
    await until('versions count again', async () => {
      const [here, there] = [await word(2, '30'), await word(2, '31', other)];
      return fateOf(here) === 'STALE_VERSION' && fateOf(there) === 'STALE_VERSION'
        ? true
        : undefined;
    });
    expect(fateOf(await word(6, '01'))).toBe('accepted');
  });

  const limited = { mode: 'enforce', rollbackAbove: { rejectRate: 0.1, over: 'PT1H' } };
  it.each([
    ['by the limit of the contract', 'jump', limited, {}],
    ['by a limit of its own', 'ownlimit', { mode: 'enforce' }, { enforcement: limited }],
  ])(
    'is stopped by itself when refusals jump after it began, %s',
    async (_by, id, enforcement, more) => {
      const name = await given(id, { enforcement });
      await send(name, odd('quiet'));
      await given(name, {
        enforcement,
        rollout: { candidate: { undeclared: 'refuse', ...more }, percent: 100 },
      });
      expect((await refusedOf(name, one)).length).toBe(KEYS.length);
      const { by, reason } = await until(
        'the candidate is stopped',
        async () => (await report(name)).rollout.stopped ?? undefined,
      );
      expect(by).toBe('concordat');
      expect(reason).toContain('most of them for UNDECLARED_FIELD');
      await until('nothing is refused', async () =>
        (await refusedOf(name, other)).length === 0 ? true : undefined,
      );
      const { body } = await ask('GET', `/v1/contracts/${name}/enforcement`);
      expect(body).toMatchObject({ inForce: 'enforce', stepsBack: [] });
      for (const page of ['health', 'home']) {
        const { troubles } = (await ask('GET', `/catalog/v1/${page}`)).body;
        expect(troubles).toContainEqual(
          expect.objectContaining({
            sentence: expect.stringContaining('stopped itself: '),
            ...{ event: name, section: 'rollout', since: expect.any(String) },
          }),
        );
      }
    },
  );
});

describe('a promotion', () => {
  const promoteBelow = { rejectRate: 0.2, over: 'PT1H' };
  const enforcement = { mode: 'enforce', promoteBelow };

  it('is refused while the last hour would have rejected too much, and happens when it would not [covers 77]', async () => {
    const candidate = { undeclared: 'refuse' };
    const name = await given('promote', { enforcement });
    await send(name, odd('a'));
    await until('the event is counted', async () => {
      const { body } = await ask('GET', `/v1/contracts/${name}/enforcement`);
      return body.lately.judged === 1 ? true : undefined;
    });
    const raised = contract(name, { enforcement, rollout: { candidate, percent: 10 } });
    expect((await ask('POST', '/v1/contracts', raised)).body.code).toBe('CANDIDATE_UNOBSERVED');
    await given(name, { enforcement, rollout: { candidate } });
    await send(name, odd('a'));
    await reported(name, 1);
    const refused = await ask('POST', `/v1/contracts/${name}/rollout/promote`);
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'PROMOTION_REFUSED',
        detail: expect.stringContaining('would have refused 1 of the 1 events of the last PT1H'),
        evidence: { judged: 1, wouldRefuse: 1, example: { reason: 'UNDECLARED_FIELD', count: 1 } },
      },
    });
    expect((await ask('POST', '/v1/contracts', raised)).body.code).toBe('PROMOTION_REFUSED');
    const published = contract(name, { enforcement, undeclared: 'refuse' });
    expect((await ask('POST', '/v1/contracts', published)).body.code).toBe('PROMOTION_REFUSED');
    for (let i = 0; i < 5; i++) await send(name, { orderId: `good${i}` });
    await reported(name, 6);
    expect((await ask('POST', `/v1/contracts/${name}/rollout/promote?dryRun=true`)).status).toBe(
      200,
    );
    const promoted = await ask('POST', `/v1/contracts/${name}/rollout/promote`);
    expect(promoted).toMatchObject({ status: 201, body: { id: name, version: 3 } });
    const now = (await ask('GET', `/v1/contracts/${name}`)).body;
    expect([now.schemaVersion, now.contract.undeclared, now.contract.rollout]).toEqual([
      ...[1, 'refuse', undefined],
    ]);
    await until('it is in force', async () =>
      fateOf(await send(name, odd('b'), { at: other })) === 'UNDECLARED_FIELD' ? true : undefined,
    );
    const none = await ask('POST', `/v1/contracts/${name}/rollout/promote`);
    expect([none.status, none.body.code]).toEqual([404, 'ROLLOUT_NOT_FOUND']);
    expect((await ask('POST', '/v1/contracts/nobody/rollout/stop')).status).toBe(404);
    const wordy = { reason: 'x'.repeat(limits.noteCharacters.value + 1) };
    expect((await ask('POST', `/v1/contracts/${name}/rollout/stop`, wordy)).status).toBe(422);
  });

  it('and all that is done with a rollout is in the audit', async () => {
    const rollout = { candidate: { undeclared: 'refuse' }, percent: 5 };
    const name = await given('audited', { rollout });
    await given(name, { rollout: { ...rollout, percent: 10 } });
    const at = `/v1/contracts/${name}/rollout`;
    for (const step of ['stop', 'stop', 'resume', 'promote']) await ask('POST', `${at}/${step}`);
    const { body } = await ask('GET', `/v1/audit?target=${name}`);
    const actions = body.entries.map(({ action }: { action: string }) => action);
    expect(actions.filter((action: string) => action.startsWith('rollout.')).sort()).toEqual([
      ...['rollout.changed', 'rollout.promoted', 'rollout.resumed', 'rollout.started'],
      'rollout.stopped',
    ]);
  });

  it('is refused with what cannot be tried or taken back', async () => {
    const dedup = { semantics: { dedup: { window: 'P1D' } } };
    const asked = contract('hopeless', { rollout: { candidate: dedup } });
    const { status, body } = await ask('POST', '/v1/contracts', asked);
    expect([status, body.code]).toEqual([422, 'CONTRACT_INVALID']);
    expect(body.detail).toContain('keeps none of them');
    const report = await ask('GET', '/v1/contracts/share/rollout?over=P1Y');
    expect([report.status, report.body.code]).toEqual([400, 'QUERY_INVALID']);
  });

  it('is forgotten after the days of the limit comparisonDays', async () => {
    const dataSource = await openDatabase(one.databaseUrl);
    try {
      const comparisons = new PolicyComparisons(dataSource);
      const said = { fate: 'accepted', reason: '' };
      const days = limits.comparisonDays.value;
      const minute = (ago: number) => new Date(Date.now() - ago * 86_400_000);
      const told = { contractId: 'old', contractVersion: 1, candidate: 'c', isDecidedThere: false };
      for (const ago of [days - 1, days + 1])
        await comparisons.add([
          { ...told, minute: minute(ago), here: said, there: said, count: ago },
        ]);
      await comparisons.forget();
      const left = await comparisons.of('old', 'c', minute(2 * days));
      expect(left.map(({ count }) => count)).toEqual([days - 1]);
    } finally {
      await dataSource.destroy();
    }
  });
});

describe('a rollout at the command line', () => {
  const run = (...words: string[]) => runCli(['rollout', ...words, '--registry', one.registryUrl]);

  it('is looked at, stopped, resumed and promoted', async () => {
    const rollout = { candidate: { undeclared: 'refuse' }, percent: 100 };
    const name = await given('desk', { rollout });
    await send(name, odd('a'), { id: 'desk-1' });
    await reported(name, 1);
    const status = await run('status', name);
    expect([status.exitCode, status.stdout]).toEqual([
      0,
      expect.stringMatching(
        /^desk@1 {2}candidate [0-9a-f]{16} {2}decides for 100 % of the keys\n {2}in PT24H both judged 1 event, 1 decided by the candidate, and differed on 1\n {2}refused: 0 in force, 1 by the candidate\n {2}accepted → refused \(UNDECLARED_FIELD\) {2}1 event, such as desk-1\n$/,
      ),
    ]);
    const stopped = await run('stop', name, '--reason', 'too much');
    expect(stopped.stdout).toMatch(
      /^The candidate of desk@1 was stopped \S+ by anonymous: too much\.\n$/,
    );
    expect((await run('status', name)).stdout).toMatch(/ was stopped \S+ by anonymous: too much\n/);
    const resumed = await run('resume', name, '--format', 'json');
    expect(JSON.parse(resumed.stdout)).toEqual({ contract: name, version: 1, stopped: null });
    const dry = await run('promote', name, '--dry-run');
    expect([dry.exitCode, dry.stdout]).toEqual([
      0,
      expect.stringMatching(/^✓ desk {2}would be published as v2\n/),
    ]);
    const promoted = await run('promote', name, '--format', 'json');
    expect(JSON.parse(promoted.stdout)).toMatchObject({
      ...{ id: name, outcome: 'published', version: 2, isDryRun: false },
      document: { id: name, undeclared: 'refuse' },
    });
    expect((await run('status', name)).stdout).toBe('desk@2 tries no candidate.\n');
  });

  it('answers 1 where a promotion is refused, and 2 where there is nothing to be done', async () => {
    const enforcement = { mode: 'enforce', promoteBelow: { rejectRate: 0.2, over: 'PT1H' } };
    const rollout = { candidate: { undeclared: 'refuse' } };
    const name = await given('deskrefused', { enforcement, rollout });
    await send(name, odd('a'));
    await reported(name, 1);
    const refused = await run('promote', name);
    expect([refused.exitCode, refused.stdout]).toEqual([
      1,
      expect.stringMatching(
        /^✗ deskrefused {2}refused {2}PROMOTION_REFUSED\n {2}.* would have refused 1 of the 1 events /,
      ),
    ]);
    const told = await run('promote', name, '--format', 'json');
    expect([told.exitCode, JSON.parse(told.stdout)]).toMatchObject([
      1,
      { id: name, outcome: 'refused', code: 'PROMOTION_REFUSED' },
    ]);
    const forced = await run('promote', name, '--force');
    expect([forced.exitCode, forced.stdout]).toEqual([
      0,
      expect.stringMatching(
        /^✓ deskrefused {2}published v2\n[^]*--format json prints the document\.\n$/,
      ),
    ]);
    for (const [words, says] of [
      [['promote', name], 'tries no candidate'],
      [['promote', 'nobody'], '"nobody"'],
      [['stop', name], 'tries no candidate'],
      [['status', 'nobody'], '"nobody"'],
      [['status', name, '--over', 'P1Y'], 'no ISO 8601 duration'],
      [['begin', name], 'Say one of status, stop, resume, promote.'],
    ] as const) {
      const { exitCode, stderr } = await run(...words);
      expect([words, exitCode, stderr]).toEqual([words, 2, expect.stringContaining(says)]);
    }
  });
});

inABrowser('a rollout on the event page', (executablePath) => {
  it('tells how it is drawn and every two verdicts that differ, and is not there where nothing is tried', async () => {
    const rollout = { candidate: { undeclared: 'refuse' } };
    const name = await given('shown', { rollout });
    await send(name, odd('a'));
    await reported(name, 1);
    await given('hidden', {});
    const browser = await openBrowser(executablePath);
    try {
      const page = await browser.newPage();
      await page.goto(`${one.registryUrl}/events/${name}`);
      const section = page.getByRole('region', { name: 'Tried beside it' });
      await section.getByText('compared only').waitFor();
      await section.getByText('both policies judged 1 event and differed on 1.').waitFor();
      const line = section.getByRole('row').filter({ hasText: 'refused, UNDECLARED_FIELD' });
      await eventually(async () => expect(await line.innerText()).toMatch(/^accepted\s/));
      await page.goto(`${one.registryUrl}/events/hidden`);
      await page.getByRole('region', { name: 'Drift' }).waitFor();
      expect(await section.count()).toBe(0);
    } finally {
      await browser.close();
    }
  }, 60_000);
});
