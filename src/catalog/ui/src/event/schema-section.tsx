import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useRef } from 'react';
import type { ContractAnswer, FieldNode } from '../api/answers';
import { CopyButton } from '../parts/copy-button';
import { formatWord } from '../parts/format-word';
import { plural } from '../parts/numbers';
import { readableText } from '../parts/readable-text';
import { useShortcuts } from '../shell/shortcuts';
import { countFields, isCut } from './field-rows';
import { FieldTree } from './field-tree';
import { Section } from './section';

const route = getRouteApi('/events/$id');

export function SchemaSection({ contract }: { readonly contract: ContractAnswer }) {
  const { tree, text, format } = contract.schema;
  const { filter, view, open = [] } = route.useSearch();
  const navigate = route.useNavigate();
  const field = useRef<HTMLInputElement>(null);
  useShortcuts({ f: () => field.current?.focus() });
  const told = useMemo(() => (tree ? sizeText(tree) : undefined), [tree]);
  const isText = view === 'text' || !tree;
  const isAll = open.includes('all');
  const say = (change: object) =>
    void navigate({
      search: (before) => ({ ...before, ...change }),
      replace: true,
      resetScroll: false,
    });
  return (
    <Section id="fields" title="Fields" aside={told}>
      <div className="mb-3 flex flex-wrap items-center gap-x-5 gap-y-2 text-small">
        {!isText && (
          <>
            <input
              ref={field}
              type="search"
              defaultValue={filter ?? ''}
              onChange={(event) => say({ filter: event.target.value.trim() || undefined })}
              onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
              placeholder="Filter fields"
              aria-label="Filter fields"
              autoComplete="off"
              spellCheck={false}
              className="h-8 w-56 rounded-lg border border-edge bg-raised px-3 placeholder:text-quiet max-sm:w-full"
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
