/** Says where what was written is kept, and lets go of it with one click. */
export function KeptDraft({
  isKept,
  forget,
}: {
  readonly isKept: boolean;
  readonly forget: () => void;
}) {
  if (!isKept) return null;
  return (
    <p className="mt-2 text-small text-quiet">
      What you wrote stays in this tab for an hour, so that a reload loses nothing.{' '}
      <button type="button" onClick={forget} className="link tap">
        Forget it
      </button>
    </p>
  );
}
