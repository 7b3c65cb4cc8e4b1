import type { ContractAnswer } from '../api/answers';

/** What an event written as JSON is called: the binary languages have a JSON form each. */
export const JSON_TYPES: Readonly<Record<ContractAnswer['schema']['format'], string>> = {
  JSON: 'application/json',
  AVRO: 'application/avro+json',
  PROTOBUF: 'application/protobuf+json',
};
