/** A request as a door took it: bytes, and only what the transport said about them. */
export type ArrivedRequest = {
  /** Where the producer addressed it: a path or query of the transport. */
  readonly topic: string | undefined;
  readonly body: Buffer;
  readonly principal: string;
} & (
  | { readonly form: 'kafka-rest-json'; readonly partition: number | undefined }
  | {
      readonly form: 'cloudevent-binary';
      readonly headers: ReadonlyMap<string, string>;
      readonly contentType: string | undefined;
    }
  | { readonly form: 'cloudevent-structured' }
  | { readonly form: 'cloudevent-batch' }
  /** The value alone, for a dry run. */
  | { readonly form: 'bare-value'; readonly contentType: string | undefined }
);
