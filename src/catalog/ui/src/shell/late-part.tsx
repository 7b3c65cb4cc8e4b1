import type { ComponentType } from 'react';
import { lateCode } from './late-code';

/**
 * A part of a page that shows what is asked for once the page stands: its code comes as late, and takes
 * nothing of the first view. What stands there meanwhile is as high as most of what comes.
 */
export function latePart<Name extends string, Props extends object>(
  load: () => Promise<Readonly<Record<Name, ComponentType<Props>>>>,
  name: Name,
) {
  const { useCode } = lateCode(load, name);
  return function LatePart(props: Props) {
    const Part = useCode();
    return Part ? <Part {...props} /> : <div className="waiting h-24" />;
  };
}
