import type { OperationTable } from '#kernel';
import { buildDocument, type DocumentTitle } from './build-document.js';
import { Routes } from './routes.js';

export const API_DOCUMENT = Symbol('API_DOCUMENT');

/** The document of one server, made when it is first asked for: by then the router is full. */
export class ApiDocument {
  readonly routes = new Routes();
  private made: Buffer | undefined;

  constructor(
    private readonly tables: readonly OperationTable[],
    private readonly about: DocumentTitle,
  ) {}

  bytes(): Buffer {
    return (this.made ??= Buffer.from(
      JSON.stringify(buildDocument(this.routes.all(), this.tables, this.about)),
    ));
  }
}
