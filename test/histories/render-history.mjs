const BREAKS_SHOWN = 12;

const count = (items, isOne) => items.filter(isOne).length;
const quantile = (sorted, at) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))];
const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const row = (cells) => `| ${cells.join(' | ')} |`;

/** What a history taught, as a page. Nothing of the package stands in it but names of fields. */
export function renderHistory({ name, versions, steps, measuredOn, machine }) {
  const judged = steps.flatMap((step) => step.judged.map((each) => ({ ...each, step })));
  return [
    '# A real history, version to version',
    '',
    'Written by `npm run histories`, which fetches the package; nothing of it is kept in this project.',
    '',
    `The ${versions.length} published versions of \`${name}\`: ${versions[0].version} to ${versions.at(-1).version}. The schema of every`,
    'event is compared with that of the same event in the next version, both ways, under `open-world`. An',
    'event whose schema is the same text in both is not compared. Each witness is run through ajv as anybody',
    'would call it, beside our own judges: accepted by one version, refused by the other.',
    '',
    ...figures(judged, { measuredOn, machine }),
    '',
    ...stepsTable(steps),
    '',
    ...undecidedList(judged),
    ...breaksList(judged),
    '',
  ].join('\n');
}

function figures(judged, { measuredOn, machine }) {
  const times = judged.map((each) => each.ms).sort((a, b) => a - b);
  const of = (verdict) => count(judged, (each) => each.verdict === verdict);
  const breaks = judged.flatMap((each) => each.breaks);
  const undecided = of('undecided');
  return [
    row(['figure', 'value']),
    row(['---', '---']),
    row(['comparisons', judged.length]),
    row(['compatible, proved', of('compatible')]),
    row(['incompatible, with a witness', of('incompatible')]),
    row(['undecided', `${undecided} (${((undecided / judged.length) * 100).toFixed(2)} %)`]),
    row([
      'witnesses confirmed by ajv',
      `${count(breaks, (each) => each.isConfirmed)} of ${breaks.length}`,
    ]),
    row(['CPU time p50', ms(quantile(times, 0.5))]),
    row(['CPU time p95', ms(quantile(times, 0.95))]),
    row(['CPU time p99', ms(quantile(times, 0.99))]),
    row(['longest', ms(times.at(-1))]),
    '',
    `CPU time of the thread, reading both texts included; measured on ${measuredOn}, ${machine}. A comparison that is`,
    'not compatible takes longer: every change in it is tried alone, to say which of them breaks.',
  ];
}

function stepsTable(steps) {
  const ends = (judged, mode, verdict) =>
    count(judged, (each) => each.mode === mode && each.verdict === verdict);
  return [
    '## Step by step',
    '',
    'The last two columns count event schemas of which the newer version refuses an event of the older one, and',
    'the other way round.',
    '',
    row([
      'from',
      'to',
      'events',
      'changed',
      'new',
      'gone',
      'refused by the newer',
      'refused by the older',
    ]),
    row(Array(8).fill('---')),
    ...steps.map(({ from, to, events, added, left, judged }) =>
      row([
        ...[from, to, events, judged.length / 2, added, left],
        ends(judged, 'BACKWARD', 'incompatible'),
        ends(judged, 'FORWARD', 'incompatible'),
      ]),
    ),
  ];
}

function undecidedList(judged) {
  const open = judged.filter(({ verdict }) => verdict === 'undecided');
  if (open.length === 0) return [];
  const lines = open.map(
    ({ name, mode, step, undecidedBecause }) =>
      `- \`${name}\`, ${step.from} to ${step.to}, ${mode}: ${undecidedBecause}`,
  );
  return ['## Undecided', '', ...lines, ''];
}

/** Of every rule and step the break that most events share; those of small steps first. */
function breaksList(judged) {
  const groups = new Map();
  for (const { name, mode, step, breaks } of judged) {
    if (mode !== 'BACKWARD') continue;
    for (const each of breaks.filter((one) => one.isConfirmed && isInOurWords(one))) {
      const key = JSON.stringify([step.to, each.ruleId, each.message]);
      const group = groups.get(key) ?? { ...each, step, names: new Set() };
      groups.set(key, { ...group, names: group.names.add(name) });
    }
  }
  const isMajor = ({ step }) => step.from.split('.')[0] !== step.to.split('.')[0];
  const ranked = [...groups.values()].sort(
    (a, b) => isMajor(a) - isMajor(b) || b.names.size - a.names.size,
  );
  const [seen, shown] = [new Set(), []];
  for (const each of ranked) {
    const kind = `${each.ruleId} ${each.step.to}`;
    if (!seen.has(kind) && shown.length < BREAKS_SHOWN) shown.push(each);
    seen.add(kind);
  }
  return [
    '## Breaks that are told by an event',
    '',
    'Events of the older version that the newer one refuses, first those between versions that promise to break',
    'nobody. In the last column, what the refusing validator says of the smallest such event.',
    '',
    row(['step', 'events', 'what changed', 'the event', 'is refused because']),
    row(Array(5).fill('---')),
    ...shown.map(({ step, names, message, ruleId, bytes, reason }) =>
      row([
        `${step.from} to ${step.to}`,
        names.size,
        `${safe(message)} [${ruleId}](rules/${ruleId}.md)`,
        `${bytes} bytes of \`${[...names][0]}\``,
        safe(reason),
      ]),
    ),
  ];
}

/** A sentence that quotes a piece of the schema says what others wrote. */
const isInOurWords = ({ message }) => !/[[{]/.test(message);

const safe = (text) => text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');
