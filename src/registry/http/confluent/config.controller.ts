import { Body, Delete, Get, Put, Query } from '@nestjs/common';
import { Configure } from '../../configure.js';
import type { CompatibilitySettings } from '../../store/settings.js';
import type { SubjectName } from '../../subject-name.js';
import { Asker } from '../asker.js';
import { readJson } from '../read-body.js';
import { isOn, type Query as QueryValues } from '../read-query.js';
import { DialectController } from './dialect.js';
import { PathScope } from './path-names.js';
import { readConfigRequest } from './read-config-request.js';

/** What is answered says `compatibilityLevel` where what is sent says `compatibility`. */
const answer = ({ compatibility, ...rest }: CompatibilitySettings) => ({
  compatibilityLevel: compatibility,
  ...rest,
});

@DialectController('config')
export class ConfigController {
  constructor(private readonly configure: Configure) {}

  @Get(['', ':subject'])
  async read(@PathScope() scope: SubjectName, @Query() query: QueryValues) {
    return answer(await this.configure.config(scope, isOn(query, 'defaultToGlobal')));
  }

  @Put(['', ':subject'])
  async change(@PathScope() scope: SubjectName, @Body() body: unknown, @Asker() by: string) {
    const change = readConfigRequest(readJson(body));
    await this.configure.changeConfig(scope, change, by);
    return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== null));
  }

  @Delete(['', ':subject'])
  async delete(@PathScope() scope: SubjectName, @Asker() by: string) {
    return answer(await this.configure.deleteConfig(scope, by));
  }
}
