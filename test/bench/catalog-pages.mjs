// What is asked of the catalog of ten thousand events: the data of every page, and its first view as
// the server draws it. Each round asks for all of them once, with other events each time, so that no
// answer is fast only because it was asked for a moment ago. In between a bare server is asked for the
// bytes of one of each kind: what it takes, nobody's answer can take less of.
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { burnedMs } from './burned-ms.mjs';
import { idOf } from './named-events.mjs';
import { started } from './started.mjs';

/** Asked before anything is timed, until V8 has made the code fast. */
const WARM_ROUNDS = 10;
const ROUNDS = 60;
const PAUSE_MS = 10;

const WORDS = ['repository', 'login', 'installation order', 'html_url'];

const LIST = 'events?limit=100';
const BARE = { answer: `catalog/v1/${LIST}`, view: 'home' };

/** @param place of the round and the address in it, so that no two look at the same event */
const addressesOf = (id, path, n) => ({
  answers: {
    list: LIST,
    'list of a team': `${LIST}&owner=team-${n % 97}`,
    search: `events?q=${encodeURIComponent(`${WORDS[n % WORDS.length]}${'abc'[n % 3]}`)}`,
    event: `events/${id(0)}`,
    activity: `events/${id(1)}/activity`,
    parties: `events/${id(2)}/parties`,
    field: `events/${id(3)}/field?path=${encodeURIComponent(path)}`,
    diff: `events/${id(4)}/diff/9..10`,
    lineage: `lineage?of=event:${id(5)}`,
    home: 'home',
    changes: 'changes?since=7d',
    'changes ever': `changes?kind=${['version', 'deprecated', 'new'][n % 3]}`,
    'changes of a team': `changes?team=team-${n % 97}`,
    health: 'health',
    sunsets: 'sunsets',
    quarantine: 'quarantine',
    undescribed: 'subjects',
  },
  views: {
    list: '',
    event: `events/${id(6)}`,
    field: `events/${id(3)}/field?path=${encodeURIComponent(path)}`,
    diff: `events/${id(7)}/diff/9..10`,
    lineage: `lineage?of=event:${id(8)}`,
    home: 'home',
    changes: 'changes',
    health: 'health',
    sunset: 'sunset',
    quarantine: 'quarantine',
    undescribed: 'undescribed',
  },
});

const percentile = (times, share) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];
const rounded = (ms) => Math.round(ms * 10) / 10;

async function ask(url, accept) {
  const at = performance.now();
  const answer = await fetch(url, { headers: { Accept: accept } });
  const body = Buffer.from(await answer.arrayBuffer());
  const ms = performance.now() - at;
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${body}`);
  return { ms, body };
}

const firstFieldOf = async (registryUrl, event) => {
  const { body } = await ask(`${registryUrl}/catalog/v1/events/${event}`, 'application/json');
  return JSON.parse(body).schema.tree?.children[0]?.path ?? '';
};

/** The addresses of one round; a field is one the event has. */
async function roundOf(registryUrl, events, n) {
  const id = (k) => idOf(1 + ((n * 97 + k * 1_013) % (events - 1)));
  const path = await firstFieldOf(registryUrl, id(3));
  return addressesOf(id, path, n);
}

export const pagesToPaint = async (registryUrl, events) =>
  (await roundOf(registryUrl, events, 1_000)).views;

/** How long each took as a reader waits, what the server itself worked, and whether all views came drawn. */
export async function timePages({ registryUrl, pid }, events) {
  const times = new Map();
  let undrawn = 0;
  const bare = await started('test/bench/bare-catalog.mjs', [registryUrl, ...Object.values(BARE)]);
  const take = async (n, kind, name, url) => {
    const isView = kind === 'view' || name === 'view';
    const before = burnedMs(pid);
    const { ms, body } = await ask(url, isView ? 'text/html' : 'application/json');
    const workMs = burnedMs(pid) - before;
    await sleep(PAUSE_MS);
    if (n < WARM_ROUNDS) return;
    if (isView && !body.includes('data-drawn')) undrawn++;
    const row = times.get(`${kind} ${name}`) ?? { kind, name, all: [], work: [] };
    row.all.push(ms);
    row.work.push(workMs);
    times.set(`${kind} ${name}`, row);
  };
  for (let n = 0; n < WARM_ROUNDS + ROUNDS; n++) {
    const { answers, views } = await roundOf(registryUrl, events, n);
    for (const [name, address] of Object.entries(answers))
      await take(n, 'answer', name, `${registryUrl}/catalog/v1/${address}`);
    for (const [name, address] of Object.entries(views))
      await take(n, 'view', name, `${registryUrl}/${address}`);
    for (const [name, address] of Object.entries(BARE))
      await take(n, 'bare', name, `${bare.url}/${address}`);
  }
  await bare.stop();
  const rows = [...times.values()].map(({ kind, name, all, work }) => ({
    ...{ kind, name },
    p50Ms: rounded(percentile(all, 0.5)),
    p95Ms: rounded(percentile(all, 0.95)),
    // Of the registry; it answers nothing of what the bare server is asked.
    ...(kind !== 'bare' && {
      workP50Ms: rounded(percentile(work, 0.5)),
      workP95Ms: rounded(percentile(work, 0.95)),
    }),
  }));
  return { rows, undrawn };
}
