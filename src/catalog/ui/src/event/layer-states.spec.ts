import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { layerStates } from './layer-states';

const graphs = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), { maxLength: 4 }),
);

describe('states in columns', () => {
  it('a state stands after the ones it comes from', () => {
    const { states, columns } = layerStates({
      placed: ['paid', 'gone'],
      paid: ['shipped', 'gone'],
    });
    const column = (name: string) => states.find((state) => state.name === name)?.column;
    expect([column('placed'), column('paid'), column('shipped'), column('gone')]).toEqual([
      0, 1, 2, 2,
    ]);
    expect(columns).toBe(3);
  });

  it('no two states share a place, and every step is drawn once', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { states, steps } = layerStates(graph);
        expect(new Set(states.map(({ column, row }) => `${column}/${row}`)).size).toBe(
          states.length,
        );
        const wanted = Object.entries(graph).flatMap(([from, to]) =>
          [...new Set(to)].map((each) => `${from}>${each}`),
        );
        expect(steps.map(({ from, to }) => `${from.name}>${to.name}`).sort()).toEqual(
          wanted.sort(),
        );
      }),
    );
  });

  it('nothing at all has no column', () => {
    expect(layerStates({})).toEqual({ states: [], steps: [], columns: 0, rows: 0 });
  });
});
