interface OneOfProps<Value> {
  /** What is chosen, for who does not see the word. */
  readonly label: string;
  readonly word: string;
  readonly options: readonly (readonly [value: Value, word: string | number])[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}

/** A few values in a row, of which one is in force. */
export function OneOf<Value extends string | number>(props: OneOfProps<Value>) {
  const { label, word, options, chosen, onChoose } = props;
  return (
    <div role="group" aria-label={label} className="flex flex-wrap items-center gap-1 text-small">
      <span className="mr-1 text-quiet">{word}</span>
      {options.map(([value, text]) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === chosen}
          onClick={() => onChoose(value)}
          className="numbers h-8 min-w-8 rounded-full px-2.5 text-soft max-sm:px-2 hover:bg-sunken aria-pressed:bg-accent-wash aria-pressed:font-medium aria-pressed:text-accent"
        >
          {text}
        </button>
      ))}
    </div>
  );
}
