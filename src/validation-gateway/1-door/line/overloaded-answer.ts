import { problem, problemBody } from '#kernel';
import { gatewayProblems } from '../../problems.js';
import { inDialect } from '../in-dialect.js';

const OVERLOADED = problem(gatewayProblems.GATEWAY_OVERLOADED, undefined);

/** Made once: what is refused for want of time should take none. */
const TEXT = JSON.stringify(problemBody(OVERLOADED));
const TEXT_IN_DIALECT = JSON.stringify(problemBody(inDialect(OVERLOADED)));

export const overloadedAnswer = (url: string): string =>
  url.startsWith('/events') ? TEXT : TEXT_IN_DIALECT;
