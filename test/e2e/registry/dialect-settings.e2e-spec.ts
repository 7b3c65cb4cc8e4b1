import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asking, jsonSchema } from '../../support/ask.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

const text = { type: 'object', properties: { id: { type: 'string' } } };
const looser = { type: 'object', properties: { id: {} } };
const stricter = { ...text, required: ['id'] };
const qualified = encodeURIComponent;
const rule = (name: string, more: object = {}) => ({ name, type: 'CEL', expr: 'true', ...more });

describe('settings in the Confluent dialect', () => {
  let concordat: StartedConcordat;
  const ask = asking(() => concordat.registryUrl);
  const register = (subject: string, schema: unknown, rest: object = {}, query = '') =>
    ask('POST', `/subjects/${subject}/versions${query}`, jsonSchema(schema, rest));
  const config = (subject: string, members: object) => ask('PUT', `/config/${subject}`, members);
  beforeAll(async () => {
    concordat = await startConcordat();
  }, 90_000);
  afterAll(() => concordat?.stop());

  describe('config', () => {
    it('keeps every member, echoes what is put and answers compatibilityLevel [dialect GET /config ?defaultToGlobal, PUT /config ?compatibility ?alias ?normalize ?validateFields ?validateNewSchemas ?validateRules ?compatibilityPolicy ?compatibilityGroup ?defaultMetadata ?overrideMetadata ?defaultRuleSet ?overrideRuleSet, unknown-members]', async () => {
      const members = {
        alias: 'other-value',
        aliasForDeks: 'keys-value',
        normalize: true,
        validateFields: true,
        validateNewSchemas: true,
        validateRules: true,
        compatibilityPolicy: 'LENIENT',
        compatibilityGroup: 'major',
        defaultMetadata: { properties: { a: '1' } },
        overrideMetadata: { tags: { '**.x': ['PII'] }, sensitive: ['a'] },
        defaultRuleSet: { domainRules: [rule('d', { kind: 'CONDITION', mode: 'WRITE' })] },
        overrideRuleSet: { migrationRules: [rule('m', { kind: 'TRANSFORM', mode: 'UPGRADE' })] },
      };
      const put = await config('all-value', { compatibility: 'full', ...members, novel: 1 });
      expect(put.body).toEqual({ compatibility: 'FULL', ...members });
      expect((await ask('GET', '/config/all-value')).body).toEqual({
        compatibilityLevel: 'FULL',
        ...members,
      });
      const partly = await config('all-value', { alias: null, normalize: null });
      expect(partly.body).toEqual({});
      const { alias: _alias, normalize: _normalize, ...left } = members;
      expect((await ask('GET', '/config/all-value')).body).toEqual({
        compatibilityLevel: 'FULL',
        ...left,
      });
    });

    it('is that of the subject, its context, every context or everything [dialect scopes, DELETE /config, 40408, 40401]', async () => {
      const subject = qualified(':.ctx:scoped-value');
      const inForce = async () =>
        (await ask('GET', `/config/${subject}?defaultToGlobal=true`)).body.compatibilityLevel;
      expect(await inForce()).toBe('BACKWARD');
      const everyContext = qualified(':.__GLOBAL:');
      for (const [scope, level] of [
        ['/config', 'FORWARD'],
        [`/config/${everyContext}`, 'FULL'],
        [`/config/${qualified(':.ctx:')}`, 'NONE'],
        [`/config/${subject}`, 'FULL_TRANSITIVE'],
      ] as const) {
        expect((await ask('PUT', scope, { compatibility: level })).body).toEqual({
          compatibility: level,
        });
        expect(await inForce()).toBe(level);
      }
      expect((await ask('GET', '/config/elsewhere?defaultToGlobal=true')).body).toEqual({
        compatibilityLevel: 'FULL',
      });
      expect((await ask('GET', '/config')).body).toEqual({ compatibilityLevel: 'FORWARD' });
      for (const [scope, level, then] of [
        [`/config/${subject}`, 'FULL_TRANSITIVE', 'NONE'],
        [`/config/${qualified(':.ctx:')}`, 'NONE', 'FULL'],
        [`/config/${everyContext}`, 'FULL', 'FORWARD'],
        ['/config', 'FORWARD', 'BACKWARD'],
      ] as const) {
        expect((await ask('DELETE', scope)).body).toEqual({ compatibilityLevel: level });
        expect(await inForce()).toBe(then);
      }
      expect((await ask('GET', `/config/${subject}`)).body).toEqual({
        error_code: 40408,
        message:
          "Subject ':.ctx:scoped-value' does not have subject-level compatibility configured",
      });
      expect((await ask('DELETE', `/config/${subject}`)).body).toEqual({
        error_code: 40401,
        message: "Subject ':.ctx:scoped-value' not found.",
      });
    });

    it('members of the wrong kind are refused [dialect 42203, 422, 42210]', async () => {
      for (const level of ['SOME', 7, ''])
        expect((await config('wrong-value', { compatibility: level })).body).toEqual({
          error_code: 42203,
          message:
            'Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive',
        });
      for (const members of [
        { alias: 7 },
        { alias: ':.__GLOBAL:x' },
        { validateRules: 'yes' },
        { compatibilityPolicy: 'KIND' },
      ])
        expect((await config('wrong-value', members)).status).toBe(422);
      expect((await ask('PUT', '/config', { alias: 'other' })).body.error_code).toBe(422);
      const ruleSet = { domainRules: [rule('a'), rule('a')] };
      expect((await config('wrong-value', { defaultRuleSet: ruleSet })).body.error_code).toBe(
        42210,
      );
      expect((await ask('GET', '/config/wrong-value')).body.error_code).toBe(40408);
    });

    it('an alias is followed by registrations, look-ups, reads, checks and deletes [dialect alias]', async () => {
      await register('real-value', text);
      await config('nick-value', { alias: 'real-value' });
      expect((await register('nick-value', text)).body.version).toBe(1);
      expect((await register('nick-value', looser)).body.version).toBe(2);
      expect((await ask('GET', '/subjects/real-value/versions')).body).toEqual([1, 2]);
      expect((await ask('GET', '/subjects/nick-value/versions')).body).toEqual([1, 2]);
      expect((await ask('GET', '/subjects/nick-value/versions/2')).body.subject).toBe('real-value');
      expect((await ask('GET', '/subjects/nick-value/versions/2/schema')).text).toBe(
        JSON.stringify(looser),
      );
      expect((await ask('POST', '/subjects/nick-value', jsonSchema(text))).body).toMatchObject({
        subject: 'real-value',
        version: 1,
      });
      const check = '/compatibility/subjects/nick-value/versions';
      for (const path of [check, `${check}/latest`])
        expect((await ask('POST', path, jsonSchema(stricter))).body.is_compatible).toBe(false);
      expect((await ask('DELETE', '/subjects/nick-value/versions/2')).body).toBe(2);
      expect((await ask('DELETE', '/subjects/nick-value')).body).toEqual([1]);
      expect((await ask('GET', '/subjects/real-value/versions')).body.error_code).toBe(40401);
      expect((await ask('GET', '/config/nick-value')).body).toEqual({ alias: 'real-value' });
      await config('nick-value', { alias: null });
      expect((await register('nick-value', text)).body.version).toBe(1);
      expect((await ask('GET', '/subjects/real-value/versions')).body.error_code).toBe(40401);
    });

    it('an alias stands for one subject, not for an alias, in its own context [dialect alias]', async () => {
      await config('a-value', { alias: 'b-value' });
      await config('b-value', { alias: 'a-value' });
      expect((await register('a-value', text)).body.version).toBe(1);
      expect((await ask('GET', '/subjects?subjectPrefix=b-value')).body).toEqual(['b-value']);
      await config(qualified(':.al:from'), { alias: 'to' });
      await register(qualified(':.al:from'), text);
      expect((await ask('GET', '/contexts/al/subjects')).body).toEqual([':.al:to']);
    });

    it('validateFields keeps names that begin with $$ free [dialect PUT /config ?validateFields]', async () => {
      const nested = { type: 'object', properties: { a: { items: { properties: { $$b: {} } } } } };
      await config('fields-value', { validateFields: true });
      const refused = await register('fields-value', nested);
      expect(refused.body).toMatchObject({
        error_code: 42201,
        faults: [{ code: 'FIELD_NAME_RESERVED' }],
      });
      expect(refused.body.message).toContain('object.a.array.object.$$b');
      expect((await register('fields-value', text)).status).toBe(200);
      expect((await register('free-fields-value', nested)).status).toBe(200);
      const check = await ask(
        'POST',
        '/compatibility/subjects/fields-value/versions?verbose=true',
        jsonSchema(stricter),
      );
      expect(check.body.messages.at(-1)).toBe(
        "{validateFields: 'true', compatibility: 'BACKWARD'}",
      );
    });

    it('validateRules wants rules that say what they are [dialect PUT /config ?validateRules, 42210]', async () => {
      await config('rules-value', { validateRules: true });
      const whole = rule('r', { kind: 'CONDITION', mode: 'WRITE' });
      const domainRules = (each: object) => ({ ruleSet: { domainRules: [each] } });
      expect((await register('rules-value', text, domainRules(rule('r')))).body).toMatchObject({
        error_code: 42210,
        message: expect.stringContaining('ruleSet.domainRules[0].kind'),
      });
      const mute = { ...whole, expr: ' ' };
      expect((await register('rules-value', text, domainRules(mute))).body.message).toContain(
        'expr',
      );
      expect((await register('rules-value', text, domainRules(whole))).status).toBe(200);
      const unsaid = domainRules(rule('r'));
      expect((await register('free-rules-value', text, unsaid)).status).toBe(200);
    });

    it('normalize, policy and group decide what is compared [dialect PUT /config ?normalize ?compatibilityPolicy ?compatibilityGroup]', async () => {
      await config('decide-value', { normalize: true });
      await register('decide-value', '{"title":"x","type":"object"}');
      expect((await register('decide-value', '{"type":"object","title":"x"}')).body.version).toBe(
        1,
      );
      const more = { ...text, properties: { ...text.properties, note: { type: 'string' } } };
      await register('policy-value', text);
      for (const policy of ['STRICT', 'LOGICAL']) {
        await config('policy-value', { compatibilityPolicy: policy });
        expect((await register('policy-value', more)).status).toBe(409);
      }
      await config('policy-value', { compatibilityPolicy: 'LENIENT' });
      expect((await register('policy-value', more)).status).toBe(200);
      await config('group-value', { compatibilityGroup: 'major' });
      const major = (n: string) => ({ metadata: { properties: { major: n } } });
      await register('group-value', text, major('1'));
      expect((await register('group-value', stricter, major('2'))).status).toBe(200);
      expect((await register('group-value', stricter, major('1'))).status).toBe(409);
    });

    it('defaults fill what is missing and overrides win, rule by rule [dialect defaults, PUT /config ?defaultMetadata ?overrideMetadata ?defaultRuleSet ?overrideRuleSet]', async () => {
      await config('filled-value', {
        defaultMetadata: { properties: { owner: 'nobody', tier: '3' } },
        overrideMetadata: { properties: { region: 'eu' } },
        defaultRuleSet: { domainRules: [rule('a'), rule('b')] },
        overrideRuleSet: { domainRules: [rule('b', { expr: 'false' })] },
      });
      const made = await register('filled-value', text, {
        metadata: { properties: { owner: 'me', region: 'us' } },
      });
      expect(made.body.metadata).toEqual({
        properties: { owner: 'me', tier: '3', region: 'eu' },
      });
      expect(made.body.ruleSet).toEqual({
        domainRules: [rule('a'), rule('b', { expr: 'false' })],
      });
      const inherited = await register('filled-value', looser);
      expect(inherited.body).toMatchObject({ version: 2, metadata: made.body.metadata });
    });
  });

  describe('mode', () => {
    it('is that of the subject, its context, every context or everything [dialect GET /mode ?defaultToGlobal, PUT /mode, DELETE /mode, scopes, 40409, 40401]', async () => {
      const subject = qualified(':.mctx:mode-value');
      const inForce = async () =>
        (await ask('GET', `/mode/${subject}?defaultToGlobal=true`)).body.mode;
      expect((await ask('GET', `/mode/${subject}`)).body).toEqual({
        error_code: 40409,
        message: "Subject ':.mctx:mode-value' does not have subject-level mode configured",
      });
      expect(await inForce()).toBe('READWRITE');
      const scopes = [
        [`/mode/${qualified(':.__GLOBAL:')}`, 'READONLY'],
        [`/mode/${qualified(':.mctx:')}`, 'IMPORT'],
        [`/mode/${subject}`, 'READWRITE'],
      ] as const;
      for (const [scope, mode] of scopes) {
        expect((await ask('PUT', scope, { mode })).body).toEqual({ mode });
        expect(await inForce()).toBe(mode);
      }
      for (const [scope, mode] of [...scopes].reverse())
        expect((await ask('DELETE', scope)).body).toEqual({ mode });
      expect(await inForce()).toBe('READWRITE');
      expect((await ask('DELETE', `/mode/${subject}`)).body.error_code).toBe(40401);
      expect((await ask('GET', '/mode')).body).toEqual({ mode: 'READWRITE' });
    });

    it('READONLY takes neither versions nor deletes, READONLY_OVERRIDE whatever a subject says [dialect read-only, 42205]', async () => {
      await register('shut-value', text);
      await ask('PUT', '/mode/shut-value', { mode: 'READONLY' });
      const closed = {
        error_code: 42205,
        message: 'Subject shut-value in context . is in read-only mode',
      };
      expect((await register('shut-value', looser)).body).toEqual(closed);
      expect((await register('shut-value', looser, { id: 900 })).body).toEqual(closed);
      expect((await ask('DELETE', '/subjects/shut-value')).body).toEqual(closed);
      expect((await ask('DELETE', '/subjects/shut-value/versions/1')).body).toEqual(closed);
      expect((await register('shut-value', text)).body.version).toBe(1);
      await ask('PUT', '/mode/shut-value', { mode: 'READWRITE' });
      await ask('PUT', '/mode', { mode: 'READONLY' });
      expect((await register('shut-value', looser)).status).toBe(200);
      await ask('PUT', '/mode', { mode: 'READONLY_OVERRIDE' });
      expect((await register('shut-value', stricter)).body).toEqual(closed);
      expect((await ask('GET', '/mode/shut-value?defaultToGlobal=true')).body.mode).toBe(
        'READONLY_OVERRIDE',
      );
      expect((await ask('DELETE', '/mode')).body).toEqual({ mode: 'READONLY_OVERRIDE' });
    });

    it('a mode that is none, or FORWARD for one subject, is refused [dialect 42204]', async () => {
      const refused = {
        error_code: 42204,
        message: 'Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD.',
      };
      expect((await ask('PUT', '/mode/any-value', { mode: 'CLOSED' })).body).toEqual(refused);
      expect((await ask('PUT', '/mode/any-value', { mode: 'FORWARD' })).body).toEqual(refused);
      expect((await ask('PUT', '/mode/any-value', {})).body).toEqual(refused);
      expect((await ask('PUT', '/mode', { mode: 'FORWARD' })).body).toEqual({ mode: 'FORWARD' });
      expect((await register('forward-value', text)).body).toEqual({
        error_code: 42205,
        message: 'Subject forward-value in context . is not in read-write mode',
      });
      await ask('DELETE', '/mode');
    });

    it('a recursive delete takes the modes of the subjects too [dialect DELETE /mode ?recursive]', async () => {
      const context = qualified(':.rec:');
      await ask('PUT', `/mode/${context}`, { mode: 'READONLY' });
      await ask('PUT', `/mode/${qualified(':.rec:a')}`, { mode: 'READONLY' });
      expect((await ask('DELETE', `/mode/${context}?recursive=true`)).body).toEqual({
        mode: 'READONLY',
      });
      expect((await ask('GET', `/mode/${qualified(':.rec:a')}`)).body.error_code).toBe(40409);
    });

    it('IMPORT needs an empty place, or force [dialect PUT /mode ?force, 42205]', async () => {
      await register('full-value', text);
      const refused = {
        error_code: 42205,
        message: 'Cannot import since found existing subjects',
      };
      expect((await ask('PUT', '/mode/full-value', { mode: 'IMPORT' })).body).toEqual(refused);
      expect((await ask('PUT', '/mode', { mode: 'IMPORT' })).body).toEqual(refused);
      expect((await ask('PUT', '/mode/full-value?force=true', { mode: 'IMPORT' })).body).toEqual({
        mode: 'IMPORT',
      });
      expect((await ask('PUT', '/mode/full-value', { mode: 'IMPORT' })).status).toBe(200);
      expect((await register('full-value', looser)).body).toEqual({
        error_code: 42205,
        message: 'Subject full-value in context . is not in read-write mode',
      });
    });

    it('IMPORT takes ids and versions as they were elsewhere, twice the same [dialect import, 42207]', async () => {
      const context = '/contexts/imported';
      const put = (subject: string, schema: unknown, rest: object) =>
        ask('POST', `${context}/subjects/${subject}/versions`, jsonSchema(schema, rest));
      await ask('PUT', `${context}/mode`, { mode: 'IMPORT' });
      const first = await put('old-value', text, { id: 107, version: 3 });
      expect(first.body).toMatchObject({ id: 107, version: 3, guid: expect.any(String) });
      // Nothing is compared, nothing filled in: it was valid where it comes from.
      const second = await put('old-value', stricter, { id: 90, version: 8 });
      expect(second.body).toMatchObject({ id: 90, version: 8 });
      expect((await put('old-value', text, { id: 107, version: 9 })).body.version).toBe(9);
      expect((await put('new-value', text, { id: 107 })).body).toMatchObject({ version: 1 });
      expect((await put('old-value', text, { id: 107, version: 3 })).body).toEqual(first.body);
      expect((await ask('GET', `${context}/subjects/old-value/versions`)).body).toEqual([3, 8, 9]);
      expect((await put('old-value', text, { id: 108, version: 10 })).body).toEqual({
        error_code: 42207,
        message: 'Schema already registered with id 107 instead of input id 108',
      });
      expect((await put('old-value', looser, { id: 107, version: 10 })).body).toEqual({
        error_code: 42205,
        message: 'Overwrite new schema with id 107 is not permitted.',
      });
      expect((await put('old-value', looser, { id: 109, version: 3 })).body.error_code).toBe(42205);
      const { guid } = first.body;
      expect((await put('old-value', looser, { id: 109, guid })).body.message).toBe(
        `The guid ${guid} is that of another schema (id 107); a guid means one content.`,
      );
      expect((await put('old-value', looser, { id: 109, guid: 'x' })).body.error_code).toBe(422);
      for (const id of ['x', -7, 1.5, 2 ** 31])
        expect((await put('old-value', looser, { id })).body.error_code).toBe(422);
      await ask('DELETE', `${context}/subjects/old-value/versions/9`);
      expect((await put('old-value', text, { id: 107, version: 9 })).body.version).toBe(9);
      expect((await ask('GET', `${context}/subjects/old-value/versions`)).body).toEqual([3, 8, 9]);
      await ask('DELETE', `${context}/mode`);
      expect((await put('old-value', text, { id: 107, version: 3 })).body.version).toBe(3);
      expect((await put('old-value', looser, { id: 107 })).body).toEqual({
        error_code: 42205,
        message: 'Subject old-value in context .imported is not in import mode',
      });
      expect((await put('next-value', looser, {})).body.id).toBe(108);
      await ask('PUT', `${context}/config`, { compatibility: 'NONE' });
      expect((await put('old-value', looser, {})).body.version).toBe(10);
    });
  });
});
