import { limits } from '#kernel';
import { type JsonText, readJsonText } from '../json-text.js';
import { isPrimitiveKind } from './avro-type.js';
import { isAttributes } from './build-types.js';
import { fullNameIn, meaningsOf, namespaceOf, simpleName } from './names.js';

/** A referenced text that was read as JSON. */
export interface AvroDocument {
  readonly name: string;
  readonly json: JsonText;
}

/**
 * The documents a schema needs, each after those it needs itself: a name is defined before it is
 * used, in whatever order the references were listed. Those it does not need are left out. In a
 * circle no order helps; the name that is missing is then told where it stands.
 */
export function orderDocuments(
  root: JsonText,
  references: readonly AvroDocument[],
): AvroDocument[] {
  if (references.length === 0) return [];
  const definedIn = new Map<string, AvroDocument>();
  const needs = new Map<AvroDocument, ReadonlySet<string>>();
  for (const document of references) {
    const { defined, mentioned } = outline(document.json.lossless);
    for (const name of defined) if (!definedIn.has(name)) definedIn.set(name, document);
    needs.set(document, mentioned);
  }
  const ordered = new Set<AvroDocument>();
  const entered = new Set<AvroDocument>();
  const neededBy = (names: ReadonlySet<string>) =>
    [...names].flatMap((name) => definedIn.get(name) ?? []);
  const stack = neededBy(outline(root.lossless).mentioned);
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    if (entered.has(top)) {
      ordered.add(top);
      stack.pop();
    } else {
      entered.add(top);
      stack.push(
        ...neededBy(needs.get(top) as ReadonlySet<string>).filter((each) => !entered.has(each)),
      );
    }
  }
  return [...ordered];
}

/** Names a document defines and names it speaks of, to bring documents into an order. */
function outline(root: unknown): { defined: Set<string>; mentioned: Set<string> } {
  const defined = new Set<string>();
  const mentioned = new Set<string>();
  const pending: { json: unknown; namespace: string }[] = [{ json: root, namespace: '' }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { json, namespace } = next;
    const visit = (inner: unknown, space = namespace) =>
      pending.push({ json: inner, namespace: space });
    if (typeof json === 'string')
      meaningsOf(namespace, json).forEach((name) => mentioned.add(name));
    else if (Array.isArray(json)) json.forEach((each) => visit(each));
    else if (isAttributes(json)) {
      const { name, fields } = json;
      const own = typeof json.namespace === 'string' ? json.namespace : namespace;
      const isNamed = ['record', 'error', 'enum', 'fixed'].includes(json.type as string);
      const full = isNamed && typeof name === 'string' ? fullNameIn(own, name) : undefined;
      if (full !== undefined) defined.add(full);
      else visit(json.type);
      if (json.items !== undefined) visit(json.items);
      if (json.values !== undefined) visit(json.values);
      if (!Array.isArray(fields)) continue;
      for (const field of fields as readonly unknown[])
        if (isAttributes(field))
          visit(field.type, full === undefined ? namespace : namespaceOf(full));
    }
  }
  return { defined, mentioned };
}

/** Names a text defines, and names it speaks of that it does not define; none in no JSON. */
export function avroNamesIn(text: string): {
  readonly defined: ReadonlySet<string>;
  readonly missing: ReadonlySet<string>;
} {
  const read = readJsonText(text, { depthMax: limits.schemaDepth.value, nodesMax: Infinity });
  if (!read.ok) return { defined: new Set(), missing: new Set() };
  const { defined, mentioned } = outline(read.value.plain);
  const missing = [...mentioned].filter(
    (name) => !defined.has(name) && !isPrimitiveKind(simpleName(name)),
  );
  return { defined, missing: new Set(missing) };
}
