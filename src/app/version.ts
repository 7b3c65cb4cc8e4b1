import { readFileSync } from 'node:fs';

/** Of the package this was built in; `dist/src/app` lies three folders below it. */
export const { version } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
) as { version: string };
