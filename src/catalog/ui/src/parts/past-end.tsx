import { Link } from '@tanstack/react-router';

/** A page an address still names, of a list that has become shorter. */
export function PastEnd({ to }: { readonly to: '/undescribed' | '/sunset' | '/changes' }) {
  return (
    <div className="max-w-xl py-12">
      <h2 className="text-title font-semibold">The list ends before this page</h2>
      <p className="mt-2 text-soft">
        Nothing stands behind the place this address names: the list was longer, or the address was
        written by hand.
      </p>
      <p className="mt-5">
        <Link
          to={to}
          search={({ after: _, ...before }: Record<string, unknown>) => before}
          className="link tap"
          data-stop
        >
          The first page
        </Link>
      </p>
    </div>
  );
}
