import {
  type DefaultError,
  type FetchQueryOptions,
  QueryClient,
  type QueryKey,
  skipToken,
} from '@tanstack/react-query';

/** Nobody stops asking for what a page is drawn from. */
const { signal } = new AbortController();

/**
 * The answers of one page that the server draws: each is asked for once, and nothing is asked again, stopped or
 * watched. What the library has for that gives every question a property that is a function; V8 counts such a
 * function as alive, and through it all answers of the page, until it looks through the whole heap.
 */
export class DrawingQueries extends QueryClient {
  override async prefetchQuery<
    Answer = unknown,
    Refusal = DefaultError,
    Data = Answer,
    Key extends QueryKey = QueryKey,
  >(asked: FetchQueryOptions<Answer, Refusal, Data, Key>): Promise<void> {
    const { queryKey, queryFn, meta } = asked;
    if (!queryFn || queryFn === skipToken) return;
    const query = this.getQueryCache().build(this, { queryKey });
    try {
      query.setData(await queryFn({ client: this, queryKey, meta, signal }));
    } catch (error) {
      query.setState({ status: 'error', error: error as Error });
    }
  }
}
