import { styleText } from 'node:util';
import type { Io } from './io.js';

export type Paint = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Colour means nothing by itself: every painted word also reads right without it. */
export const paint = (io: Io, style: Paint | readonly Paint[], text: string): string =>
  io.isColour
    ? styleText([...(typeof style === 'string' ? [style] : style)], text, { validateStream: false })
    : text;
