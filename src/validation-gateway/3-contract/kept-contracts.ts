import { createHash, randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { EnforcedContract, EnforcedSnapshot } from '#registry';

/** Rises when a gateway could no longer read what an older one kept. */
const FORMAT = 1;
const NEWLINE = 0x0a;

/** The first line of the file; the snapshot follows it. */
interface Heading {
  readonly concordat: 'contracts';
  readonly format: number;
  readonly revision: number;
  readonly keptAt: string;
  readonly sha256: string;
}

export interface KeptSnapshot {
  readonly snapshot: EnforcedSnapshot;
  readonly keptAt: string;
}

/** The file is there and cannot be used; the message is a sentence for a person. */
export class KeptContractsFault extends Error {
  override readonly name = 'KeptContractsFault';
}

/**
 * The last contracts in force, in a file, so that a gateway starts while PostgreSQL is away. The
 * file is replaced whole or not at all, and says by itself whether it is whole.
 */
export class KeptContracts {
  private writing: Promise<void> = Promise.resolve();
  private newest: EnforcedSnapshot | undefined;

  /** @param file `undefined`: nothing is kept */
  constructor(readonly file: string | undefined) {}

  /** @returns `undefined` where nothing was kept yet. @throws KeptContractsFault */
  async read(): Promise<KeptSnapshot | undefined> {
    if (this.file === undefined) return undefined;
    const bytes = await readFile(this.file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw this.fault(`cannot be read (${error.message})`);
    });
    return bytes && this.parsed(bytes);
  }

  /** One write at a time; of those that wait only the newest is written. Rejects when it fails. */
  keep(snapshot: EnforcedSnapshot): Promise<void> {
    this.newest = snapshot;
    this.writing = this.writing.catch(() => undefined).then(() => this.writeNewest());
    return this.writing;
  }

  private async writeNewest(): Promise<void> {
    const { file, newest } = this;
    this.newest = undefined;
    if (file === undefined || !newest) return;
    const body = JSON.stringify(newest.contracts);
    const heading: Heading = {
      ...{ concordat: 'contracts', format: FORMAT, revision: newest.revision },
      ...{ keptAt: new Date().toISOString(), sha256: digestOf(newest.revision, body) },
    };
    await replaceFile(file, `${JSON.stringify(heading)}\n${body}`);
  }

  private parsed(bytes: Buffer): KeptSnapshot {
    const end = bytes.indexOf(NEWLINE);
    const heading = headingOf(bytes.subarray(0, Math.max(end, 0)).toString('utf8'));
    if (!heading) throw this.fault('is not a file of kept contracts');
    if (heading.format !== FORMAT)
      throw this.fault(`has format ${heading.format}, and this Concordat reads format ${FORMAT}`);
    const body = bytes.subarray(end + 1).toString('utf8');
    if (digestOf(heading.revision, body) !== heading.sha256)
      throw this.fault('is damaged: its checksum does not agree with what it holds');
    const contracts = (JSON.parse(body) as readonly EnforcedContract[]).map((each) => ({
      ...each,
      publishedAt: new Date(each.publishedAt),
    }));
    return { snapshot: { revision: heading.revision, contracts }, keptAt: heading.keptAt };
  }

  private fault(what: string): KeptContractsFault {
    return new KeptContractsFault(
      `The contracts kept in ${this.file} cannot be used: the file ${what}. It is written anew once PostgreSQL answers.`,
    );
  }
}

const digestOf = (revision: number, body: string): string =>
  createHash('sha256').update(`${revision}\n`).update(body).digest('hex');

function headingOf(line: string): Heading | undefined {
  try {
    const read = JSON.parse(line) as Partial<Heading> | null;
    return read?.concordat === 'contracts' ? (read as Heading) : undefined;
  } catch {
    return undefined;
  }
}

/** Bytes first, name second, both on the disk: a power cut leaves the old file or the new one. */
async function replaceFile(file: string, text: string): Promise<void> {
  const scratch = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    const written = await open(scratch, 'wx', 0o600);
    try {
      await written.writeFile(text);
      await written.sync();
    } finally {
      await written.close();
    }
    await rename(scratch, file);
    const folder = await open(dirname(file), 'r');
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    await rm(scratch, { force: true });
    throw error;
  }
}
