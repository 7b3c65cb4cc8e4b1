import { getRouteApi } from '@tanstack/react-router';
import type { DiffAnswer } from '../api/answers';
import { Icon } from '../parts/icon';
import { useStep } from '../shell/use-step';

const route = getRouteApi('/events/$id/diff/$span');

/** Which two versions: choosing another one is another address. */
export function VersionPickers({ diff }: { readonly diff: DiffAnswer }) {
  const navigate = route.useNavigate();
  const { span } = route.useParams();
  const [old = 0, now = 0] = span.split('..').map(Number);
  const go = (old: number, now: number, how = {}) =>
    void navigate({
      ...how,
      params: (before) => ({ ...before, span: `${old}..${now}` }),
      search: ({ view, assumption }) => ({
        ...(view && { view }),
        ...(assumption !== undefined && { assumption }),
      }),
    });
  return (
    <div className="flex min-w-0 items-center gap-2 text-small max-md:w-full max-sm:grid max-sm:grid-cols-[minmax(0,1fr)_auto]">
      <Picker
        label="Older version"
        diff={diff}
        value={old}
        onChange={(version, how) => go(version, now, how)}
      />
      <button
        type="button"
        onClick={() => go(now, old)}
        aria-label="Swap the two versions"
        title="Swap the two versions"
        className="bar-button max-sm:col-start-2 max-sm:row-span-2 max-sm:row-start-1 max-sm:rotate-90"
      >
        <Icon name="swap" />
      </button>
      <Picker
        label="Newer version"
        diff={diff}
        value={now}
        onChange={(version, how) => go(old, version, how)}
      />
    </div>
  );
}

interface PickerProps {
  readonly label: string;
  readonly diff: DiffAnswer;
  readonly value: number;
  readonly onChange: (version: number, how: { readonly replace: boolean }) => void;
}

const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium' });

function Picker({ label, diff, value, onChange }: PickerProps) {
  const step = useStep();
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(Number(event.target.value), step.take())}
      onBlur={step.onBlur}
      className="numbers h-9 min-w-0 flex-1 rounded-lg border border-edge bg-raised px-2.5"
    >
      {diff.versions.map(({ version, publishedAt, publishedBy }) => (
        <option key={version} value={version}>
          {`Version ${version} · ${day.format(new Date(publishedAt))} · ${publishedBy || 'unnamed'}`}
        </option>
      ))}
    </select>
  );
}
