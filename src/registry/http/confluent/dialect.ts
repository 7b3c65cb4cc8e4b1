import { applyDecorators, Controller, UseFilters, UseInterceptors } from '@nestjs/common';
import { DialectAnswer } from './dialect-answer.interceptor.js';
import { DialectFilter } from './dialect.filter.js';

/** A controller of the Confluent dialect: its media types, its errors, every path also by context. */
export const DialectController = (path = ''): ClassDecorator =>
  applyDecorators(
    Controller([path, `contexts/:context/${path}`]),
    UseFilters(DialectFilter),
    UseInterceptors(DialectAnswer),
  );
