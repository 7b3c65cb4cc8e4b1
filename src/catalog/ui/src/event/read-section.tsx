import type { ContractAnswer } from '../api/answers';
import { surroundings } from '../shell/surroundings';
import { consumptionText } from './consumption-text';
import { readText } from './curl';
import { Section } from './section';
import { ShellText } from './shell-text';

/** How somebody begins to read an event: see it come, and say what one needs of it. */
export function ReadSection({ contract }: { readonly contract: ContractAnswer }) {
  const { readFrom, channel } = contract;
  const command = readText(contract, surroundings().address.hostname);
  const where = readFrom === 'log' ? 'the event log' : 'Kafka';
  return (
    <Section id="read" title="Read it" aside={`from the topic ${channel.topic} of ${where}`}>
      <div className="grid gap-x-8 gap-y-6 xl:grid-cols-2">
        {command !== undefined && (
          <div className="min-w-0">
            <ShellText
              title="Follow it from a shell"
              label="Command that reads it"
              text={command}
            />
            <p className="mt-2 text-small text-soft">
              The header <code>concordat-contract</code> of each event says which contract and
              version judged it.
            </p>
          </div>
        )}
        <div className="min-w-0">
          <ShellText
            title="Say what you read"
            label="File that says what is read"
            text={consumptionText(contract)}
          />
          <p className="mt-2 text-small text-soft">
            Send it with <code>concordat publish my-service.consumption.yaml</code>. A version that
            breaks one of these fields is then refused, and names you.
          </p>
        </div>
      </div>
    </Section>
  );
}
