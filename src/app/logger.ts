import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino } from 'pino';

/** Nest's logger on pino: JSON lines on standard error, so that standard output stays ours. */
export class PinoLogger implements LoggerService {
  private readonly pino: Logger;

  constructor(
    level: string,
    destination: DestinationStream = pino.destination({ fd: 2, sync: false }),
  ) {
    this.pino = pino({ level, base: null, redact: ['*.authorization', '*.password'] }, destination);
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  /** Nest appends the context as the last argument; an object message is pino's merge object. */
  private write(
    level: 'info' | 'error' | 'warn' | 'debug',
    message: unknown,
    rest: unknown[],
  ): void {
    const context = rest.at(-1);
    const fields = typeof message === 'object' && message !== null ? message : {};
    const text = typeof message === 'string' ? message : rest.length > 1 ? String(rest[0]) : '';
    this.pino[level]({ ...fields, context }, text);
  }
}
