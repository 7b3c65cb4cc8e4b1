import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Ask, asking } from '../../support/ask.js';
import { isLinearizable } from '../../support/linearizability.js';
import { subjectModel } from '../../support/registry-model.js';
import {
  chanceOf,
  contentIn,
  contentOf,
  RegistryStorm,
  type Told,
} from '../../support/registry-storm.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

const CLIENTS = 64;
const REPLICAS = 3;
/** Longer, or another time: `CONCORDAT_STORM_MS=600000 CONCORDAT_STORM_SEED=7`. */
const STORM_MS = Number(process.env['CONCORDAT_STORM_MS'] ?? 15_000);
const SEED = Number(process.env['CONCORDAT_STORM_SEED'] ?? Date.now() % 1_000_000);

describe(`64 clients, three registries that are killed, one PostgreSQL (seed ${SEED})`, () => {
  const replicas: (StartedConcordat | undefined)[] = [];
  const asks: Ask[] = [];
  let storm: RegistryStorm;
  let kills = 0;

  beforeAll(async () => {
    replicas[0] = await start();
    for (let i = 1; i < REPLICAS; i++) replicas[i] = await start(replicas[0].databaseUrl);
    for (let i = 0; i < REPLICAS; i++)
      asks[i] = asking(() => replicas[i]?.registryUrl ?? 'http://127.0.0.1:1');
    storm = new RegistryStorm(SEED, asks);
    await Promise.all([storm.run(CLIENTS, STORM_MS), killAndRestart()]);
  }, STORM_MS + 180_000);
  afterAll(() => Promise.all(replicas.map(async (each) => each?.stop())));

  const start = (databaseUrl?: string) =>
    startConcordat({
      CONCORDAT_ROLE: 'registry',
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    });

  async function killAndRestart(): Promise<void> {
    const chance = chanceOf(SEED + 1);
    for (const end = performance.now() + STORM_MS; ;) {
      await sleep(1_500 + chance() * 1_500);
      if (performance.now() > end) return;
      const place = Math.floor(chance() * REPLICAS);
      const victim = replicas[place];
      await victim?.kill();
      kills++;
      replicas[place] = undefined;
      replicas[place] = await start(victim?.databaseUrl);
    }
  }
  const ask: Ask = (...request) => (asks[0] as Ask)(...request);
  const registered = () =>
    storm.history.filter(
      ({ input, outcome }) => input.kind === 'register' && outcome?.status === 200,
    );

  it('saw replicas killed while they worked, and much answered all the same', () => {
    expect(kills).toBeGreaterThan(0);
    expect(registered().length).toBeGreaterThan(50);
  });

  it('every history of a subject could have been one process doing one thing after the other', () => {
    const bySubject = Map.groupBy(storm.history, ({ subject }) => subject);
    for (const [subject, history] of bySubject)
      expect([subject, isLinearizable(subjectModel, history) || inWords(history)]).toEqual([
        subject,
        true,
      ]);
  });

  it('one content has one id, whoever registered it where, and one id one content', () => {
    const idsOf = Map.groupBy(registered(), ({ content }) => content);
    for (const [content, told] of idsOf)
      expect([content, new Set(told.map(({ id }) => id)).size]).toEqual([content, 1]);
    const contentsOf = Map.groupBy(registered(), ({ id }) => id);
    for (const [id, told] of contentsOf)
      expect([id, new Set(told.map(({ content }) => content)).size]).toEqual([id, 1]);
  });

  it('a content first asked for after another was answered has the greater id', () => {
    const contents = firstSeen(storm.history);
    for (const { id, answeredAt } of contents)
      for (const later of contents)
        if (later.askedAt > answeredAt) expect(later.id).toBeGreaterThan(id);
  });

  it('of those who wanted to be the first of a subject exactly one was', () => {
    const firsts = registered().filter(({ subject }) => subject.startsWith('first-'));
    expect(firsts.length).toBeGreaterThan(0);
    for (const [subject, told] of Map.groupBy(firsts, (each) => each.subject))
      expect([subject, new Set(told.map(({ content }) => content)).size]).toEqual([subject, 1]);
  });

  it('nothing acknowledged is lost, versions have no gaps, and no id was burnt', async () => {
    for (const { subject, content, id, outcome } of registered()) {
      const path = `/subjects/${subject}/versions/${outcome?.version}?deleted=true`;
      const { status, body } = await ask('GET', path);
      expect([path, status, body.id, contentIn(body.schema)]).toEqual([path, 200, id, content]);
    }
    const everything: Kept[] = await allVersions(ask);
    for (const [subject, kept] of Map.groupBy(everything, (each) => each.subject)) {
      const numbers = kept.map(({ version }) => version).sort((a, b) => a - b);
      expect([subject, numbers]).toEqual([subject, numbers.map((_, i) => i + 1)]);
    }
    const ids = [...new Set(everything.map(({ id }) => id))].sort((a, b) => a - b);
    expect(ids).toEqual(ids.map((_, i) => i + 1));
  }, 120_000);

  it('of many who claim the next version of a subject one gets it', async () => {
    await ask('PUT', '/config/claimed', { compatibility: 'NONE' });
    for (let version = 1; version <= 5; version++) {
      const claims = Array.from({ length: CLIENTS }, (_, i) =>
        claimed(asks[i % REPLICAS] as Ask, {
          ...contentOf(9_000_000 + version * 100 + i),
          metadata: { properties: { 'confluent:version': String(version) } },
        }),
      );
      const statuses = await Promise.all(claims);
      expect(statuses.sort()).toEqual([200, ...Array<number>(CLIENTS - 1).fill(422)]);
    }
  }, 120_000);
});

/** 503 says that nothing was done and that one may ask again: a busy machine does. */
async function claimed(ask: Ask, body: object): Promise<number> {
  for (;;) {
    const { status } = await ask('POST', '/subjects/claimed/versions', body);
    if (status !== 503) return status;
    await sleep(200);
  }
}

const inWords = (history: readonly Told[]) =>
  history
    .toSorted((a, b) => a.calledAt - b.calledAt)
    .map(
      ({ calledAt, returnedAt, input, outcome }) =>
        `${Math.round(calledAt)}-${Math.round(returnedAt)} ${JSON.stringify(input)} ${JSON.stringify(outcome)}`,
    );

interface Kept {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
}

async function allVersions(ask: Ask): Promise<Kept[]> {
  const found: Kept[] = [];
  for (let offset = 0; ; offset = found.length) {
    const { body } = await ask('GET', `/schemas?deleted=true&offset=${offset}&limit=1000`);
    found.push(...(body as Kept[]));
    if ((body as Kept[]).length < 1_000) return found;
  }
}

/** When each content was asked for first, by anyone, and when its id was known for certain. */
function firstSeen(history: readonly Told[]) {
  const asked = history.filter(({ input }) => input.kind === 'register');
  return [...Map.groupBy(asked, ({ content }) => content).values()].flatMap((told) => {
    const answered = told.filter(({ id }) => id !== undefined);
    const id = answered[0]?.id;
    if (id === undefined) return [];
    return [
      {
        id,
        askedAt: Math.min(...told.map(({ calledAt }) => calledAt)),
        answeredAt: Math.min(...answered.map(({ returnedAt }) => returnedAt)),
      },
    ];
  });
}
