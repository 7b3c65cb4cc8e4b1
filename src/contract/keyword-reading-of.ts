import { type KeywordReading } from '#schema';
import { type Contract } from './contract.js';

/** How the keywords of a contract's JSON Schema are read, by the gateway and by the engine alike. */
export const keywordReadingOf = ({
  compatibility,
}: Pick<Contract, 'compatibility'>): KeywordReading => ({
  formats: compatibility.formats ?? 'assert',
  enums: compatibility.enums,
});
