import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ImportedContract, type ImportedContracts, publishContract } from '../api/imports';
import { CopyButton } from '../parts/copy-button';
import { Icon } from '../parts/icon';
import { exactText, plural } from '../parts/numbers';

const LOST_SHOWN = 12;

/** What became of a document: contracts to publish, what they still need, what had no place. */
export function ImportedList({ made }: { readonly made: ImportedContracts }) {
  const { contracts, notes, lost } = made;
  return (
    <div className="space-y-6">
      <h2 className="text-title font-semibold tracking-[-0.015em]">
        {plural(contracts.length, 'contract')}
      </h2>
      {notes.length > 0 && (
        <ul className="space-y-1 rounded-lg bg-warn-wash px-4 py-3 text-small text-warn">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <ul className="border-t border-line">
        {contracts.map((contract) => (
          <Imported key={contract.id} contract={contract} />
        ))}
      </ul>
      {lost.length > 0 && (
        <div className="text-small">
          <h3 className="text-quiet">No place for it in a contract</h3>
          <ul className="mt-1.5 space-y-0.5">
            {lost.slice(0, LOST_SHOWN).map((pointer) => (
              <li key={pointer}>
                <code className="break-all">{pointer}</code>
              </li>
            ))}
          </ul>
          {lost.length > LOST_SHOWN && (
            <p className="text-quiet">and {exactText(lost.length - LOST_SHOWN)} more</p>
          )}
        </div>
      )}
    </div>
  );
}

function Imported({ contract }: { readonly contract: ImportedContract }) {
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => publishContract(contract),
  });
  const { id } = contract;
  const text = JSON.stringify(contract, null, 2);
  return (
    <li className="border-b border-line py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <code className="min-w-0 flex-1 font-medium break-all">{id}</code>
        <CopyButton text={text} label={`Copy the contract ${id}`}>
          Copy
        </CopyButton>
        {!data && (
          <button
            type="button"
            onClick={() => mutate()}
            disabled={isPending}
            aria-label={`Publish ${id}`}
            className="button-quiet"
          >
            Publish
          </button>
        )}
      </div>
      <div role="status" className="text-small">
        {error && <p className="mt-1 text-bad">{error.message}</p>}
        {data && (
          <p className="mt-1 flex items-center gap-1.5 text-good">
            <Icon name="check" size={14} /> Published as version {data.version}.{' '}
            <Link to="/events/$id" params={{ id }} className="link">
              Open it
            </Link>
          </p>
        )}
      </div>
      <details className="mt-2">
        <summary className="text-small text-quiet">The contract</summary>
        <pre
          tabIndex={0}
          aria-label={`The contract ${id}`}
          className="mt-2 max-h-96 overflow-auto rounded-lg border border-line bg-sunken p-4 text-small leading-6"
        >
          {text}
        </pre>
      </details>
    </li>
  );
}
