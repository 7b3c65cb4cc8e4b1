import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { configVariables } from '../../src/app/config-variables.js';

const root = new URL('../../', import.meta.url).pathname;
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');

interface ComposeService {
  readonly environment?: Record<string, string | number>;
  readonly ports?: readonly string[];
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly stop_grace_period?: string;
  readonly volumes?: readonly string[];
  readonly depends_on?: Record<string, unknown>;
}
const compose = parse(read('deploy/compose.yaml')) as {
  readonly services: Record<string, ComposeService>;
  readonly volumes: Record<string, unknown>;
};
const services = Object.entries(compose.services);
const dockerfile = read('deploy/Dockerfile');
const known = configVariables as Record<
  string,
  (typeof configVariables)[keyof typeof configVariables]
>;
/** `${NAME:-default}` as Compose resolves it when nobody sets NAME; what it insists on is given. */
const resolved = (value: string | number) =>
  String(value)
    .replace(/\$\{\w+:-([^}]*)\}/g, (_, byDefault: string) => byDefault)
    .replace(/\$\{\w+:\?[^}]*\}/g, 'x'.repeat(32));

describe('deploy', () => {
  it('sets only variables Concordat knows, to values it takes', () => {
    const { environment = {} } = compose.services['concordat']!;
    expect(Object.keys(environment).sort()).toEqual([
      'CONCORDAT_ADMIN_KEY',
      'CONCORDAT_AUTH',
      'CONCORDAT_HOST',
      'DATABASE_URL',
      'KAFKA_BROKERS',
    ]);
    for (const [name, value] of Object.entries(environment)) {
      expect([name, known[name]?.schema.safeParse(resolved(value)).success]).toEqual([name, true]);
    }
    const inImage = [...dockerfile.matchAll(/\b(CONCORDAT_\w+)=(\S+)/g)];
    expect(inImage.length).toBeGreaterThan(0);
    for (const [, name = '', value] of inImage)
      expect([name, known[name]?.schema.safeParse(value).success]).toEqual([name, true]);
  });

  it('talks to services and volumes that are there', () => {
    const names = Object.keys(compose.services);
    const { environment = {}, depends_on: needs = {} } = compose.services['concordat']!;
    expect(names).toContain(new URL(resolved(environment['DATABASE_URL']!)).hostname);
    expect(names).toContain(String(environment['KAFKA_BROKERS']).split(':')[0]);
    expect(names).toEqual(expect.arrayContaining(Object.keys(needs)));
    const used = services.flatMap(([, { volumes = [] }]) => volumes.map((v) => v.split(':')[0]));
    expect(used.sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  it('opens no port to the network', () => {
    const ports = services.flatMap(([, service]) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(0);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  it('gives a stop longer than Concordat drains', () => {
    const grace = /^(\d+)s$/.exec(compose.services['concordat']!.stop_grace_period ?? '');
    const drainMs = Number(known['CONCORDAT_DRAIN_MS']!.schema.parse(undefined));
    expect(Number(grace?.[1]) * 1_000).toBeGreaterThan(drainMs);
  });

  it('builds from files that exist and are not ignored, and runs as nobody special', () => {
    const { build } = compose.services['concordat']!;
    expect(existsSync(`${root}deploy/${build!.context}/${build!.dockerfile}`)).toBe(true);
    const ignored = new Set(read('.dockerignore').split('\n'));
    const copies = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)];
    const sources = copies.flatMap(([, words = '']) => words.split(' '));
    expect(sources.length).toBeGreaterThan(5);
    for (const source of sources) {
      expect([source, existsSync(`${root}${source}`)]).toEqual([source, true]);
      expect(ignored.has(source)).toBe(false);
    }
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
    expect([...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)).toEqual(
      Array(2).fill('node:24-bookworm-slim'),
    );
  });
});
