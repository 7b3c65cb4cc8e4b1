import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { limits } from '#kernel';
import { CatalogViews } from '../support/catalog-views.js';
import { eventually } from '../support/eventually.js';
import { inABrowser } from '../support/in-a-browser.js';
import { openBrowser } from '../support/open-browser.js';
import { plainContract, publish } from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

/** Each service answers the event of the one before it with one of its own. */
const STEPS = ['ordered', 'paid', 'packed', 'shipped', 'delivered', 'rated'] as const;
const typeOf = (step: string) => `shop.${step}`;

interface Linked {
  readonly id: string;
  readonly distance: number;
  readonly fate: string;
  readonly sinceCauseMs?: number;
  readonly contract: { readonly id: string };
}
interface Causality {
  readonly status: number;
  readonly code?: string;
  readonly chain: readonly Linked[];
  readonly correlated: readonly Linked[];
  readonly unknownCauses: readonly string[];
  readonly isCut: boolean;
}

describe('causes and effects', () => {
  let concordat: StartedConcordat;
  const ask = async (path: string): Promise<Causality> => {
    const answer = await fetch(`${concordat.registryUrl}${path}`);
    return { ...((await answer.json()) as Causality), status: answer.status };
  };
  const follow = (id: string) => ask(`/catalog/v1/causality?id=${encodeURIComponent(id)}`);
  const send = async (step: string, attributes: Record<string, string>, body = '{}') => {
    const names = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]);
    const answer = await fetch(`${concordat.gatewayUrl}/events`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'ce-specversion': '1.0',
        'ce-type': typeOf(step),
        'ce-source': `/${step}`,
        ...(Object.fromEntries(names) as Record<string, string>),
      },
      body,
    });
    await answer.body?.cancel();
    return answer.status;
  };

  beforeAll(async () => {
    concordat = await startConcordat();
    for (const step of STEPS) {
      const semantics = { dedup: { window: 'P1D' } };
      await publish(concordat.registryUrl, {
        ...plainContract(typeOf(step), step),
        envelope: { type: typeOf(step) },
        ...(step === 'ordered' && { semantics }),
      });
    }
    await eventually(async () => {
      for (const step of STEPS) expect(await send(step, { id: `probe-${step}` })).toBe(200);
    });
    // The first names nobody; of the last there are two, and one of those is refused.
    await send('ordered', { id: 'o-1', time: '2026-11-27T08:00:00Z' });
    await send('paid', { id: 'p-1', causationid: 'o-1', correlationid: 'c-1' });
    await send('packed', { id: 'k-1', causationid: 'p-1', correlationid: 'c-1' });
    await send('shipped', { id: 's-1', causationid: 'k-1', correlationid: 'c-1' });
    await send('delivered', { id: 'd-1', causationid: 's-1', correlationid: 'c-1' });
    await send('rated', { id: 'r-1', causationid: 'd-1', correlationid: 'c-1' });
    await send('rated', { id: 'r-2', causationid: 'd-1', correlationid: 'c-1' }, '{"shelfMark":7}');
    await send('paid', { id: 'p-9', correlationid: 'c-1' });
  }, 90_000);
  afterAll(() => concordat?.stop());

  it('from one event its whole chain can be followed, with the time of every hop [covers 5]', async () => {
    await eventually(async () => {
      const { chain, correlated, unknownCauses } = await follow('s-1');
      expect(chain.map(({ id, distance, fate }) => [id, distance, fate])).toEqual([
        ['o-1', -3, 'accepted'],
        ['p-1', -2, 'accepted'],
        ['k-1', -1, 'accepted'],
        ['s-1', 0, 'accepted'],
        ['d-1', 1, 'accepted'],
        ['r-1', 2, 'accepted'],
        ['r-2', 2, 'quarantined'],
      ]);
      expect(chain.slice(1).every(({ sinceCauseMs }) => Number.isFinite(sinceCauseMs))).toBe(true);
      expect(unknownCauses).toEqual([]);
      expect(correlated.map(({ id }) => id)).toEqual(['p-9']);
    });
  });

  it('the last effect leads back to the first cause, five hops before it', async () => {
    const { chain } = await follow('r-1');
    expect(chain.map(({ id }) => id)).toEqual(['o-1', 'p-1', 'k-1', 's-1', 'd-1', 'r-1']);
    expect(chain.map(({ contract }) => contract.id)).toEqual(STEPS.map(typeOf));
  });

  it('what began it is found too, though it names nobody', async () => {
    const { chain } = await follow('o-1');
    expect(chain.map(({ id }) => id)).toEqual(['o-1', 'p-1', 'k-1', 's-1', 'd-1', 'r-1', 'r-2']);
  });

  it('a contract tells its events that are linked, the last one first', async () => {
    const { events } = (await ask('/catalog/v1/events/shop.rated/linked')) as unknown as {
      events: readonly Linked[];
    };
    expect(events.map(({ id }) => id)).toEqual(['r-2', 'r-1']);
  });

  it('a cause nobody knows is told by its id, and a circle ends', async () => {
    await send('paid', { id: 'lost-1', causationid: 'never-seen' });
    await send('paid', { id: 'round-1', causationid: 'round-2' });
    await send('packed', { id: 'round-2', causationid: 'round-1' });
    await eventually(async () => {
      expect(await follow('lost-1')).toMatchObject({
        chain: [{ id: 'lost-1' }],
        unknownCauses: ['never-seen'],
      });
      const { chain } = await follow('round-1');
      expect(new Set(chain.map(({ id }) => id))).toEqual(new Set(['round-1', 'round-2']));
    });
  });

  it('what was refused and leaves later is told as it left', async () => {
    const repeated = await send('rated', { id: 'r-2', causationid: 'd-1', correlationid: 'c-1' });
    expect(repeated).toBe(200);
    await eventually(async () => {
      const { chain } = await follow('r-2');
      expect(chain.at(-1)).toMatchObject({ id: 'r-2', fate: 'accepted' });
    });
  });

  it.each([
    ['nobody', 404, 'EVENT_NOT_LINKED'],
    ['', 400, 'QUERY_INVALID'],
    ['x'.repeat(limits.eventIdCharacters.value + 1), 400, 'QUERY_INVALID'],
  ])('"%s" is refused', async (id, status, code) => {
    expect(await follow(id)).toMatchObject({ status, code });
  });

  it('of many effects as many are shown as the limit says, and that there are more', async () => {
    const most = limits.linkedEvents.value;
    const effect = (n: number) => send('packed', { id: `many-${n}`, causationid: 'many' });
    await Promise.all(Array.from({ length: most }, (_, n) => effect(n)));
    await eventually(async () => {
      const { chain, isCut } = await follow('many');
      expect([chain.length, isCut]).toEqual([most, false]);
    });
    await effect(most);
    await eventually(async () => {
      const { chain, isCut } = await follow('many');
      expect([chain.length, isCut]).toEqual([most, true]);
    });
  });

  inABrowser('in the catalog', (executablePath) => {
    let browser: Browser;
    let views: CatalogViews;
    beforeAll(async () => {
      browser = await openBrowser(executablePath);
      views = new CatalogViews(browser, concordat.registryUrl);
    });
    afterAll(() => browser.close());

    it('from an event’s page the chain is one click away, each step with its time [covers 5]', async () => {
      const { page } = await views.open('/events/shop.rated');
      await page.getByRole('link', { name: 'r-1' }).click();
      await page.waitForURL('**/causality?id=r-1');
      const steps = page.getByRole('list', { name: /^Causes, the event/ }).getByRole('listitem');
      await eventually(async () => expect(await steps.count()).toBe(6));
      const told = await steps.allInnerTexts();
      expect(told.map((text) => /[a-z]-1/.exec(text)?.[0])).toEqual([
        ...['o-1', 'p-1', 'k-1', 's-1', 'd-1', 'r-1'],
      ]);
      for (const text of told.slice(1)) expect(text).toMatch(/ (ms|s) later/);
      await page.getByRole('link', { name: 's-1' }).click();
      await eventually(async () => expect(await steps.count()).toBe(7));
    });

    it('nothing that axe minds, wide and on a phone', async () => {
      await views.expectAccessible('/causality?id=s-1');
      await views.expectAccessible('/causality');
      views.expectQuiet();
    });
  });
});
