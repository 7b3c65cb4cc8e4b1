import { Link } from '@tanstack/react-router';

interface NextPageProps {
  readonly to: '/sunset' | '/undescribed' | '/changes';
  /** Where the next page begins; nothing on the last one. */
  readonly after: string | undefined;
}

/** On to the rows behind the last one, everything else as it is asked for. */
export function NextPage({ to, after }: NextPageProps) {
  if (after === undefined) return null;
  return (
    <p className="mt-5">
      <Link to={to} search={(before) => ({ ...before, after })} className="link tap" data-stop>
        Next page
      </Link>
    </p>
  );
}
