import { expect, it } from '@jest/globals';
import { inABrowser } from '../support/in-a-browser.js';
import { openCatalog } from '../support/open-catalog.js';

const ORDER = 'orders.order-placed';

/** An address of every page, as the router writes it: the first with something, others in straits. */
const VIEWS: Readonly<Record<string, readonly string[]>> = {
  '/': ['/', '/?q=order', '/?q=nothing-like-it', '/?owner=orders&status=active'],
  '/$': ['/order-placd', '/no/such%25page'],
  '/home': ['/home'],
  '/changes': ['/changes', '/changes?kind=retired&since=1d', '/changes?since=monday'],
  '/health': ['/health'],
  '/quarantine': ['/quarantine', '/quarantine?state=discarded', '/quarantine?producer=nobody'],
  '/review': ['/review', '/review?list=unread&days=7', '/review?team=nobody'],
  '/sunset': ['/sunset', '/sunset?team=nobody'],
  '/lineage': [`/lineage?of=event:${ORDER}`, '/lineage', '/lineage?of=service:nobody'],
  '/causality': ['/causality', '/causality?id=nobody'],
  '/import': ['/import'],
  '/undescribed': ['/undescribed', '/undescribed?q=nothing-like-it'],
  '/events/$id': [`/events/${ORDER}`, `/events/${ORDER}?view=text`, '/events/no.such-event'],
  '/events/$id/diff/$span': [`/events/${ORDER}/diff/1..2`, `/events/${ORDER}/diff/1..9`],
  '/events/$id/field': [
    `/events/${ORDER}/field?path=/couponCode`,
    `/events/${ORDER}/field?path=/x`,
  ],
};

const modules = {
  pages: new URL('../../dist/ui-server/render.js', import.meta.url).href,
  shop: new URL('../../scripts/fill-for-pictures.mjs', import.meta.url).href,
};

inABrowser('every page of the catalog', browserTests);

function browserTests(executablePath: string): void {
  const catalog = openCatalog(executablePath, async (concordat) => {
    const { fillForPictures } = (await import(modules.shop)) as {
      fillForPictures: (registryUrl: string, gatewayUrl: string) => Promise<void>;
    };
    await fillForPictures(concordat.registryUrl, concordat.gatewayUrl);
  });

  it('is looked at here, and is an address the server knows', async () => {
    const { addresses } = (await import(modules.pages)) as { addresses: () => readonly string[] };
    expect(addresses().toSorted()).toEqual(Object.keys(VIEWS).toSorted());
    for (const path of Object.values(VIEWS).flat()) {
      const page = await fetch(catalog.concordat.registryUrl + path, {
        headers: { accept: 'text/html' },
      });
      expect([path, page.headers.get('content-type')]).toEqual([path, 'text/html; charset=utf-8']);
    }
  }, 60_000);

  it.each(Object.values(VIEWS).flat())(
    '%s breaks no rule of WCAG 2.2 AA, wide and on a phone, light and dark',
    (path) => catalog.views.expectAccessible(path),
    120_000,
  );

  it('none asked anybody but its own server', () => catalog.views.expectNoStranger());
}
