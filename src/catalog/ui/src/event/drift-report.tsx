import { Link } from '@tanstack/react-router';
import type { DriftAnswer, UndeclaredField } from '../api/drift';
import { Ago } from '../parts/ago';
import { Column } from '../parts/column';
import { exactText, plural } from '../parts/numbers';

const SHOWN = 24;

/** What is sent and not declared, and what is declared and not sent. */
export function DriftReport({ id, data }: { readonly id: string; readonly data: DriftAnswer }) {
  const { sent, others, unsent, undeclared } = data;
  const isQuiet = sent.length === 0 && others === 0;
  return (
    <div className="space-y-5">
      {isQuiet && undeclared === 'allow' && (
        <p className="max-w-3xl text-soft">
          Nobody looks for fields the schema does not declare. With <code>undeclared: warn</code>{' '}
          they are still let through, and listed here with who sends them.
        </p>
      )}
      {isQuiet && undeclared !== 'allow' && (
        <p className="text-soft">No producer sends a field the schema does not declare.</p>
      )}
      {!isQuiet && <Undeclared sent={sent} others={others} />}
      <Unsent id={id} unsent={unsent} />
    </div>
  );
}

interface UndeclaredProps {
  readonly sent: readonly UndeclaredField[];
  readonly others: number;
}

function Undeclared({ sent, others }: UndeclaredProps) {
  return (
    <div>
      <table className="numbers w-full text-small">
        <caption className="sr-only">Fields that are sent and not declared</caption>
        <thead>
          <tr className="border-b border-line text-left text-quiet">
            <Column>Sent, not declared</Column>
            <Column className="pl-4 whitespace-nowrap max-sm:hidden">By</Column>
            <Column className="pl-4 whitespace-nowrap">First seen</Column>
            <Column className="pl-4 whitespace-nowrap max-md:hidden">Last seen</Column>
            <Column className="pl-4 text-right whitespace-nowrap">Times</Column>
          </tr>
        </thead>
        <tbody>
          {sent.map((field) => (
            <UndeclaredLine key={`${field.pointer} ${field.producer}`} field={field} />
          ))}
        </tbody>
      </table>
      {others > 0 && (
        <p className="mt-2 text-small text-quiet">
          And others, {plural(others, 'time')}: more than are told apart.
        </p>
      )}
    </div>
  );
}

function UndeclaredLine({ field }: { readonly field: UndeclaredField }) {
  const { pointer, producer, firstSeen, lastSeen, count } = field;
  return (
    <tr className="border-b border-line align-top">
      <td className="w-full py-2">
        <code className="font-medium break-all">{pointer}</code>
        <span className="block break-all text-quiet sm:hidden">{producer}</span>
      </td>
      <td className="max-w-56 truncate py-2 pl-4 max-sm:hidden" title={producer}>
        {producer}
      </td>
      <td className="py-2 pl-4 whitespace-nowrap text-soft">
        <Ago at={firstSeen} />
      </td>
      <td className="py-2 pl-4 whitespace-nowrap text-soft max-md:hidden">
        <Ago at={lastSeen} />
      </td>
      <td className="py-2 pl-4 text-right font-medium text-warn">{exactText(count)}</td>
    </tr>
  );
}

function Unsent({ id, unsent }: { readonly id: string; readonly unsent: DriftAnswer['unsent'] }) {
  const { sampled, pointers } = unsent;
  if (sampled === 0) {
    return (
      <p className="text-small text-quiet">
        No event of it is in the log, so nothing is told of declared fields that nobody sends.
      </p>
    );
  }
  const newest = sampled === 1 ? 'the newest event' : `the newest ${exactText(sampled)} events`;
  if (pointers.length === 0) {
    return (
      <p className="text-small text-quiet">
        Every declared field is in {sampled === 1 ? '' : 'some of '}
        {newest}.
      </p>
    );
  }
  return (
    <div className="text-small">
      <p className="text-quiet">
        Declared, and {sampled === 1 ? 'not in' : 'in none of'} {newest}
      </p>
      <ul className="mt-1.5 flex flex-wrap gap-x-4 gap-y-0.5">
        {pointers.slice(0, SHOWN).map((path) => (
          <li key={path}>
            <Link
              to="/events/$id/field"
              params={{ id }}
              search={{ path }}
              className="link tap break-all"
            >
              <code>{path}</code>
            </Link>
          </li>
        ))}
        {pointers.length > SHOWN && (
          <li className="tap text-quiet">and {exactText(pointers.length - SHOWN)} more</li>
        )}
      </ul>
    </div>
  );
}
