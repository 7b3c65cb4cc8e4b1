import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { CompatibilityReport } from '#compat';
import { checkFieldNames } from './check-field-names.js';
import { completeContent } from './complete-content.js';
import { type DeclaredReaders, readersAround } from './consumptions/declared-readers.js';
import { JudgeChange, type Judgement } from './judge-change.js';
import { REGISTRY_SETTINGS, type RegistrySettings } from './registry-settings.js';
import type { SchemaDraft, UnderstoodSchema } from './schema-draft.js';
import { promisedMessages } from './store/promised-messages.js';
import { settings } from './store/settings.js';
import type { StoredVersion } from './store/stored-version.js';
import { versions } from './store/versions.js';
import { DEFAULT_CONTEXT, type SubjectName } from './subject-name.js';
import { nearest, type Terms, termsIn } from './terms.js';
import { UnderstandSchema } from './understand-schema.js';

export interface CompatibilityCheck {
  readonly name: SubjectName;
  readonly draft: SchemaDraft;
  readonly normalize: boolean;
  /** Only this version, whatever the level; absent means those the level protects. */
  readonly against?: StoredVersion;
  /** What to use instead of the configured terms. */
  readonly terms?: Partial<Pick<Terms, 'mode' | 'assumption'>>;
  /** Schemas it may refer to that are not registered, by subject. */
  readonly beside?: ReadonlyMap<string, UnderstoodSchema>;
}

export interface CheckedChange extends Omit<Judgement, 'key'> {
  /** What the draft was compared with. */
  readonly older: readonly StoredVersion[];
  readonly readers: readonly DeclaredReaders[];
  readonly understood: UnderstoodSchema;
  readonly terms: Terms;
}

/** What registering would say, without registering. */
@Injectable()
export class CheckCompatibility {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly understand: UnderstandSchema,
    private readonly judge: JudgeChange,
    @Inject(REGISTRY_SETTINGS) private readonly byDefault: RegistrySettings,
  ) {}

  /**
   * A draft against what its subject has. What consumers declared to read counts unless it is an older
   * version that is asked about.
   */
  async run({ name, draft, against, ...check }: CompatibilityCheck): Promise<CheckedChange> {
    const sql = this.dataSource;
    const around = await settings.around(sql, name);
    const normalize = check.normalize || (nearest(around, 'normalize') ?? false);
    const { beside } = check;
    const understood = await this.understand.run(sql, name, { ...draft, normalize, beside });
    const older = against ? [against] : await versions.live(sql, name);
    const content = completeContent(understood.content, older.at(-1), around);
    const configured = termsIn(around, this.byDefault.compatibilityMode);
    const { mode, assumption } = { ...configured, ...check.terms };
    const group = against ? undefined : configured.group;
    const lookBack = against ? undefined : configured.lookBack;
    const { validatesFields, reading } = configured;
    if (validatesFields) checkFieldNames(understood.content);
    const promised = content.type === 'PROTOBUF' ? await promisedMessages(sql, name) : undefined;
    const terms = { mode, assumption, group, lookBack, reading, validatesFields, promised };
    const isOfNext = !against || against.version === (await versions.latest(sql, name))?.version;
    const readers = isOfNext ? await readersAround(sql, name, { around }) : [];
    const question = { ...understood, content, older, terms, readers };
    const { report, needs } = await this.judge.run(sql, question);
    return { report, needs, older, readers, understood, terms };
  }

  /** Two drafts against each other, registered or not. */
  async betweenDrafts(
    pair: { readonly old: SchemaDraft; readonly new: SchemaDraft },
    terms: Pick<Terms, 'mode' | 'assumption'>,
  ): Promise<CompatibilityReport> {
    const name = { context: DEFAULT_CONTEXT, subject: '' };
    const [before, after] = [
      await this.understand.run(this.dataSource, name, { ...pair.old, normalize: false }),
      await this.understand.run(this.dataSource, name, { ...pair.new, normalize: false }),
    ];
    const older = [{ version: 1, source: before.source }];
    return this.judge.compare(older, { source: after.source, terms });
  }
}
