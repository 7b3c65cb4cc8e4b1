import { Injectable } from '@nestjs/common';
import { problem } from '#kernel';
import { inlineTagsOf, type TagChange, withInlineTags } from './inline-tags.js';
import { registryProblems } from './problems.js';
import type { SchemaDraft } from './schema-draft.js';
import type { Sql } from './store/sql.js';
import type { StoredVersion } from './store/stored-version.js';
import { versions } from './store/versions.js';
import type { SubjectName } from './subject-name.js';
import { UnderstandSchema } from './understand-schema.js';

/** How a draft rests on the version before it. */
export interface DraftChange {
  readonly tags?: TagChange | undefined;
  /** Tags of the version before are put on the same records and fields. */
  readonly isPropagating?: boolean | undefined;
}

/** What a draft leaves to the version before it: the whole text, or tags inside it. */
@Injectable()
export class CompleteDraft {
  constructor(private readonly understand: UnderstandSchema) {}

  async run(
    sql: Sql,
    name: SubjectName,
    { draft, ...change }: DraftChange & { readonly draft: SchemaDraft },
  ): Promise<SchemaDraft> {
    const isEmpty = draft.text.trim() === '';
    if (!isEmpty && !change.tags && !change.isPropagating) return draft;
    const previous = await versions.latest(sql, name);
    const whole = isEmpty ? textOf(draft, previous) : draft;
    return this.tagged(sql, name, { draft: whole, previous, ...change });
  }

  /** Tags are put into a text only once it is known to be a schema. */
  private async tagged(
    sql: Sql,
    name: SubjectName,
    change: DraftChange & { draft: SchemaDraft; previous: StoredVersion | undefined },
  ): Promise<SchemaDraft> {
    const { draft, previous, tags, isPropagating } = change;
    const known =
      isPropagating && previous ? inlineTagsOf(previous.schema.type, previous.schema.text) : [];
    if (known.length === 0 && !tags) return draft;
    const { content } = await this.understand.run(sql, name, { ...draft, normalize: false });
    const kept = withInlineTags(content, { add: known, remove: [] }, true);
    const text = withInlineTags({ type: draft.type, text: kept }, tags ?? { add: [], remove: [] });
    return { ...draft, text };
  }
}

function textOf(draft: SchemaDraft, previous: StoredVersion | undefined): SchemaDraft {
  if (!previous) throw problem(registryProblems.SCHEMA_INVALID, { why: 'Empty schema' });
  const { type, text, references } = previous.schema;
  return { ...draft, type, text, references };
}
