import type { ReactNode } from 'react';
import type { Status } from '../api/answers';
import { Icon, type IconName } from './icon';

const TONES = {
  good: 'bg-good-wash text-good',
  bad: 'bg-bad-wash text-bad',
  warn: 'bg-warn-wash text-warn',
  private: 'bg-private-wash text-private',
  plain: 'bg-sunken text-soft',
} as const;

export type Tone = keyof typeof TONES;

interface BadgeProps {
  readonly tone: Tone;
  readonly icon?: IconName;
  readonly title?: string;
  readonly children: ReactNode;
}

export function Badge({ tone, icon, title, children }: BadgeProps) {
  return (
    <span
      title={title}
      className={`inline-flex items-center gap-1 rounded-full px-2 text-micro font-medium whitespace-nowrap ${icon ? 'pl-1.5' : ''} ${TONES[tone]}`}
    >
      {icon && <Icon name={icon} size={12} />}
      {children}
    </span>
  );
}

const STATUSES: Record<Status, readonly [Tone, IconName, string]> = {
  draft: ['plain', 'pencil', 'Draft'],
  proposed: ['plain', 'pencil', 'Proposed'],
  active: ['good', 'check', 'Active'],
  deprecated: ['warn', 'warn', 'Deprecated'],
  sunset: ['warn', 'sunset', 'Sunset'],
  retired: ['bad', 'cross', 'Retired'],
};

export function StatusBadge({ status }: { readonly status: Status }) {
  const [tone, icon, word] = STATUSES[status];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}
