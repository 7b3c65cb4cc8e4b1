import { checkCompatibility } from '#compat';
import { languageOf, type SchemaSource } from '#schema';
import type { Answer, Ask, Outcome, Task } from './task.js';

// The whole life of a sandbox process: one task after the other until its parent goes away. It
// holds no secret: its environment is empty and it opens neither file nor socket for a task.
process.on('message', ({ number, task }: Ask) => {
  process.send?.(answer(number, task));
});
process.on('disconnect', () => process.exit(0));

function answer(number: number, task: Task): Answer {
  try {
    return { number, outcome: carryOut(task) };
  } catch (error) {
    return {
      number,
      thrown: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown',
    };
  }
}

function carryOut(task: Task): Outcome {
  if (task.kind === 'compare')
    return { kind: 'compare', report: checkCompatibility(task.question) };
  return { kind: 'compile', faults: compileFaults(task.source) };
}

function compileFaults(source: SchemaSource) {
  const language = languageOf(source.type);
  const read = language?.read(source);
  if (!language || !read?.ok) return read?.ok === false ? read.error : [];
  const compiled = language.tryCompile(read.value);
  return compiled.ok ? [] : compiled.error;
}
