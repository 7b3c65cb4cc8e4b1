import { CopyButton } from '../parts/copy-button';

interface ShellTextProps {
  readonly title: string;
  /** What it is, for who cannot see where it stands. */
  readonly label: string;
  readonly text: string;
}

/** Something to copy: into a shell, or into a file. */
export function ShellText({ title, label, text }: ShellTextProps) {
  return (
    <>
      <div className="mb-1.5 flex items-center justify-between text-small">
        <h3 className="text-quiet">{title}</h3>
        <CopyButton text={text} label={`Copy: ${title}`}>
          Copy
        </CopyButton>
      </div>
      <pre
        tabIndex={0}
        aria-label={label}
        className="max-h-60 overflow-auto rounded-lg border border-line bg-sunken p-4 text-small leading-6"
      >
        {text}
      </pre>
    </>
  );
}
