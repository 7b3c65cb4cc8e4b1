import { dialectAddresses, dialectCodes, dialectLaws } from './dialect-rows.mjs';

const OWED = '**owed**';

/** `GET /subjects ?deleted ?limit` proves the address and two of its parameters. */
function rowsOfTag(tag) {
  const [address, ...parameters] = tag.split(' ?').map((part) => part.trim());
  return [address, ...parameters.map((parameter) => `${address} ?${parameter}`)];
}

/** The page that says which test proves which row; a tag for a row that is not there is an error. */
export function dialectPage({ page, table, tests }) {
  const known = new Set([
    ...dialectAddresses.flatMap(([address, parameters]) => [
      address,
      ...parameters.map((parameter) => `${address} ?${parameter}`),
    ]),
    ...dialectCodes.map(([code]) => String(code)),
    ...dialectLaws.map(([law]) => law),
  ]);
  const proofs = new Map();
  for (const [tag, proving] of tests)
    for (const row of rowsOfTag(tag)) {
      if (!known.has(row)) throw new Error(`[dialect ${tag}] is no row of dialect-rows.mjs.`);
      proofs.set(row, [
        ...(proofs.get(row) ?? []),
        ...proving.map(({ name, path }) => `${name} (\`${path}\`)`),
      ]);
    }
  const proof = (row) => [...new Set(proofs.get(row) ?? [OWED])].join(' · ');
  const addresses = dialectAddresses.flatMap(([address, parameters, what]) => [
    [`\`${address}\``, what, proof(address)],
    ...parameters.map((name) => [`… \`${name}\``, '', proof(`${address} ?${name}`)]),
  ]);
  const owed = [...known].filter((row) => !proofs.has(row)).length;
  return page(
    'The Confluent dialect, row by row',
    `Each address with its parameters and members, each code and each law of the dialect, and the test that proves it: ${known.size - owed} of ${known.size} rows have one, the others are marked as owed. CI fails when this page is not current, so a row cannot lose its test unnoticed. What differs on purpose is in [src/registry/README.md](../src/registry/README.md#deviations-from-the-dialect).`,
    [
      `## Addresses\n\n${table(['address', 'what it answers', 'tests'], addresses)}`,
      `## Codes\n\n${table(
        ['code', 'what happened', 'tests'],
        dialectCodes.map(([code, what]) => [code, what, proof(String(code))]),
      )}`,
      `## Laws\n\n${table(
        ['law', 'what must hold', 'tests'],
        dialectLaws.map(([law, what]) => [law, what, proof(law)]),
      )}`,
    ].join('\n\n'),
  );
}
