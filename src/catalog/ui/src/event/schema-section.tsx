import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { ContractAnswer, FieldNode } from '../api/answers';
import { CopyButton } from '../parts/copy-button';
import { formatWord } from '../parts/format-word';
import { plural } from '../parts/numbers';
import { readableText } from '../parts/readable-text';
import { WordsField } from '../parts/words-field';
import { useLook } from '../shell/use-look';
import type { EventSearch } from './event-search';
import { countFields, isCut } from './field-rows';
import { FieldTree } from './field-tree';
import { Section } from './section';

const route = getRouteApi('/events/$id');

export function SchemaSection({ contract }: { readonly contract: ContractAnswer }) {
  const { tree, text, format } = contract.schema;
  const { filter, view, open = [] } = route.useSearch();
  const look = useLook();
  const told = useMemo(() => (tree ? sizeText(tree) : undefined), [tree]);
  const isText = view === 'text' || !tree;
  const isAll = open.includes('all');
  const say = (change: EventSearch) => look(change, 'fields');
  return (
    <Section id="fields" title="Fields" aside={told}>
      <div className="mb-3 flex flex-wrap items-center gap-x-5 gap-y-2 text-small">
        {!isText && (
          <>
            <WordsField
              shortcut="f"
              words={filter}
              onWords={(words) => say({ filter: words })}
              label="Filter fields"
              placeholder="Filter fields"
              className="h-8 w-56 max-sm:w-full"
            />
            <button
              type="button"
              className="link tap"
              onClick={() => say({ open: isAll ? undefined : ['all'] })}
            >
              {isAll ? 'As it was' : 'Open all'}
            </button>
          </>
        )}
        {tree && (
          <button
            type="button"
            className="link tap"
            onClick={() => say({ view: isText ? undefined : 'text' })}
          >
            {isText ? 'Show as a tree' : `Show the ${formatWord(format)} text`}
          </button>
        )}
        {isText && (
          <CopyButton text={text} label="Copy the schema">
            Copy
          </CopyButton>
        )}
      </div>
      {tree && !isText ? (
        <FieldTree key={`${contract.id}@${contract.version}`} root={tree} />
      ) : (
        <pre
          tabIndex={0}
          aria-label="Schema text"
          className="max-h-[40rem] overflow-auto rounded-lg border border-line bg-sunken p-4 text-small leading-6"
        >
          {readableText(text)}
        </pre>
      )}
    </Section>
  );
}

/** A count that is not the whole truth says so. */
const sizeText = (tree: FieldNode): string =>
  isCut(tree)
    ? `the first ${plural(countFields(tree), 'field')}; the text has them all`
    : plural(countFields(tree), 'field');
