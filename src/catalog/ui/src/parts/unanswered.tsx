import { isAway } from '../api/fetch-json';

/** In the place of a part of a page: why it is not there, and whether it will come by itself. */
export const Unanswered = ({ error }: { readonly error: Error }) => (
  <p className="text-small text-warn">
    {isAway(error) ? `${error.title}. This appears as soon as there is an answer.` : error.message}
  </p>
);
