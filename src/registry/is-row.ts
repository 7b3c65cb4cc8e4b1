import { Problem } from '#kernel';

/** Whether something thrown is this row of a catalogue of problems. */
export const isRow = (error: unknown, { code }: { readonly code: string }): error is Problem =>
  error instanceof Problem && error.row.code === code;
