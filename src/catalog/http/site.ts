import { hash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { DrawnView } from './draw-page.js';
import { liftStyles } from './lift-styles.js';

/** A file of the built pages, with the smaller forms the build laid beside it. */
export interface SiteFile {
  readonly type: string;
  readonly etag: string;
  readonly bytes: Buffer;
  readonly br: Buffer | undefined;
  readonly gzip: Buffer | undefined;
}

export interface SitePage extends SiteFile {
  /** What it may load and run. */
  readonly policy: string;
  /** The page with its first view in it. */
  readonly with: (view: DrawnView) => { readonly text: string; readonly policy: string };
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Where the pages are drawn, by the server and then by the browser. */
const ROOT = '<div id="root"></div>';

/** Where `vite build` puts the pages, as seen from the compiled server. */
const BUILT = new URL('../../../ui/', import.meta.url).pathname;

/** The built pages, read once: a few hundred kilobytes that never change while the process lives. */
@Injectable()
export class Site implements OnModuleInit {
  private page: SitePage | undefined;
  private readonly assets = new Map<string, SiteFile>();

  /** A server without pages still has its API, so a missing build is told when a page is asked for. */
  async onModuleInit(folder = BUILT): Promise<void> {
    const index = await readSiteFile(join(folder, 'index.html')).catch(() => undefined);
    if (!index) return;
    this.page = sitePage(index);
    const names = await readdir(join(folder, 'assets'));
    for (const name of names.filter((name) => extname(name) in TYPES)) {
      this.assets.set(name, await readSiteFile(join(folder, 'assets', name)));
    }
  }

  index(): SitePage | undefined {
    return this.page;
  }

  asset(name: string): SiteFile | undefined {
    return this.assets.get(name);
  }
}

function sitePage(index: SiteFile): SitePage {
  const empty = index.bytes.toString('utf8');
  const [before = '', after = ''] = empty.split(ROOT);
  const policy = contentPolicy(empty);
  return {
    ...index,
    policy: policy(),
    with: (view) => {
      const { html, source } = liftStyles(view.html);
      const root = `<div id="root" data-drawn>${html}</div>`;
      const text = `${before}${root}${answersIn(view.answers)}${after}`;
      return { text, policy: policy(source) };
    },
  };
}

/** No script to a browser, so no policy has to allow it; and no text in it can end it. */
const answersIn = (json: string) =>
  `<script type="application/json" id="answers">${json.replaceAll('<', '\\u003c')}</script>`;

async function readSiteFile(path: string): Promise<SiteFile> {
  const smaller = (suffix: string) => readFile(`${path}.${suffix}`).catch(() => undefined);
  const bytes = await readFile(path);
  return {
    type: TYPES[extname(path)] ?? 'application/octet-stream',
    etag: `"${hash('sha256', bytes, 'base64url').slice(0, 22)}"`,
    bytes,
    br: await smaller('br'),
    gzip: await smaller('gz'),
  };
}

const INLINE_SCRIPT = /<script>([\s\S]*?)<\/script>/g;

/**
 * Nothing from elsewhere, nothing made of text. The one inline script (it sets the colours before
 * the first paint) is allowed by its hash, so that no other can be (CSP Level 3 §6.7.3.2).
 */
function contentPolicy(html: string): (style?: string) => string {
  const hashes = [...html.matchAll(INLINE_SCRIPT)].map(
    ([, script = '']) => `'sha256-${hash('sha256', script, 'base64')}'`,
  );
  const scripts = ["script-src 'self'", ...hashes].join(' ');
  return (style) =>
    [
      "default-src 'none'",
      scripts,
      ["style-src 'self'", ...(style ? [style] : [])].join(' '),
      "font-src 'self'",
      "img-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ].join('; ');
}
