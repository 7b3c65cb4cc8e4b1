import { useNavigate, useRouterState } from '@tanstack/react-router';
import type { KeyboardEvent } from 'react';
import { Icon } from '../parts/icon';
import { useFollowing } from '../parts/words-field';
import { readDiscoverSearch } from '../discover/discover-search';
import { one } from './search-text';

export const SEARCH_FIELD_ID = 'search';

/**
 * The address is the state: typing replaces `q` there and the field follows the address, unless
 * somebody is typing right now. On another page typing leads to the list.
 */
export function SearchField() {
  const navigate = useNavigate();
  const isList = useRouterState({ select: (state) => state.location.pathname === '/' });
  const asked = useRouterState({
    select: (state) => (isList ? one((state.location.search as Record<string, unknown>)['q']) : ''),
  });
  const field = useFollowing(asked);
  const search = (q: string) =>
    void navigate({
      to: '/',
      // What another page is narrowed by has the same names and means something else.
      search: (before) => ({
        ...(isList && readDiscoverSearch(before)),
        q: q || undefined,
        cursor: undefined,
      }),
      replace: isList,
    });
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') {
      event.currentTarget.value = '';
      search('');
      event.currentTarget.blur();
    } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
      event.preventDefault();
      document.querySelector<HTMLElement>('[data-row] a')?.focus();
    }
  };
  return (
    <form
      role="search"
      className="relative min-w-0 flex-1"
      onSubmit={(event) => event.preventDefault()}
    >
      <span className="pointer-events-none absolute inset-y-0 left-3 grid place-items-center text-quiet">
        <Icon name="search" />
      </span>
      <input
        ref={field}
        id={SEARCH_FIELD_ID}
        type="search"
        defaultValue={asked ?? ''}
        onChange={(event) => search(event.target.value.trim())}
        onKeyDown={press}
        placeholder="Search events, owners, fields"
        aria-label="Search events, owners and fields"
        autoComplete="off"
        spellCheck={false}
        className="h-9 w-full max-w-xl rounded-lg border border-edge bg-raised pr-3 pl-9 text-body text-ellipsis placeholder:text-quiet [&::-webkit-search-cancel-button]:hidden"
      />
    </form>
  );
}
