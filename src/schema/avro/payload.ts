import { fail, invariant, ok } from '#kernel';
import { OWN_FORM, type Payload, type PayloadForm } from '../payload.js';
import { TELLS_NOTHING } from '../bytes/bytes-judge.js';
import { type ReadSchema } from '../language.js';
import { type AvroType, avroRootOf, branchName } from './avro-type.js';
import { type Datum, datumObject, type DatumObject, isDatumObject } from './datum.js';
import { decodeAvro } from './decode.js';
import { encodeAvro } from './encode.js';
import { exactJson } from '../exact-json.js';
import { avroValidator } from './validate.js';
import { avroBytesJudge } from './walk-bytes.js';

/** Events of an Avro schema (Avro 1.12, "Binary Encoding" and "JSON Encoding"). */
export function avroPayload(schema: ReadSchema, { encoding }: PayloadForm = OWN_FORM): Payload {
  return encoding === 'json' ? jsonPayload(schema) : binaryPayload(avroRootOf(schema).type);
}

function binaryPayload(type: AvroType): Payload {
  const { judge } = avroBytesJudge(type);
  return {
    tier: { name: 'bytes', untold: [] },
    judge,
    read: (bytes) => {
      const datum = decodeAvro(type, type, bytes);
      if (datum.ok) return ok({ value: plain(type, datum.value), undeclared: [] });
      const { kind, pointer, message } = datum.error;
      return fail([{ pointer, keyword: kind, schemaPointer: '', message }]);
    },
  };
}

function jsonPayload(schema: ReadSchema): Payload {
  const { type } = avroRootOf(schema);
  const validator = avroValidator(schema);
  return {
    ...{ tier: { name: 'value', untold: ['the JSON encoding'] }, ...TELLS_NOTHING },
    read: (bytes) => {
      const datum = exactJson(bytes) as Datum;
      const violations = validator.explain(datum);
      if (violations.length > 0) return fail(violations);
      return ok({ value: plain(type, datum), undeclared: [] });
    },
    write: (bytes) => encodeAvro(type, exactJson(bytes) as Datum),
  };
}

/** The paths of the plain event: the names of union branches, which only JSON writes, left out. */
function plain(type: AvroType, datum: Datum): Datum {
  switch (type.kind) {
    case 'union': {
      if (!isDatumObject(datum)) return datum;
      const branch = type.branches.find((each) => Object.hasOwn(datum, branchName(each)));
      invariant(branch, 'a datum of a union names one of its branches');
      return plain(branch, datum[branchName(branch)] as Datum);
    }
    case 'record':
      return datumObject(
        type.fields.map(({ name, type: inner }) => [
          name,
          plain(inner, (datum as DatumObject)[name] as Datum),
        ]),
      );
    case 'map':
      return datumObject(
        Object.entries(datum as DatumObject).map(([key, each]) => [key, plain(type.values, each)]),
      );
    case 'array':
      return (datum as readonly Datum[]).map((each) => plain(type.items, each));
    default:
      return datum;
  }
}
