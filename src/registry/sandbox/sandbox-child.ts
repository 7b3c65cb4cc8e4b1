import { checkCompatibility } from '#compat';
import { invariant } from '#kernel';
import { formatted, languageOf, type SchemaSource } from '#schema';
import type { Answer, Ask, Done, Outcome, Task } from './task.js';

// The whole life of a sandbox process: some tasks after others until its parent goes away. It
// holds no secret: its environment is empty and it opens neither file nor socket for a task.
process.on('message', ({ number, tasks }: Ask) => {
  process.send?.({ number, done: tasks.map(done) } satisfies Answer);
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole group; the parent still finishes what has begun, and needs us for it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

function done(task: Task): Done {
  try {
    return { outcome: carryOut(task) };
  } catch (error) {
    return { thrown: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown' };
  }
}

function carryOut(task: Task): Outcome {
  if (task.kind === 'compare')
    return { kind: 'compare', report: checkCompatibility(task.question) };
  if (task.kind === 'format') return { kind: 'format', text: inFormat(task.source, task.format) };
  return { kind: 'read', ...readThatCompiles(task.source, task.isNormalized) };
}

/** Stored schemas can be read; one that cannot is told as it is kept. */
function inFormat(source: SchemaSource, format: string): string {
  const language = languageOf(source.type);
  const read = language?.read(source);
  return language && read?.ok ? formatted(language, read.value, format) : source.text;
}

function readThatCompiles(source: SchemaSource, isNormalized: boolean) {
  const language = languageOf(source.type);
  invariant(language, 'a schema of a language nobody reads is refused before it comes here');
  const read = language.read(source);
  if (!read.ok) return { canonical: '', faults: read.error };
  const faults = language.compileFaults(read.value);
  if (faults.length > 0) return { canonical: '', faults };
  const canonical = isNormalized ? language.normalize(read.value) : language.canonical(read.value);
  return { canonical, faults: [] };
}
