import type { ZodType } from 'zod';
import type { Problem } from './problem.js';

/** One answer that is no refusal. */
export interface Answer {
  readonly says: string;
  /** By media type; absent when the answer has no body. */
  readonly content?: Readonly<Record<string, ZodType>>;
}

/** A row a request can be refused with, whatever its sentence wants to know. */
export type RefusalRow = Problem['row'];

/** What one address and method promises. The published OpenAPI document says nothing else. */
export interface Operation {
  /** A few words; the heading on the page. */
  readonly summary: string;
  /** What a caller must know beyond that. */
  readonly more?: string;
  readonly query?: Readonly<Record<string, ZodType>>;
  readonly headers?: Readonly<Record<string, ZodType>>;
  /** By media type. */
  readonly body?: Readonly<Record<string, ZodType>>;
  readonly isBodyOptional?: true;
  readonly answers: Readonly<Record<number, Answer>>;
  readonly refusals: readonly RefusalRow[];
}

/**
 * The operations of one or more controllers, by `METHOD /path/{parameter}`. A test proves that
 * rows and routes are the same set, so whoever adds a route adds its row.
 */
export interface OperationTable {
  readonly heading: { readonly name: string; readonly description: string };
  /** `dialect`: `error_code` and `message`; `problem`: RFC 9457. */
  readonly refusedAs: 'dialect' | 'problem';
  readonly pathParameters: Readonly<Record<string, ZodType>>;
  readonly operations: Readonly<Record<string, Operation>>;
}
