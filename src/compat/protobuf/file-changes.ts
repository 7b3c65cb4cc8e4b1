import {
  type MessageType,
  type ProtoEnumType,
  type ProtoFile,
  type ProtoMethod,
  type ProtoService,
} from '#schema';
import { describedChanges } from './described-changes.js';
import { changeOf, type Met, type Observation, sideOf, turned, type View } from './observation.js';
import { type Partners } from './pairs.js';

type Files = Met<ProtoFile>;

/** What stands around the messages of a file: names, positions, services. Bytes carry none of it. */
export function* fileChanges(view: View, partners: Partners): Generator<Observation> {
  const files = { writer: view.writer.root.file, reader: view.reader.root.file };
  yield* headChanges(view, files);
  yield* partnerChanges(view, partners);
  yield* enumListChanges(view, files);
  yield* serviceChanges(view, files);
  yield* describedChanges(view, files, 'the file');
}

function* headChanges(view: View, files: Files): Generator<Observation> {
  const told = (
    ruleId: string,
    shape: (file: ProtoFile) => string,
    say: (was: string, is: string) => string,
  ) => {
    const shapes = { writer: shape(files.writer), reader: shape(files.reader) };
    return shapes.writer === shapes.reader
      ? undefined
      : changeOf(view, ruleId, { at: files, shapes, say });
  };
  const moved = told(
    'PROTO_PACKAGE_CHANGED',
    (file) => file.package,
    (was, is) => `The package was ${named(was)} and is ${named(is)} now.`,
  );
  if (moved) yield { change: moved, severity: 'warning' };
  const rewritten = told(
    'PROTO_SYNTAX_CHANGED',
    ({ syntax, edition }) => (edition === undefined ? syntax : `edition ${edition}`),
    (was, is) => `The file was written in ${was} and is written in ${is} now.`,
  );
  if (rewritten) yield { change: rewritten, severity: 'info' };
}

const named = (name: string): string => (name === '' ? 'none' : `"${name}"`);

function* partnerChanges(view: View, partners: Partners): Generator<Observation> {
  for (const pair of partners.renamed)
    yield {
      severity: 'warning',
      change: changeOf(view, 'PROTO_MESSAGE_RENAMED', {
        at: pair,
        shapes: { writer: pair.writer.name, reader: pair.reader.name },
        say: (was, is) => `The message "${was}" is called "${is}" now.`,
      }),
    };
  for (const one of partners.onlyWritten) yield lonelyMessage(view, one, 'writer');
  for (const one of partners.onlyRead) yield lonelyMessage(view, one, 'reader');
  const [moved] = partners.moved
    .map((pair) => ({ pair, ...turned(view, pair) }))
    .sort((one, other) => (one.new.at.pointer < other.new.at.pointer ? -1 : 1));
  if (moved)
    yield {
      severity: 'warning',
      change: changeOf(view, 'PROTO_MESSAGE_ORDER_CHANGED', {
        at: moved.pair,
        shapes: { writer: orderOf(view.writer.root.file), reader: orderOf(view.reader.root.file) },
        say: () => `The message "${moved.new.name}" stands at another position now.`,
      }),
    };
}

const orderOf = ({ messages }: ProtoFile): string => messages.map(({ name }) => name).join(', ');

function lonelyMessage(view: View, one: MessageType, has: 'writer' | 'reader'): Observation {
  const side = sideOf(view, has);
  return {
    severity: side === 'added' ? 'info' : 'warning',
    change: changeOf(view, side === 'added' ? 'PROTO_MESSAGE_ADDED' : 'PROTO_MESSAGE_REMOVED', {
      at:
        has === 'writer' ? { writer: one, reader: undefined } : { writer: undefined, reader: one },
      shapes: {
        writer: has === 'writer' ? one.name : '',
        reader: has === 'reader' ? one.name : '',
      },
      say: () => `The message "${one.name}" was ${side}.`,
    }),
  };
}

/** Every enum of a file by its place, nested ones too. */
export function enumsOf({ enums, messages }: ProtoFile): ReadonlyMap<string, ProtoEnumType> {
  const found = [...enums];
  const pending = [...messages];
  for (const message of pending) {
    found.push(...message.enums);
    pending.push(...message.messages);
  }
  return new Map(found.map((each) => [each.at.pointer, each]));
}

function* enumListChanges(view: View, files: Files): Generator<Observation> {
  const all = { writer: enumsOf(files.writer), reader: enumsOf(files.reader) };
  for (const has of ['writer', 'reader'] as const) {
    const other = all[has === 'writer' ? 'reader' : 'writer'];
    for (const [pointer, one] of all[has]) {
      if (other.has(pointer)) continue;
      const side = sideOf(view, has);
      yield {
        severity: 'info',
        change: changeOf(view, side === 'added' ? 'PROTO_ENUM_ADDED' : 'PROTO_ENUM_REMOVED', {
          at:
            has === 'writer'
              ? { writer: one, reader: undefined }
              : { writer: undefined, reader: one },
          shapes: {
            writer: has === 'writer' ? one.name : '',
            reader: has === 'reader' ? one.name : '',
          },
          say: () => `The enum "${one.name}" was ${side}.`,
        }),
      };
    }
  }
}

function* serviceChanges(view: View, files: Files): Generator<Observation> {
  const { old, new: changed } = turned(view, files);
  const told = (
    before: ProtoService | undefined,
    after: ProtoService | undefined,
    what: string,
  ) => {
    const at =
      view.direction === 'backward'
        ? { writer: before, reader: after }
        : { writer: after, reader: before };
    return changeOf(view, 'PROTO_SERVICE_CHANGED', {
      at,
      shapes: { writer: methodsInWords(at.writer), reader: methodsInWords(at.reader) },
      say: () => what,
    });
  };
  const after = new Map(changed.services.map((each) => [each.name, each]));
  for (const service of old.services) {
    const other = after.get(service.name);
    after.delete(service.name);
    if (other && methodsInWords(service) === methodsInWords(other)) continue;
    const kept = new Set(other?.methods.map(methodInWords));
    const isGrown = service.methods.every((method) => kept.has(methodInWords(method)));
    const what = `The service "${service.name}" ${other ? methodsMoved(service, other) : 'was removed'}.`;
    yield { severity: other && isGrown ? 'info' : 'warning', change: told(service, other, what) };
  }
  for (const added of after.values()) {
    const what = `The service "${added.name}" was added.`;
    yield { severity: 'info', change: told(undefined, added, what) };
  }
}

/** Methods are told apart by what they take and give, too: a changed one is gained and lost. */
function methodsMoved(before: ProtoService, after: ProtoService): string {
  const missingIn = (other: ProtoService) => {
    const there = new Set(other.methods.map(methodInWords));
    return (method: string) => !there.has(method);
  };
  const gained = after.methods.map(methodInWords).filter(missingIn(before));
  const lost = before.methods.map(methodInWords).filter(missingIn(after));
  const said = [
    ...(gained.length > 0 ? [`gained ${gained.join(', ')}`] : []),
    ...(lost.length > 0 ? [`lost ${lost.join(', ')}`] : []),
  ];
  return said.join(' and ') || 'has its methods in another order';
}

const methodsInWords = (service: ProtoService | undefined): string =>
  service?.methods.map(methodInWords).join(', ') ?? '';

function methodInWords(method: ProtoMethod): string {
  const stream = (isStream: boolean) => (isStream ? 'stream of ' : '');
  const { name, input, output, isClientStreaming, isServerStreaming } = method;
  return `${name} (${stream(isClientStreaming)}${input.name} to ${stream(isServerStreaming)}${output.name})`;
}
