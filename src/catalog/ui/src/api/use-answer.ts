import { type QueryKey, useQuery, type UseQueryOptions } from '@tanstack/react-query';

/** What was answered last, and why there is nothing newer: also while the question is asked again. */
export function useAnswer<Answer, Key extends QueryKey>(
  asked: UseQueryOptions<Answer, Error, Answer, Key>,
) {
  const { data, error, failureReason, isPlaceholderData, refetch } = useQuery(asked);
  return {
    data,
    error: error ?? failureReason,
    /** What is shown is the answer to another question. */
    isPlaceholderData,
    again: () => void refetch(),
  };
}
