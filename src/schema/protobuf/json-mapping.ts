import { type MessageDatum, type SingleDatum } from './message-datum.js';
import { type MessageType, type ProtoField, type ProtoPlace } from './proto-type.js';
import { type ProtobufRoot } from './protobuf-root.js';

/** Where a value stands in the event, and what in the schema speaks of it. */
export interface JsonSpot {
  readonly pointer: string;
  readonly depth: number;
  readonly at: ProtoPlace;
}

export type JsonMembers = Readonly<Record<string, unknown>>;

export const isJsonMembers = (value: unknown): value is JsonMembers =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What reads JSON, as messages with a form of their own need it. */
export interface JsonParsing {
  readonly root: ProtobufRoot;
  message(type: MessageType, value: unknown, spot: JsonSpot): MessageDatum | undefined;
  /** All members but the ignored one. */
  members(
    type: MessageType,
    value: JsonMembers,
    spot: JsonSpot,
    ignored?: string,
  ): MessageDatum | undefined;
  single(field: Pick<ProtoField, 'type'>, value: unknown, spot: JsonSpot): SingleDatum | undefined;
  refuse(spot: JsonSpot, keyword: string, message: string): undefined;
}

/** Why a message has no JSON; carried out of the recursion by who prints. */
export class NoJson extends Error {}

export interface JsonPrinting {
  readonly root: ProtobufRoot;
  message(datum: MessageDatum): unknown;
}
