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

  it('a step over several columns has a way of its own past the states between', () => {
    const { states, steps } = layerStates({ placed: ['paid', 'gone'], paid: ['gone'] });
    const long = steps.find(({ from, to }) => from.name === 'placed' && to.name === 'gone');
    const paid = states.find(({ name }) => name === 'paid');
    expect(long?.by).toHaveLength(1);
    expect(long?.by[0]?.column).toBe(paid?.column);
    expect(long?.by[0]?.row).not.toBe(paid?.row);
    fc.assert(
      fc.property(graphs, (graph) => {
        const drawn = layerStates(graph);
        const taken = new Set(drawn.states.map(({ column, row }) => `${column}/${row}`));
        for (const { from, to, by } of drawn.steps) {
          expect(by).toHaveLength(Math.max(0, to.column - from.column - 1));
          for (const { column, row } of by) expect(taken.has(`${column}/${row}`)).toBe(false);
        }
      }),
    );
  });

  it('nothing at all has no column', () => {
    expect(layerStates({})).toEqual({ states: [], steps: [], columns: 0, rows: 0 });
  });
});
