const POINTER = '#/definitions/';

/** The schema of every event of a package that holds them all as definitions, each on its own. */
export function eventSchemas(text) {
  const { $schema, definitions, oneOf } = JSON.parse(text);
  const named = ({ $ref }) => $ref.slice(POINTER.length);
  // An event with several actions is a choice between schemas; each action is an event of its own.
  const events = oneOf.map(named).flatMap((name) => definitions[name].oneOf?.map(named) ?? [name]);
  return new Map([...new Set(events)].map((name) => [name, alone(name, { $schema, definitions })]));
}

/** What one definition needs, and nothing else. */
function alone(name, { $schema, definitions }) {
  const needed = new Set();
  const pending = [definitions[name]];
  for (const part of pending) {
    if (part === null || typeof part !== 'object') continue;
    const { $ref } = part;
    if (typeof $ref === 'string' && !needed.has($ref.slice(POINTER.length))) {
      needed.add($ref.slice(POINTER.length));
      pending.push(definitions[$ref.slice(POINTER.length)]);
    }
    pending.push(...Object.values(part));
  }
  const kept = Object.fromEntries([...needed].sort().map((each) => [each, definitions[each]]));
  return JSON.stringify({ $schema, ...definitions[name], definitions: kept });
}
