import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { commandLineVariables } from './command-line-variables.js';
import { configVariables } from './config-variables.js';
import { ConfigFault, readConfig } from './config.js';

describe('the configuration', () => {
  it('has a default for everything, so that an empty environment starts', () => {
    expect(readConfig({})).toMatchObject({
      CONCORDAT_ROLE: 'all',
      CONCORDAT_HOST: '127.0.0.1',
      CONCORDAT_REGISTRY_PORT: 8081,
      CONCORDAT_GATEWAY_PORT: 8082,
      CONCORDAT_DATA_DIR: '.concordat',
      CONCORDAT_CONFLICT_CODE: 40901,
    });
  });

  it('names every fault in one message', () => {
    const environment = {
      CONCORDAT_ROLE: 'everything',
      CONCORDAT_REGISTRY_PORT: '99999',
      KAFKA_BROKERS: 'localhost',
      CONCORDAT_REGISTRY_PROT: '1',
    };
    expect(() => readConfig(environment)).toThrow(ConfigFault);
    expect(() => readConfig(environment)).toThrow(
      /4 faults[^]*KAFKA_BROKERS "localhost" must be host:port[^]*CONCORDAT_ROLE "everything" must be one of all, registry, gateway[^]*CONCORDAT_REGISTRY_PORT "99999" must be a whole number from 0 to 65535[^]*CONCORDAT_REGISTRY_PROT is not a variable/,
    );
  });

  it('says which variable was probably meant, where one is near', () => {
    expect(() => readConfig({ CONCORDAT_DATADIR: 'x' })).toThrow(
      /CONCORDAT_DATADIR is not a variable Concordat knows; did you mean CONCORDAT_DATA_DIR\?/,
    );
    expect(() => readConfig({ CONCORDAT_SOMETHING_ELSE: 'x' })).toThrow(/Concordat knows\n/);
  });

  it('takes nothing the command line reads for a misspelt variable', () => {
    const files = readdirSync('src/cli', { recursive: true, encoding: 'utf8' });
    const texts = files
      .filter((file) => /(?<!\.spec)\.ts$/.test(file))
      .map((file) => readFileSync(join('src/cli', file), 'utf8'));
    const read = texts.flatMap((text) => [
      ...text.matchAll(/(?:\[|env\(|^ +)'(CONCORDAT_[A-Z_]+)'/gm),
    ]);
    const names = new Set(read.map(([, name = '']) => name));
    expect([...names].filter((name) => !(name in configVariables)).sort()).toEqual(
      [...commandLineVariables].sort(),
    );
    const exported = [...names].map((name) => [name, 'http://127.0.0.1:8082'] as const);
    expect(readConfig(Object.fromEntries(exported)).CONCORDAT_ROLE).toBe('all');
  });

  it('gives two servers two ports', () => {
    const ports = { CONCORDAT_REGISTRY_PORT: '9000', CONCORDAT_GATEWAY_PORT: '9000' };
    expect(() => readConfig(ports)).toThrow(
      /CONCORDAT_GATEWAY_PORT "9000" is that of the registry/,
    );
    expect(readConfig({ ...ports, CONCORDAT_ROLE: 'gateway' }).CONCORDAT_GATEWAY_PORT).toBe(9_000);
    const free = { CONCORDAT_REGISTRY_PORT: '0', CONCORDAT_GATEWAY_PORT: '0' };
    expect(readConfig(free).CONCORDAT_REGISTRY_PORT).toBe(0);
  });

  it('never shows a secret, not even a wrong one', () => {
    const environment = { DATABASE_URL: 'mysql://root:hunter2@db/x' };
    expect(() => readConfig(environment)).toThrow(/DATABASE_URL must be a URL/);
    expect(() => readConfig(environment)).not.toThrow(/hunter2/);
  });

  it('refuses an address others can reach while nobody has to prove who they are', () => {
    for (const CONCORDAT_HOST of [
      '0.0.0.0',
      '::',
      '192.168.1.7',
      'concordat.example',
      '127.0.0.1.example',
    ])
      expect(() => readConfig({ CONCORDAT_HOST })).toThrow(/can be reached by others/);
    for (const CONCORDAT_HOST of ['127.0.0.1', '127.8.8.8', 'localhost', '::1'])
      expect(readConfig({ CONCORDAT_HOST }).CONCORDAT_AUTH).toBe('none');
    expect(readConfig({ CONCORDAT_HOST: '0.0.0.0', CONCORDAT_AUTH: 'keys' }).CONCORDAT_AUTH).toBe(
      'keys',
    );
    const short = { CONCORDAT_ADMIN_KEY: 'too-short-a-key' };
    expect(() => readConfig(short)).toThrow(/CONCORDAT_ADMIN_KEY must be 32 or more/);
    expect(() => readConfig(short)).not.toThrow(/too-short/);
  });

  it('takes several processes for a gateway only', () => {
    const several = { CONCORDAT_PROCESSES: '2' };
    expect(() => readConfig(several)).toThrow(/needs CONCORDAT_ROLE gateway, and it is all/);
    expect(readConfig({ ...several, CONCORDAT_ROLE: 'gateway' }).CONCORDAT_PROCESSES).toBe(2);
    expect(() => readConfig({ CONCORDAT_PROCESSES: '65' })).toThrow(/from 1 to 64/);
  });

  it('reads a list of brokers', () => {
    expect(readConfig({ KAFKA_BROKERS: 'a:9092, b:9092' }).KAFKA_BROKERS).toEqual([
      'a:9092',
      'b:9092',
    ]);
  });

  it('treats an empty value as not given', () => {
    expect(readConfig({ DATABASE_URL: '', CONCORDAT_ROLE: '' })).toMatchObject({
      CONCORDAT_ROLE: 'all',
    });
  });
});
