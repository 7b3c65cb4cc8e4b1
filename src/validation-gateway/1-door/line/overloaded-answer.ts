import { problem } from '#kernel';
import { gatewayProblems } from '../../problems.js';
import { inDialect } from '../in-dialect.js';

const OVERLOADED = problem(gatewayProblems.GATEWAY_OVERLOADED, undefined);

/** Made once: what is refused for want of time should take none. */
const textOf = ({ row, message, hint, extras }: typeof OVERLOADED): string =>
  JSON.stringify({
    type: `urn:concordat:problem:${row.code}`,
    title: row.title,
    status: row.http,
    detail: hint ? `${message} ${hint}` : message,
    code: row.code,
    ...extras.members,
  });
const TEXT = textOf(OVERLOADED);
const TEXT_IN_DIALECT = textOf(inDialect(OVERLOADED));

export const overloadedAnswer = (url: string): string =>
  url.startsWith('/events') ? TEXT : TEXT_IN_DIALECT;
