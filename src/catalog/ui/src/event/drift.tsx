import { type DriftAnswer, driftQuery } from '../api/drift';
import { useAnswer } from '../api/use-answer';
import { latePart } from '../shell/late-part';
import { Section } from './section';
import { WaitedFor } from './waited-for';

const TREATMENT: Record<DriftAnswer['undeclared'], string> = {
  refuse: 'the contract refuses undeclared fields',
  warn: 'the contract warns about undeclared fields',
  allow: 'the contract allows undeclared fields',
};
const Report = latePart(() => import('./drift-report'), 'DriftReport');

/** Where what producers send and what the schema says have parted. */
export function Drift({ id }: { readonly id: string }) {
  const { data, error } = useAnswer(driftQuery(id));
  return (
    <Section id="drift" title="Drift" aside={data && TREATMENT[data.undeclared]}>
      <WaitedFor data={data} error={error} label="The drift is loading">
        {(report) => <Report id={id} data={report} />}
      </WaitedFor>
    </Section>
  );
}
