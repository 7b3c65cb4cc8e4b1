import type { ContractAnswer } from '../api/answers';
import { Icon } from '../parts/icon';
import { Section } from './section';

/** The contract in sentences, as the gateway enforces it; and, apart, what nothing enforces yet. */
export function Promises({ contract }: { readonly contract: ContractAnswer }) {
  const { promises, notEnforced, enforcement } = contract;
  return (
    <Section id="promises" title="What it promises" aside={enforcement}>
      <ul className="max-w-4xl gap-x-10 md:columns-2">
        {promises.map((sentence) => (
          <li key={sentence} className="flex break-inside-avoid gap-2.5 pb-2.5">
            <span className="grid h-6 place-items-center text-good">
              <Icon name="check" />
            </span>
            <span>{withPaths(sentence)}</span>
          </li>
        ))}
      </ul>
      {notEnforced.length > 0 && (
        <div className="mt-5 max-w-4xl rounded-lg bg-warn-wash px-4 py-3 text-small text-warn">
          <p className="flex items-center gap-2 font-medium">
            <Icon name="warn" size={14} /> Written in the contract, not enforced yet
          </p>
          <ul className="mt-1 space-y-0.5 pl-5.5">
            {notEnforced.map(({ block, sentence }) => (
              <li key={`${block} ${sentence}`}>{sentence}</li>
            ))}
          </ul>
        </div>
      )}
    </Section>
  );
}

/** Paths of fields look like code, as everywhere. */
const withPaths = (sentence: string) =>
  sentence
    .split(/(?<=\s)(\/[^\s,;:]*[^\s,;:.])/)
    .map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part));
