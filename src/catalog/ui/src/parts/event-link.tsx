import { Link } from '@tanstack/react-router';

interface EventLinkProps {
  readonly id: string;
  readonly name: string;
  readonly className?: string;
}

/** To everything about one event. */
export function EventLink({ id, name, className = 'font-medium' }: EventLinkProps) {
  return (
    <Link to="/events/$id" params={{ id }} data-stop className={`${className} hover:underline`}>
      {name}
    </Link>
  );
}
