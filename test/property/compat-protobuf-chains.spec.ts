import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkCompatibility } from '#compat';
import { type SchemaSource } from '#schema';
import { isNight, lawRuns, NIGHT_MS } from '../support/law-runs.js';
import {
  type EnumModel,
  type MessageModel,
  printModel,
  ProtoDrawing,
  type ProtoModel,
} from '../support/proto-drawing.js';
import { chances, compare, isReadable, pairs, sourceOf } from '../support/proto-pairs.js';

const DEADLINE_MS = isNight ? NIGHT_MS : 120_000;
type Printed = (model: ProtoModel) => SchemaSource;

const backwards = <T>(list: readonly T[]): readonly T[] => list.toReversed();
const text = (change: (text: string) => string): Printed => {
  return (model) => sourceOf(change(printModel(model)));
};

/** What gives a file no other meaning, on the wire or in JSON. */
const MEANINGLESS: Readonly<Record<string, Printed>> = {
  'as it is': text((file) => file),
  'fields in another order': (model) =>
    sourceOf(
      printModel({
        ...model,
        messages: model.messages.map((each) => ({ ...each, fields: backwards(each.fields) })),
      }),
    ),
  'messages in another order': (model) =>
    sourceOf(printModel({ ...model, messages: backwards(model.messages) })),
  'enums before messages': text((file) => {
    const [head = '', ...rest] = file.split(/^(?=message |enum )/m);
    return [head, ...rest.toSorted()].join('');
  }),
  commented: text((file) => file.replaceAll(';', '; // told\n').replaceAll('{', '{ /* begins */')),
  'numbers in another notation': text((file) =>
    file.replaceAll(/ = (\d+)(?=[; ])/g, (_, number) => ` = 0x${Number(number).toString(16)}`),
  ),
  'names in JSON written out': text((file) =>
    file.replaceAll(
      /^( .* (\w) = \d+)(?: \[(.*)\])?;$/gm,
      (_, start: string, name: string, rest?: string) =>
        `${start} [json_name = "${name}"${rest ? `, ${rest}` : ''}];`,
    ),
  ),
  'types named from the outside': text((file) =>
    file.replaceAll(/\b(Line|Node|Color|Size)(?= \w+ = |>)/g, '.t.$1'),
  ),
  'enums in a file of their own': (model) => {
    const messages = printModel({ ...model, enums: [] });
    const enums = printModel({ ...model, messages: [] });
    return {
      ...sourceOf(messages.replace('package t;', 'package t;\nimport "enums.proto";')),
      references: [{ name: 'enums.proto', text: enums }],
    };
  },
};

function verdictOf(old: SchemaSource, changed: SchemaSource) {
  return checkCompatibility({
    old: [{ version: 1, source: old }],
    new: changed,
    mode: 'BACKWARD',
    assumption: 'open-world',
  }).verdict;
}

describe('equivalent ways to write a Protobuf schema', () => {
  const rewrites = fc.constantFrom(...Object.entries(MEANINGLESS));

  it(
    'metamorphic: rewriting either file keeps every verdict',
    () => {
      fc.assert(
        fc.property(pairs, rewrites, rewrites, ([before, after], [one, first], [two, second]) => {
          const [old, changed] = [printModel(before), printModel(after)];
          const expected = compare(old, changed).verdict;
          const verdict = verdictOf(first(before), second(after));
          expect([old, changed, one, two, verdict]).toEqual([old, changed, one, two, expected]);
        }),
        lawRuns(400),
      );
    },
    DEADLINE_MS,
  );
});

const chains = chances
  .map((below): [ProtoModel, ProtoModel, ProtoModel] => {
    const drawing = new ProtoDrawing(below);
    const first = drawing.model();
    const second = drawing.mutated(first);
    return [first, second, drawing.mutated(second)];
  })
  .filter((chain) => chain.every(isReadable));

/** Whether what both outer versions have was there in between: a number that went came back as another field. */
function isUnbroken([first, second, third]: readonly ProtoModel[]): boolean {
  const known = (model: ProtoModel | undefined) => new Set(namesIn(model));
  const [before, between, after] = [known(first), known(second), known(third)];
  return [...before].every((each) => !after.has(each) || between.has(each));
}
function namesIn(model: ProtoModel | undefined): readonly string[] {
  const { messages = [], enums = [] } = model ?? {};
  const parts: readonly (MessageModel | EnumModel)[] = [...messages, ...enums];
  return parts.flatMap((part) =>
    ('fields' in part ? part.fields : part.values).flatMap(({ name, number }) => [
      `${part.name}.${name}`,
      `${part.name} ${number}`,
    ]),
  );
}

describe('chains of Protobuf schemas', () => {
  it(
    'transitive: a mode over all versions is the worst of its comparisons',
    () => {
      const met = { compatible: 0, incompatible: 0, undecided: 0 };
      fc.assert(
        fc.property(chains, (versions) => {
          const [first, second, third] = versions.map(printModel) as [string, string, string];
          const { verdict, comparisons } = checkCompatibility({
            old: [first, second].map((each, at) => ({ version: at + 1, source: sourceOf(each) })),
            new: sourceOf(third),
            mode: 'BACKWARD_TRANSITIVE',
            assumption: 'open-world',
          });
          const single = [first, second].map((each) => compare(each, third).verdict);
          expect(comparisons.map((each) => each.verdict).toSorted()).toEqual(single.toSorted());
          expect(verdict).toBe(single.includes('incompatible') ? 'incompatible' : 'compatible');
          met[verdict]++;
        }),
        lawRuns(200),
      );
      expect(Math.min(met.compatible, met.incompatible)).toBeGreaterThan(20);
    },
    DEADLINE_MS,
  );

  it(
    'transitive: where nothing went and came back, what reads a reader reads what that one reads',
    () => {
      let links = 0;
      fc.assert(
        fc.property(chains, (versions) => {
          if (!isUnbroken(versions)) return;
          const [first, second, third] = versions.map(printModel) as [string, string, string];
          const isSafe = [compare(first, second), compare(second, third)].every(
            ({ verdict }) => verdict === 'compatible',
          );
          if (!isSafe) return;
          links++;
          const { verdict } = compare(first, third);
          expect([first, second, third, verdict]).toEqual([first, second, third, 'compatible']);
        }),
        lawRuns(600),
      );
      expect(links).toBeGreaterThan(40);
    },
    DEADLINE_MS,
  );
});
