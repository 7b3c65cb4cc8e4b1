const DIALECT =
  /^(\/contexts\/[^/]+)?\/(subjects|schemas|compatibility|config|mode|contexts|v1\/metadata|dek-registry|associations)(\/|:|\?|$)/;

/** Whether whoever asks for this address expects `error_code` and `message`, even from the router. */
export const isDialectAddress = (url: string): boolean => DIALECT.test(url);
