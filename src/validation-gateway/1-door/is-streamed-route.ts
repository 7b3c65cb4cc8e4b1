import { eventAddresses } from './event-addresses.js';

/** Whether the body of a request is read as it comes, by its controller, instead of as a whole. */
export const isStreamedRoute = (route: {
  readonly method: string | readonly string[];
  readonly url: string;
}): boolean => route.url === eventAddresses.stream && [route.method].flat().includes('POST');
