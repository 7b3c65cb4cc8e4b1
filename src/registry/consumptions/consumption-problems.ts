import type { ProblemRow } from '#kernel';

const row = <Args = void>(problem: ProblemRow<Args>) => problem;

/** What may be wrong with what a consumer declares, or with a change in spite of it. */
export const consumptionProblems = {
  CONSUMPTION_INVALID: row<{ count: number; first: string }>({
    code: 'CONSUMPTION_INVALID',
    http: 422,
    title: 'Consumption invalid',
    message: ({ count, first }) =>
      `The consumption document has ${count === 1 ? 'a fault' : `${count} faults`}: ${first}`,
    hint: () => 'Correct each of "faults"; docs/contract.md shows the whole document.',
  }),
  CONTRACT_RETIRED: row<{ id: string; version: number }>({
    code: 'CONTRACT_RETIRED',
    http: 409,
    title: 'Contract is retired',
    message: ({ id, version }) =>
      `"${id}" is retired by its version ${version}: no event of it comes any more, so nobody can read it.`,
    hint: () =>
      'Declare what you read of the event that took its place, or have it published with another status. DELETE /v1/consumptions/{consumer}/of/{id} withdraws what was declared before.',
  }),
  CONSUMPTION_NOT_FOUND: row<{ id: string; consumer: string }>({
    code: 'CONSUMPTION_NOT_FOUND',
    http: 404,
    title: 'No such consumption',
    message: ({ id, consumer }) => `"${consumer}" has not declared that it reads "${id}".`,
    hint: () => 'GET /v1/consumptions lists what is declared.',
  }),
  CONTRACT_BREAKS_CONSUMERS: row<{ contract: string; first: string }>({
    code: 'CONTRACT_BREAKS_CONSUMERS',
    http: 409,
    title: 'Contract breaks a declared consumer',
    message: ({ contract, first }) =>
      `Contract "${contract}" would break who declared to read it: ${first}`,
    hint: () =>
      '"findings" says whom and what to do instead. Agree with the consumer, which then declares anew what it reads, or publish with ?force=true, which leaves a mark.',
  }),
};
