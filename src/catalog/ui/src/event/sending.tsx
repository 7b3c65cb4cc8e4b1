import { useState } from 'react';
import type { ContractAnswer } from '../api/answers';
import { CopyButton } from '../parts/copy-button';
import { curlText } from './curl';
import { Payload } from '../parts/payload';
import { Section } from './section';

/** A valid event made from the schema, and the command that sends it. */
export function Sending({ contract }: { readonly contract: ContractAnswer }) {
  // One id per look at the page: sent twice it is the same event, as it should be.
  const [id] = useState(() => `try-${Math.random().toString(36).slice(2, 10)}`);
  if (contract.example === undefined) {
    return (
      <Section id="example" title="Send one">
        <p className="text-soft">No small example was found for this schema.</p>
      </Section>
    );
  }
  const curl = curlText(contract, window.location.hostname, id);
  return (
    <Section id="example" title="Send one" aside="an example made from the schema">
      <div className="grid gap-x-8 gap-y-5 xl:grid-cols-2">
        <div className="min-w-0">
          <Heading what="A valid event" text={JSON.stringify(contract.example, null, 2)} />
          <Payload value={contract.example} label="A valid event" />
        </div>
        <div className="min-w-0">
          <Heading what="From a shell" text={curl} />
          <pre
            tabIndex={0}
            aria-label="Command that sends it"
            className="max-h-96 overflow-auto rounded-lg border border-line bg-sunken p-4 text-small leading-6"
          >
            {curl}
          </pre>
        </div>
      </div>
    </Section>
  );
}

function Heading({ what, text }: { readonly what: string; readonly text: string }) {
  return (
    <div className="mb-1.5 flex items-center justify-between text-small">
      <h3 className="text-quiet">{what}</h3>
      <CopyButton text={text} label={`Copy: ${what}`}>
        Copy
      </CopyButton>
    </div>
  );
}
