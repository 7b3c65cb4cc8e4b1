import type { Refusal, RefusalAnswer } from '../api/answers';
import { formatWord } from './format-word';
import { Payload } from './payload';

interface RefusedPayloadProps {
  readonly payload: NonNullable<RefusalAnswer['payload']>;
  readonly reasons: Refusal['reasons'];
  readonly name: string;
}

/** A refused event to read; of one that came as bytes it is told what was made of them. */
export function RefusedPayload({ payload, reasons, name }: RefusedPayloadProps) {
  return (
    <div>
      <Payload
        name={name}
        value={payload.masked}
        reasons={reasons}
        label="The refused event, masked"
      />
      {payload.readAs && (
        <p className="mt-1.5 text-small text-quiet">
          It came as {formatWord(payload.readAs)}: this is what its bytes say by the schema that
          judged them.
        </p>
      )}
    </div>
  );
}
