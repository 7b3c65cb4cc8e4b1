/**
 * `:.orders:` names a context and `:.:` the one that every bare name is in: `:.:orders` is
 * `orders`, so whoever compares names has only one. What is a context in itself stays.
 */
export const unqualifiedSubject = (subject: string): string => subject.replace(/^:\.:(?=[^:])/, '');
