import { Body, Delete, Get, Put, Query } from '@nestjs/common';
import { problem } from '#kernel';
import { Configure } from '../../configure.js';
import { registryProblems } from '../../problems.js';
import type { SubjectMode } from '../../store/settings.js';
import { EVERY_CONTEXT, GLOBAL, type SubjectName } from '../../subject-name.js';
import { Asker } from '../asker.js';
import { readJson } from '../read-body.js';
import { isOn, type Query as QueryValues } from '../read-query.js';
import { DialectController } from './dialect.js';
import { PathScope } from './path-names.js';

const MODES: readonly string[] = [
  'READWRITE',
  'READONLY',
  'READONLY_OVERRIDE',
  'IMPORT',
  'FORWARD',
];

@DialectController('mode')
export class ModeController {
  constructor(private readonly configure: Configure) {}

  @Get(['', ':subject'])
  async read(@PathScope() scope: SubjectName, @Query() query: QueryValues) {
    return { mode: await this.configure.mode(scope, isOn(query, 'defaultToGlobal')) };
  }

  @Put(['', ':subject'])
  async change(
    @PathScope() scope: SubjectName,
    @Body() body: unknown,
    @Query() query: QueryValues,
    @Asker() by: string,
  ) {
    const mode = readMode(readJson(body)['mode'], scope);
    await this.configure.changeMode(scope, { mode, isForced: isOn(query, 'force') }, by);
    return { mode };
  }

  @Delete(['', ':subject'])
  async delete(@PathScope() scope: SubjectName, @Query() query: QueryValues, @Asker() by: string) {
    return { mode: await this.configure.deleteMode(scope, isOn(query, 'recursive'), by) };
  }
}

const WHOLE: readonly SubjectName[] = [GLOBAL, EVERY_CONTEXT];

/** FORWARD is a state of the whole registry only. */
function readMode(value: unknown, scope: SubjectName): SubjectMode {
  const mode = typeof value === 'string' ? value.toUpperCase() : '';
  const isKnown = MODES.includes(mode) && (mode !== 'FORWARD' || WHOLE.includes(scope));
  if (!isKnown) throw problem(registryProblems.MODE_INVALID, undefined);
  return mode as SubjectMode;
}
