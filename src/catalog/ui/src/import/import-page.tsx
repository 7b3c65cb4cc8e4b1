import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { importContracts, standardOf } from '../api/imports';
import { KeptDraft } from '../parts/kept-draft';
import { PageHead } from '../parts/page-head';
import { useDraft } from '../parts/use-draft';
import { ImportedList } from './imported-list';

/** A document of another standard becomes contracts; each is looked through before it is published. */
export function ImportPage() {
  const { text, write, isKept } = useDraft('import', '');
  const standard = standardOf(text);
  const { mutate, reset, data, error, isPending } = useMutation({
    mutationFn: (of: NonNullable<typeof standard>) => importContracts(text, of),
  });
  const change = (next: string) => {
    write(next);
    reset();
  };
  return (
    <div className="pt-10">
      <PageHead
        title="Import"
        says="AsyncAPI 2 or 3, or ODCS 3.1, in YAML or JSON. Nothing is stored until you publish."
      />
      <div className="mt-8 grid gap-x-12 gap-y-8 lg:grid-cols-2">
        <div className="min-w-0">
          <textarea
            aria-label="Document to import"
            value={text}
            onChange={(event) => change(event.target.value)}
            placeholder={'asyncapi: 3.0.0\ninfo:\n  title: …'}
            spellCheck={false}
            autoComplete="off"
            className="h-96 w-full resize-y rounded-lg border border-edge bg-sunken p-4 font-mono text-small leading-6 placeholder:text-quiet"
          />
          <div className="mt-3 flex flex-wrap items-center gap-x-5 gap-y-2 text-small">
            <button
              type="button"
              disabled={standard === undefined || isPending}
              onClick={() => standard && mutate(standard)}
              className="button-main"
            >
              Make contracts
            </button>
            <FileButton onText={change} />
            <span role="status" className="text-quiet">
              {told(text, standard)}
            </span>
          </div>
          <KeptDraft isKept={isKept} forget={() => change('')} />
        </div>
        <section aria-label="Contracts made of it" className="min-w-0">
          {error && (
            <p role="alert" className="text-warn">
              {error.message}
            </p>
          )}
          {data && <ImportedList made={data} />}
          {!data && !error && (
            <p className="max-w-lg text-soft">
              Each message of an AsyncAPI document, and each object of an ODCS contract, becomes one
              event contract: its schema, channel, owner and words. What is missing is named here,
              so that it can be completed.
            </p>
          )}
        </section>
      </div>
    </div>
  );
}

function told(text: string, standard: ReturnType<typeof standardOf>): string {
  if (standard === 'asyncapi') return 'It says that it is AsyncAPI.';
  if (standard === 'odcs') return 'It says that it is an ODCS data contract.';
  return text.trim() === '' ? '' : 'It says neither “asyncapi:” nor “kind: DataContract”.';
}

function FileButton({ onText }: { readonly onText: (text: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={field}
        type="file"
        accept=".yaml,.yml,.json"
        hidden
        onChange={(event) => void event.target.files?.[0]?.text().then(onText)}
      />
      <button type="button" onClick={() => field.current?.click()} className="button-quiet">
        Choose a file
      </button>
    </>
  );
}
