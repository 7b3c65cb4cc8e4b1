import { type ReactNode, useEffect, useState } from 'react';
import { Icon, type IconName } from './icon';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for the accessible name: "Copy the id". */
  readonly label: string;
  readonly icon?: IconName;
  readonly children?: ReactNode;
}

/** The clipboard API is for secure origins; a catalog on plain HTTP in a company is not one. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}

/** Says "Copied" for a moment, also to a screen reader. */
export function CopyButton({ text, label, icon = 'copy', children }: CopyButtonProps) {
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(() => setDone(false), 1_600);
    return () => clearTimeout(timer);
  }, [isDone]);
  const copy = async () => {
    await copyText(text);
    setDone(true);
  };
  return (
    <button
      type="button"
      onClick={() => void copy()}
      aria-label={children ? undefined : label}
      title={label}
      className="tap gap-1 rounded px-1 text-micro text-quiet hover:bg-accent-wash hover:text-accent"
    >
      <Icon name={isDone ? 'check' : icon} size={14} />
      {children && <span>{isDone ? 'Copied' : children}</span>}
      <span role="status" className="sr-only">
        {isDone ? 'Copied' : ''}
      </span>
    </button>
  );
}
