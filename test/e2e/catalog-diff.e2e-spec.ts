import { expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { inABrowser } from '../support/in-a-browser.js';
import { goTo } from '../support/open-browser.js';
import { openCatalog } from '../support/open-catalog.js';
import { orderPlaced, publish } from '../support/publish-orders.js';

const EVENT = '/events/orders.order-placed';
const DIFF = `${EVENT}/diff/1..3`;

/** Version 2 says one thing more; version 3 wants more, allows less, and keeps another window. */
const inThreeSteps = () => {
  const free = orderPlaced({ compatibility: { mode: 'NONE' } });
  const { definition } = free.schema;
  const properties = definition.properties as Record<string, object>;
  const giftNote = { type: 'string', description: 'Put in the box.' };
  const later = (schema: object, change = {}) => ({
    ...free,
    schema: { ...free.schema, definition: { ...definition, ...schema } },
    ...change,
  });
  return [
    free,
    later({ properties: { ...properties, giftNote } }),
    later(
      { properties: { ...properties, giftNote, total: { type: 'number', maximum: 1_000 } } },
      {
        semantics: {
          entity: { type: 'order', key: '/orderId' },
          transitions: { field: '/status', graph: { placed: ['paid'] } },
          delivery: 'at-least-once',
          dedup: { window: 'P1D', onMismatch: 'reject' },
        },
      },
    ),
  ];
};

inABrowser('what changed between two versions', (executablePath) => {
  const catalog = openCatalog(executablePath, async (concordat) => {
    const whys = ['', 'Gifts are packed with a card.', 'Fraud <b>needs</b> a limit.'];
    for (const [i, version] of inThreeSteps().entries())
      await publish(concordat.registryUrl, version, whys[i]);
  });

  it('each version on the way says why it was made, where somebody said so', async () => {
    const { page } = await catalog.views.open(DIFF);
    const why = page.getByRole('region', { name: 'Why' }).getByRole('listitem');
    await eventually(async () =>
      expect(await why.allInnerTexts()).toEqual([
        expect.stringMatching(/^Fraud <b>needs<\/b> a limit\.\s+Version 3, /),
        expect.stringMatching(/^Gifts are packed with a card\.\s+Version 2, anonymous, /),
      ]),
    );
    await goTo(page, EVENT);
    const versions = page.getByRole('region', { name: 'Versions' }).getByRole('listitem');
    await eventually(async () =>
      expect(await versions.first().innerText()).toContain('Fraud <b>needs</b> a limit.'),
    );
    await goTo(page, '/home');
    await page.getByText('Fraud <b>needs</b> a limit.').waitFor();
  });

  it('is judged in both directions, change by change, with the event that breaks', async () => {
    const answer = await fetch(`${catalog.concordat.registryUrl}/catalog/v1${DIFF}`);
    const diff = (await answer.json()) as Record<string, unknown> & { changes: object[] };
    expect(diff).toMatchObject({
      assumption: 'declared-only',
      backward: { verdict: 'incompatible' },
      forward: { verdict: 'incompatible' },
    });
    expect(diff.changes).toContainEqual(
      expect.objectContaining({
        about: 'schema',
        ruleId: 'JSON_RANGE_CHANGED',
        severity: 'breaking',
        field: '/total',
        backward: expect.objectContaining({
          witness: expect.objectContaining({ rejectedBy: 'new', pointer: '/total' }),
        }),
      }),
    );
    expect(diff.changes.some((change) => 'about' in change && change.about === 'meaning')).toBe(
      true,
    );
  });

  it('shows the breaking event with the failing place marked, found from the event page', async () => {
    const { page } = await catalog.views.open(EVENT);
    await page.getByRole('link', { name: 'changes in version 3' }).click();
    await page.waitForURL(`**${EVENT}/diff/2..3`);
    await page.getByLabel('Older version').selectOption('1');
    await page.waitForURL(`**${DIFF}`);
    await page.getByText('Who reads with version 3 refuses some events of version 1.').waitFor();
    const witness = page.getByRole('group', { name: 'Event that version 3 refuses' });
    await eventually(async () =>
      expect(await witness.innerText()).toMatch(
        /"total": 1001,?\s*\n\s*The number must be at most/,
      ),
    );
    await page.getByRole('link', { name: '/total' }).click();
    await page.getByRole('treeitem', { selected: true }).waitFor();
  });

  it('the state machine of a contract is drawn, and a table says the same [covers 54]', async () => {
    const { page } = await catalog.views.open(EVENT);
    const section = page.getByRole('region', { name: 'How it may change' });
    await eventually(async () => expect(await section.locator('svg rect').count()).toBe(2));
    await eventually(async () =>
      expect(await section.locator('svg path[marker-end]').count()).toBe(1),
    );
    await eventually(async () =>
      expect(await section.getByRole('row', { name: 'placed paid' }).count()).toBe(1),
    );
    await eventually(async () =>
      expect(await section.getByRole('row', { name: /^paid nothing else/ }).count()).toBe(1),
    );
  });

  it('a link to a change opens that change', async () => {
    const { page } = await catalog.views.open(DIFF);
    await page
      .getByRole('button', { name: /giftNote/ })
      .first()
      .click();
    await page.waitForURL(/change=/);
    const again = await catalog.views.open(page.url());
    const item = again.page.getByRole('button', { expanded: true });
    await eventually(async () => expect(await item.innerText()).toContain('giftNote'));
    await eventually(async () => expect(await item.count()).toBe(1));
  });

  it('goes by keyboard: d to the last change, j to walk, t to the text and back', async () => {
    const { page } = await catalog.views.open('/');
    await page.getByRole('link', { name: 'Order placed' }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('d');
    await page.waitForURL(`**${EVENT}/diff/2..3`);
    await page.locator('[data-change]').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/change=/);
    await page.keyboard.press('t');
    await page.waitForURL(/view=text/);
    const text = page.getByRole('group', { name: /Schema text of version 2/ });
    await eventually(async () =>
      expect(await text.innerText()).toMatch(/added:\s*"maximum": 1000/),
    );
    await page.keyboard.press('t');
    await page.getByRole('heading', { name: /changes, \d+ break/ }).waitFor();
  });

  it('a version with itself has no change; another assumption is another address', async () => {
    const { page } = await catalog.views.open(`${EVENT}/diff/2..2`);
    await page.getByRole('heading', { name: 'Nothing changed' }).waitFor();
    await goTo(page, DIFF);
    await page.getByLabel('Judged').selectOption('open-world');
    await page.waitForURL(/assumption=open-world/);
    await page.getByRole('heading', { name: /break/ }).waitFor();
  });

  it.each([
    ['1..9', 'EVENT_VERSION_UNKNOWN'],
    ['1..', 'DIFF_UNREADABLE'],
    ['0..1', 'DIFF_UNREADABLE'],
    ['%00', 'DIFF_UNREADABLE'],
    ['1..2?assumption=hope', 'QUERY_INVALID'],
    ['1..2?assumption=a&assumption=b', 'QUERY_INVALID'],
  ])('%s is refused with the code %s', async (span, code) => {
    const answer = await fetch(`${catalog.concordat.registryUrl}/catalog/v1${EVENT}/diff/${span}`);
    expect(answer.status).toBeLessThan(500);
    expect(await answer.json()).toMatchObject({ code });
  });

  it('an unknown version answers with the server’s sentence', async () => {
    const { page } = await catalog.views.open(EVENT);
    await goTo(page, `${EVENT}/diff/1..3?view=text`);
    await page.getByRole('group', { name: /Schema text/ }).waitFor();
  });

  it.each([EVENT, DIFF, `${DIFF}?view=text`, `${EVENT}/diff/2..2`])(
    '%s has no accessibility violation, wide or on a phone',
    (path) => catalog.views.expectAccessible(path),
    60_000,
  );

  it('no page complained, and none asked anybody but its own server', () =>
    catalog.views.expectQuiet());
});
