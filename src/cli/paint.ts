import { styleText } from 'node:util';
import type { Io } from './io.js';

export type Paint = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** All a printer must know of where it prints. */
export type Pen = Pick<Io, 'isColour'> & {
  /** What is as it should be is counted, not listed. */
  readonly isQuiet?: boolean;
};

/** Colour means nothing by itself: every painted word also reads right without it. */
export const paint = (pen: Pen, style: Paint | readonly Paint[], text: string): string =>
  pen.isColour
    ? styleText([...(typeof style === 'string' ? [style] : style)], text, { validateStream: false })
    : text;
