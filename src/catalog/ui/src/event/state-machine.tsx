import { useMemo } from 'react';
import type { ContractAnswer } from '../api/answers';
import { layerStates, type Place, type PlacedState, type Step } from './layer-states';
import { Section } from './section';

const COLUMN = 168;
const ROW = 60;
const HEIGHT = 34;
const CHARACTER = 7.4;
const MARGIN = 14;

type States = NonNullable<ContractAnswer['states']>;

/** Which state may follow which: drawn, and the same as a table. */
export function StateMachine({ states: { field, graph } }: { readonly states: States }) {
  const layout = useMemo(() => layerStates(graph), [graph]);
  const drop = layout.steps.some(isBack) ? ROW * 0.8 : 0;
  const width = layout.columns * COLUMN - (COLUMN - boxWidth()) + MARGIN * 2;
  const height = layout.rows * ROW - (ROW - HEIGHT) + MARGIN * 2 + drop;
  return (
    <Section
      id="states"
      title="How it may change"
      aside={
        <>
          the values of <code>{field}</code>
        </>
      }
    >
      <div
        tabIndex={0}
        role="group"
        aria-label="State machine, drawn"
        className="overflow-x-auto rounded-lg border border-line bg-sunken"
      >
        <svg
          role="img"
          aria-label="The table below says the same"
          width={width}
          height={height}
          className="mx-auto block"
        >
          <defs>
            <marker
              id="arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto-start-reverse"
            >
              <path d="M0 0L8 4L0 8z" className="fill-quiet" />
            </marker>
          </defs>
          {layout.steps.map((step) => (
            <path
              key={`${step.from.name} ${step.to.name}`}
              d={wayOf(step, layout.rows)}
              fill="none"
              strokeWidth="1.5"
              strokeDasharray={isBack(step) ? '4 3' : undefined}
              className="stroke-quiet"
              markerEnd="url(#arrow)"
            />
          ))}
          {layout.states.map((state) => (
            <Box key={state.name} state={state} isLast={(graph[state.name] ?? []).length === 0} />
          ))}
        </svg>
      </div>
      <StateTable graph={graph} names={layout.states.map(({ name }) => name)} />
    </Section>
  );
}

const boxWidth = () => COLUMN - 52;
const left = ({ column }: Place) => MARGIN + column * COLUMN;
const middle = ({ row }: Place) => MARGIN + row * ROW + HEIGHT / 2;
const isBack = ({ from, to }: Step) => to.column <= from.column;

function Box({ state, isLast }: { readonly state: PlacedState; readonly isLast: boolean }) {
  const room = Math.floor((boxWidth() - 16) / CHARACTER);
  const name = state.name.length > room ? `${state.name.slice(0, room - 1)}…` : state.name;
  return (
    <g>
      <title>{state.name}</title>
      <rect
        x={left(state)}
        y={middle(state) - HEIGHT / 2}
        width={boxWidth()}
        height={HEIGHT}
        rx={HEIGHT / 2}
        strokeWidth={isLast ? 2.5 : 1.25}
        className="fill-raised stroke-edge"
      />
      <text
        x={left(state) + boxWidth() / 2}
        y={middle(state)}
        dominantBaseline="central"
        textAnchor="middle"
        className="fill-ink font-mono text-small"
      >
        {name}
      </text>
    </g>
  );
}

/** Forward steps bend between the columns, and go straight past what stands in one; steps back go round below. */
function wayOf(step: Step, rows: number): string {
  const { from, to, by } = step;
  if (!isBack(step)) {
    const stops = [...by, to].map((place, i) => ({ place, before: by[i - 1] ?? from }));
    return stops.map(({ place, before }) => bendTo(before, place, place === to)).join('');
  }
  const bottom = MARGIN + rows * ROW - (ROW - HEIGHT) + ROW * 0.7;
  const [x1, x2] = [left(from) + boxWidth() * 0.62, left(to) + boxWidth() * 0.38];
  const [y1, y2] = [middle(from) + HEIGHT / 2, middle(to) + HEIGHT / 2 + 2];
  return `M${x1} ${y1}C${x1} ${bottom} ${x2} ${bottom} ${x2} ${y2}`;
}

function bendTo(from: Place, to: Place, isLast: boolean): string {
  const [x1, y1] = [left(from) + boxWidth(), middle(from)];
  const [x2, y2] = [left(to) - (isLast ? 2 : 0), middle(to)];
  const bend = Math.min(60, (x2 - x1) / 2);
  const start = `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  return isLast ? start : `${start}H${x2 + boxWidth()}`;
}

interface StateTableProps {
  readonly graph: States['graph'];
  readonly names: readonly string[];
}

function StateTable({ graph, names }: StateTableProps) {
  return (
    <table className="mt-4 text-small">
      <thead>
        <tr className="text-quiet">
          <th scope="col" className="pr-8 pb-1 text-left font-normal">
            From
          </th>
          <th scope="col" className="pb-1 text-left font-normal">
            May become
          </th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr key={name}>
            <td className="py-0.5 pr-8 align-top">
              <code className="font-medium">{name}</code>
            </td>
            <td className="py-0.5">
              {(graph[name] ?? []).length === 0 ? (
                <span className="text-quiet">nothing else: it ends here</span>
              ) : (
                <span className="flex flex-wrap gap-x-3">
                  {graph[name]?.map((next) => (
                    <code key={next}>{next}</code>
                  ))}
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
