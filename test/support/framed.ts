/** A payload as Confluent's serializers write it: a zero, the schema's id, what follows. */
export function framed(id: number, ...rest: readonly (Buffer | readonly number[])[]): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(id, 1);
  return Buffer.concat([head, ...rest.map((each) => Buffer.from(each as number[]))]);
}
