import { getRouteApi } from '@tanstack/react-router';
import type { DiffAnswer } from '../api/answers';
import { Icon } from '../parts/icon';

const route = getRouteApi('/events/$id/diff/$span');

/** Which two versions: choosing another one is another address. */
export function VersionPickers({ diff }: { readonly diff: DiffAnswer }) {
  const navigate = route.useNavigate();
  const go = (old: number, now: number) =>
    void navigate({
      params: (before) => ({ ...before, span: `${old}..${now}` }),
      search: ({ view, assumption }) => ({
        ...(view && { view }),
        ...(assumption !== undefined && { assumption }),
      }),
    });
  const { old, new: now } = diff;
  return (
    <div className="flex min-w-0 items-center gap-2 text-small max-md:w-full">
      <Picker
        label="Older version"
        diff={diff}
        value={old.version}
        onChange={(version) => go(version, now.version)}
      />
      <button
        type="button"
        onClick={() => go(now.version, old.version)}
        aria-label="Swap the two versions"
        title="Swap the two versions"
        className="bar-button"
      >
        <Icon name="swap" />
      </button>
      <Picker
        label="Newer version"
        diff={diff}
        value={now.version}
        onChange={(version) => go(old.version, version)}
      />
    </div>
  );
}

interface PickerProps {
  readonly label: string;
  readonly diff: DiffAnswer;
  readonly value: number;
  readonly onChange: (version: number) => void;
}

const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium' });

function Picker({ label, diff, value, onChange }: PickerProps) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(Number(event.target.value))}
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
