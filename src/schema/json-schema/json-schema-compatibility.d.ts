declare module 'json-schema-compatibility' {
  /** Rewrites a draft-03 schema to draft-04, in place. */
  const compatibility: { v4(schema: unknown): unknown };
  export default compatibility;
}
