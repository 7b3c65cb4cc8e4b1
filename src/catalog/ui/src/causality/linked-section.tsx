import { Link } from '@tanstack/react-router';
import { linkedQuery } from '../api/causality';
import { useAnswer } from '../api/use-answer';
import { Section } from '../event/section';
import { LinkedRows } from './linked-rows';

/** Where to begin to follow one: the events of a contract that named a cause or a correlation last. */
export function LinkedSection({ id }: { readonly id: string }) {
  const { data } = useAnswer(linkedQuery(id));
  if (!data || data.events.length === 0) return null;
  return (
    <Section
      id="linked"
      title="Causes and effects"
      aside={
        <Link to="/causality" search={{}} className="link tap">
          of any event, by its id
        </Link>
      }
    >
      <LinkedRows
        events={data.events}
        label="The last events that named a cause or a correlation"
      />
    </Section>
  );
}
