import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const here = new URL('.', import.meta.url).pathname;
const cache = new URL('../../../.cache/kafka/', import.meta.url).pathname;
const FETCH_TIMEOUT_MS = 8 * 60_000;

/** What is missing on this machine to run Kafka; undefined when it can. */
export function missingForKafka(): string | undefined {
  const missing = ['java', 'mvn'].filter((tool) => spawnSync(tool, ['-version']).error);
  return missing.length > 0 ? `${missing.join(' and ')} not installed` : undefined;
}

/**
 * The class path of the Kafka that `pom.xml` names. Maven fetches it once; the folder's name is the
 * version, and a lock keeps two test files from fetching at the same time.
 */
export async function kafkaClassPath(): Promise<string> {
  const pom = await readFile(join(here, 'pom.xml'), 'utf8');
  const version = /<artifactId>kafka_2\.13<\/artifactId>\s*<version>([^<]+)</.exec(pom)?.[1] ?? '';
  const jars = join(cache, version);
  await mkdir(cache, { recursive: true });
  if (!existsSync(join(jars, 'complete'))) await fetchJars(jars);
  return join(jars, '*');
}

async function fetchJars(jars: string): Promise<void> {
  const maven = [
    'mvn',
    '--batch-mode',
    '--quiet',
    '--file',
    join(here, 'pom.xml'),
    'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies',
    '-DincludeScope=runtime',
    `-DoutputDirectory=${jars}`,
  ];
  const hasLock = spawnSync('flock', ['--version']).status === 0;
  const [command = '', ...args] = hasLock ? ['flock', join(cache, 'lock'), ...maven] : maven;
  await promisify(execFile)(command, args, { timeout: FETCH_TIMEOUT_MS });
  await writeFile(join(jars, 'complete'), '');
}
