import type { ProblemRow } from '#kernel';
import { serverProblems } from './server-problems.js';

const row = <Args>(each: ProblemRow<Args>): ProblemRow<Args> => each;

/** A path longer than this is shown in part. */
const PATH_SHOWN = 300;

/**
 * What a person at the command line can be told. The status decides the exit code: 4xx is theirs to
 * mend (2), 5xx left the question open (3).
 */
export const cliProblems = {
  ACTION_UNKNOWN: row<{ given: string; what: string; known: readonly string[] }>({
    code: 'ACTION_UNKNOWN',
    http: 400,
    title: 'No such action',
    message: ({ given, what }) => `"${given}" is nothing that can be done with ${what}.`,
    hint: ({ known }) => `Say one of ${known.join(', ')}.`,
  }),
  CONDITION_INVALID: row<{ given: string }>({
    code: 'CONDITION_INVALID',
    http: 400,
    title: 'Condition not understood',
    message: ({ given }) => `"${given}" is no condition on a field.`,
    hint: () => 'Write a JSON Pointer and a value, such as /status=paid or /lines/0/quantity=2.',
  }),
  WISH_REFUSED: row<{ said: string }>({
    code: 'WISH_REFUSED',
    http: 400,
    title: 'Refused',
    message: ({ said }) => said,
  }),
  ENTRY_INVALID: row<{ given: string }>({
    code: 'ENTRY_INVALID',
    http: 400,
    title: 'Entry not understood',
    message: ({ given }) => `"${given}" is no entry of the audit with its hash.`,
    hint: () =>
      'Give what `concordat audit verify` printed: a number, "=" and 64 hexadecimal digits.',
  }),
  SEAL_INVALID: row<{ given: string }>({
    code: 'SEAL_INVALID',
    http: 400,
    title: 'Seal not understood',
    message: ({ given }) => `"${given}" is no seal of a partition.`,
    hint: () => 'Write <topic>/<partition>@<offset>=<seal>, as an earlier run printed it.',
  }),
  NOT_LOGGED: row<{ said: string }>({
    code: 'NOT_LOGGED',
    http: 404,
    title: 'Not in the event log',
    message: ({ said }) => said || 'The gateway keeps no event log.',
    hint: () => 'With Kafka as broker the log may be empty.',
  }),
  FILE_NOT_FOUND: row<{ path: string }>({
    code: 'FILE_NOT_FOUND',
    http: 404,
    title: 'No such file',
    message: ({ path }) => `There is no file or folder "${path.slice(0, PATH_SHOWN)}".`,
    hint: () => 'Check the spelling; paths are relative to the folder you are in.',
  }),
  FILE_IS_FOLDER: row<{ path: string }>({
    code: 'FILE_IS_FOLDER',
    http: 400,
    title: 'Folder in place of a file',
    message: ({ path }) => `"${path}" is a folder, and one file is wanted here.`,
    hint: () => 'Name a file in it.',
  }),
  WORD_EMPTY: row<{ what: string }>({
    code: 'WORD_EMPTY',
    http: 400,
    title: 'Empty word',
    message: ({ what }) => `${what} is empty.`,
    hint: () => 'Is a variable of the script not set? Say what is meant, or leave it out.',
  }),
  FILE_UNREADABLE: row<{ path: string; why: string }>({
    code: 'FILE_UNREADABLE',
    http: 400,
    title: 'File cannot be read',
    message: ({ path, why }) => `"${path}" cannot be read: ${why}.`,
  }),
  FILE_TOO_LARGE: row<{ path: string; bytes: number; bytesMax: number }>({
    code: 'FILE_TOO_LARGE',
    http: 413,
    title: 'File too large',
    message: ({ path, bytes, bytesMax }) =>
      `"${path}" has ${bytes.toLocaleString('en')} bytes; the limit is ${bytesMax.toLocaleString('en')}.`,
    hint: () => 'Split it: a schema may refer to others through "references".',
  }),
  FILE_SYNTAX: row<{ place: string; what: string }>({
    code: 'FILE_SYNTAX',
    http: 400,
    title: 'File is not what it should be',
    message: ({ place, what }) => `${place}: ${what}`,
  }),
  NOTHING_FOUND: row<{ paths: readonly string[]; links?: readonly string[] }>({
    code: 'NOTHING_FOUND',
    http: 404,
    title: 'Nothing to work on',
    message: ({ paths }) =>
      `No contract was found in ${paths.map((path) => `"${path}"`).join(', ')}.`,
    hint: ({ links: [link, ...more] = [] }) =>
      link === undefined
        ? 'Contracts are named *.contract.yaml, *.contract.yml or *.contract.json; schemas *.schema.json.'
        : `"${link}"${more.length > 0 ? ` and ${more.length} more` : ''} is a link, and links below a folder are not followed. Name what it leads to.`,
  }),
  SCHEMA_FILE_NOT_LOCAL: row<{ place: string; file: string }>({
    code: 'SCHEMA_FILE_NOT_LOCAL',
    http: 400,
    title: 'Schema file is not a local one',
    message: ({ place, file }) =>
      `${place}: schema.file is "${file}", which lies outside the contract’s folder and the one you are in.`,
    hint: () =>
      'Keep the schema beside its contract and name it by a relative path; no address is ever fetched.',
  }),
  GIT_OBJECT_MISSING: row<{ path: string }>({
    code: 'GIT_OBJECT_MISSING',
    http: 503,
    title: 'Git lacks a file',
    message: ({ path }) => `Git lists "${path}" in that commit and does not hold what is in it.`,
    hint: () => 'The clone is partial or damaged. Fetch it whole, or run "git fsck".',
  }),
  GIT_REF_UNKNOWN: row<{ ref: string; why: string }>({
    code: 'GIT_REF_UNKNOWN',
    http: 404,
    title: 'No such git reference',
    message: ({ ref, why }) =>
      `Git knows no commit by the name "${ref.slice(0, PATH_SHOWN)}": ${why}.`,
    hint: () =>
      'Name a branch, a tag or a commit that is present here; a shallow clone may need "git fetch".',
  }),
  GIT_UNAVAILABLE: row<{ why: string }>({
    code: 'GIT_UNAVAILABLE',
    http: 400,
    title: 'Git did not answer',
    message: ({ why }) => `A git baseline was asked for, and git did not answer: ${why}.`,
    hint: () => 'Run the command inside a git repository, with git installed.',
  }),
  URL_INVALID: row<{ option: string; value: string }>({
    code: 'URL_INVALID',
    http: 400,
    title: 'Not an address',
    message: ({ option, value }) =>
      `${option} is "${value}", which is not an http or https address.`,
    hint: () => 'Write it like http://127.0.0.1:8081.',
  }),
  NUMBER_INVALID: row<{ option: string; value: string }>({
    code: 'NUMBER_INVALID',
    http: 400,
    title: 'Not a number',
    message: ({ option, value }) =>
      `${option} is "${value}", which is not a whole number above zero.`,
  }),
  REPLAY_MATCHES_NOTHING: row<{ path: string }>({
    code: 'REPLAY_MATCHES_NOTHING',
    http: 422,
    title: 'Recorded events of nobody',
    message: ({ path }) => `No event of "${path}" belongs to a contract that is checked.`,
    hint: () =>
      'Check one contract, whose events the lines are, or record CloudEvents with the types of the contracts (envelope.type).',
  }),
  REFERENCE_AMBIGUOUS: row<{
    path: string;
    what: string;
    key: string;
    first: string;
    other: string;
  }>({
    code: 'REFERENCE_AMBIGUOUS',
    http: 422,
    title: 'A reference leads to two files',
    message: ({ path, what, key, first, other }) =>
      `"${path}" refers to the ${what} "${key}", which "${first}" and "${other}" have, equally near and not the same.`,
    hint: () => 'Rename one of them, or keep it in a folder nearer to who refers to it.',
  }),
  REFERENCES_IN_CIRCLE: row<{ paths: readonly string[] }>({
    code: 'REFERENCES_IN_CIRCLE',
    http: 422,
    title: 'References lead in a circle',
    message: ({ paths }) =>
      paths.length === 1
        ? `"${paths[0]}" refers to itself, so it can never be published.`
        : `${paths.map((path) => `"${path}"`).join(', ')} refer to each other in a circle, so none can be published before the others.`,
    hint: () => 'Move what they share into a schema of its own that refers to none of them.',
  }),
  REFERENCES_NEED_REGISTRY: row<{ path: string; subject: string }>({
    code: 'REFERENCES_NEED_REGISTRY',
    http: 503,
    title: 'A reference is not among the files',
    message: ({ path, subject }) =>
      `The schema of "${path}" refers to the subject "${subject}", and no contract here keeps its schema under that.`,
    hint: () => 'Bring that contract along, or compare with "--against registry".',
  }),
  REFERENCES_TOO_MANY: row<{ subject: string; most: number }>({
    code: 'REFERENCES_TOO_MANY',
    http: 502,
    title: 'References without an end',
    message: ({ subject, most }) =>
      `The references of a schema lead to more than ${most} others, the last of them in "${subject}".`,
    hint: () => 'Does the registry answer what it should?',
  }),
  SCHEMA_WITHOUT_CONTRACT: row<{ path: string }>({
    code: 'SCHEMA_WITHOUT_CONTRACT',
    http: 400,
    title: 'Schema without a subject',
    message: ({ path }) =>
      `"${path}" is a schema alone, so nothing says under which subject a registry keeps it.`,
    hint: () => 'Check the contract that names it, or compare with a file, a folder or "git:REF".',
  }),
  LANGUAGE_NOT_READ: row<{ path: string; type: string }>({
    code: 'LANGUAGE_NOT_READ',
    http: 501,
    title: 'Schema language not read yet',
    message: ({ path, type }) => `"${path}" is a schema of type ${type}, which is not read yet.`,
    hint: () => 'JSON Schema and Avro are.',
  }),
  ...serverProblems,
  ONE_TARGET: row<undefined>({
    code: 'ONE_TARGET',
    http: 400,
    title: 'Say where to',
    message: () => 'An export goes to one place, and none or several were named.',
    hint: () => 'Say one of --to-file, --to-folder and --to.',
  }),
  ONE_SOURCE: row<undefined>({
    code: 'ONE_SOURCE',
    http: 400,
    title: 'Say what to import',
    message: () => 'An import has one source: a document, or another registry.',
    hint: () =>
      'Name an AsyncAPI or ODCS document, or say --from with a registry, a dump or a folder.',
  }),
  DOCUMENT_UNREADABLE: row<{ path: string; why: string }>({
    code: 'DOCUMENT_UNREADABLE',
    http: 422,
    title: 'Document unreadable',
    message: ({ path, why }) => `"${path.slice(0, PATH_SHOWN)}" cannot be imported: ${why}`,
  }),
  ONE_STANDARD: row<undefined>({
    code: 'ONE_STANDARD',
    http: 400,
    title: 'Say in whose words',
    message: () => 'A contract is exported by itself, in the words of one standard.',
    hint: () => 'Name one contract and say --asyncapi or --odcs; --to-file is the file to write.',
  }),
  NOTHING_NAMED: row<{ config: string }>({
    code: 'NOTHING_NAMED',
    http: 400,
    title: 'Nothing named',
    message: ({ config }) => `No path was named, and there is no ${config} here that names any.`,
    hint: () => 'Name a folder, or write contracts.yaml with "concordat init".',
  }),
  BASELINE_NOT_NAMED: row<{ config: string }>({
    code: 'BASELINE_NOT_NAMED',
    http: 400,
    title: 'No baseline named',
    message: ({ config }) =>
      `Nothing says what to compare with: --against is missing, and so is check.against in ${config}.`,
    hint: () => 'Add e.g. "--against git:origin/main".',
  }),
  BASELINE_NOT_RIGHT: row<{ label: string; said: string }>({
    code: 'BASELINE_NOT_RIGHT',
    http: 400,
    title: 'Baseline is not right',
    message: ({ label, said }) => `What it was in ${label} cannot be read. ${said}`,
    hint: () => 'Compare with a commit or a folder in which it is right.',
  }),
  REGISTRY_OFFLINE: row<object>({
    code: 'REGISTRY_OFFLINE',
    http: 400,
    title: 'Registry asked for, offline',
    message: () => 'The baseline is a registry, and --offline forbids to ask one.',
    hint: () => 'Compare with a commit: "--against git:origin/main".',
  }),
  SINCE_NEEDS_REGISTRY: row<{ against: string }>({
    code: 'SINCE_NEEDS_REGISTRY',
    http: 400,
    title: 'Versions of no registry',
    message: ({ against }) =>
      `--since counts versions of a registry, and the baseline is "${against}".`,
    hint: () => 'Compare with "--against registry", or name an older commit instead.',
  }),
  SINCE_INVALID: row<{ given: string }>({
    code: 'SINCE_INVALID',
    http: 400,
    title: 'Not a moment',
    message: ({ given }) =>
      `--since is "${given.slice(0, 40)}", which is no day, no moment and no duration.`,
    hint: () => 'Write a day as 2026-11-23, a moment as 2026-11-23T09:30:00Z, or P7D for a week.',
  }),
  HISTORY_ALONE: row<{ option: string }>({
    code: 'HISTORY_ALONE',
    http: 400,
    title: 'An option of the registry’s own history',
    message: ({ option }) =>
      `${option} says what of a registry’s own history is told, and files were named to compare.`,
    hint: () => 'Leave the files out, as in "concordat changelog registry --since P7D".',
  }),
  NEW_NOT_NAMED: row<{ old: string }>({
    code: 'NEW_NOT_NAMED',
    http: 400,
    title: 'Nothing new named',
    message: ({ old }) => `Nothing says what "${old.slice(0, PATH_SHOWN)}" is compared with.`,
    hint: () =>
      'Name the new files or folders behind it. Only "registry" may stand alone: then what was published there is told.',
  }),
  WAIVER_INCOMPLETE: row<{ missing: readonly string[] }>({
    code: 'WAIVER_INCOMPLETE',
    http: 400,
    title: 'Waiver incomplete',
    message: ({ missing }) =>
      `A waiver says what it covers, why, who answers for it and until when; ${missing.join(', ')} is missing.`,
    hint: () =>
      'E.g. concordat waiver add 6IDRSAGULQDYV6ZZ --reason "Billing moves first." --by ada --until 2027-03-01',
  }),
  RULE_UNKNOWN: row<{ what: string; near: string }>({
    code: 'RULE_UNKNOWN',
    http: 404,
    title: 'No such rule',
    message: ({ what }) => `"${what.slice(0, 60)}" is neither a rule nor a fingerprint.`,
    hint: ({ near }) => `Did you mean ${near}?`,
  }),
  EVENT_UNKNOWN: row<{ what: string; url: string }>({
    code: 'EVENT_UNKNOWN',
    http: 404,
    title: 'Nothing known of it',
    message: ({ what, url }) =>
      `"${what.slice(0, 60)}" is neither a rule nor a fingerprint, and the gateway at ${url} knows no event of that id.`,
    hint: ({ what }) =>
      /^[A-Z]+(_[A-Z0-9]+)+$/.test(what)
        ? 'A code of the gateway is explained in docs/reasons.md, one of any other answer in docs/problems.md.'
        : 'Ids are remembered where a contract declares semantics.dedup, and of refused events; any other event of the log is found by its position, as <topic>/<partition>@<offset>.',
  }),
  FINGERPRINT_NOT_FOUND: row<{ fingerprint: string; baseline: string }>({
    code: 'FINGERPRINT_NOT_FOUND',
    http: 404,
    title: 'No finding of this fingerprint',
    message: ({ fingerprint, baseline }) =>
      `No finding against ${baseline} has the fingerprint ${fingerprint}.`,
    hint: () => 'Was it found against another baseline? Name it with --against.',
  }),
  FORMAT_UNKNOWN: row<{ format: string; known: readonly string[] }>({
    code: 'FORMAT_UNKNOWN',
    http: 400,
    title: 'No such format',
    message: ({ format, known }) => `There is no format "${format}"; there is ${known.join(', ')}.`,
    hint: () => 'A file is named behind it: --format sarif=report.sarif.',
  }),
  FORMATS_COLLIDE: row<{ formats: readonly string[] }>({
    code: 'FORMATS_COLLIDE',
    http: 400,
    title: 'Two formats on one output',
    message: ({ formats }) => `${formats.join(' and ')} would be mixed on standard output.`,
    hint: ({ formats }) => `Give all but one a file: --format ${formats.at(-1)}=report.`,
  }),
  FILE_NOT_WRITTEN: row<{ path: string; why: string }>({
    code: 'FILE_NOT_WRITTEN',
    http: 400,
    title: 'File cannot be written',
    message: ({ path, why }) => `"${path}" cannot be written: ${why}.`,
  }),
  DEMO_PACKAGES_MISSING: row<{ missing: string }>({
    code: 'DEMO_PACKAGES_MISSING',
    http: 400,
    title: 'Demo packages missing',
    message: ({ missing }) =>
      `The demo plays GitHub’s real webhook events, and "${missing}" is not installed: it is a development dependency.`,
    hint: () => 'Run "npm install --include=dev" in the clone, then try again.',
  }),
  DEMO_NOT_IN_FORCE: row<{ url: string; missing: readonly string[]; seconds: number }>({
    code: 'DEMO_NOT_IN_FORCE',
    http: 503,
    title: 'Contracts not in force',
    message: ({ url, missing, seconds }) =>
      `The gateway at ${url} still does not know ${missing.length} of the published contracts after ${seconds} s (${missing.slice(0, 3).join(', ')}).`,
    hint: () => 'Do --registry and --gateway belong to the same database?',
  }),
} as const;
