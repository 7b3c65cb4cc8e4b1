import { describe, expect, it } from '@jest/globals';
import { limits } from '#kernel';
import { compileRule, type RuleOutcome } from './compile-rule.js';
import { fieldsRead } from './fields-read.js';
import { StepMeter } from './step-meter.js';

function run(cel: string, event: unknown): RuleOutcome {
  const rule = compileRule(cel);
  if (!rule.ok) throw new Error(rule.error.message);
  const meter = new StepMeter();
  meter.startEvent();
  return rule.value.run(event, meter);
}

const order = {
  total: 12.5,
  qty: 4,
  status: 'paid',
  type: 'web',
  lines: [
    { qty: 2, price: 5 },
    { qty: 1, price: 2.5 },
  ],
};

describe('a rule', () => {
  it.each([
    ['abs(total - lines.map(l, l.qty * l.price).sum()) < 0.01', 'holds'],
    ['total > 100', 'broken'],
    ['qty % 2 == 0 && qty * 2 + 1 == 9', 'holds'],
    ['lines.all(l, l.qty > 0) && size(lines) == 2', 'holds'],
    ['lines.exists(l, l.price > 100)', 'broken'],
    ['!has(this.coupon) || this.coupon != ""', 'holds'],
    ['this.type == "web"', 'holds'],
    ['status in ["paid", "shipped"]', 'holds'],
    [String.raw`status.matches("^pa[a-z]+$")`, 'holds'],
    ['cel.bind(n, lines.size(), n == 2)', 'holds'],
    ['abs(0.0 - total) == total', 'holds'],
  ])('%s: %s', (cel, outcome) => {
    expect(run(cel, order)).toBe(outcome);
  });

  it('whose long and short numbers of Avro and Protobuf meet is decided', () => {
    expect(run('n * 2 == m && n + 1 == 4', { n: 3n, m: 6 })).toBe('holds');
    expect(run('[n, n].map(x, x).sum() == 6', { n: 3n })).toBe('holds');
  });

  it('says why where an event does not have what it asks for', () => {
    expect(run('coupon == "x"', order)).toEqual({ why: 'Unknown variable: coupon.' });
    expect(run('status > 3', order)).toEqual({
      why: 'no such overload: dyn<string> > int.',
    });
    expect(run('this.status', order)).toEqual({
      why: 'It is neither true nor false for this event.',
    });
  });

  it('says why where it adds up what is no list of numbers', () => {
    expect(run('qty.sum() == 4', order)).toEqual({ why: 'sum() adds up a list.' });
    expect(run('["a"].sum() == 1', order)).toEqual({ why: 'sum() adds up numbers.' });
    expect(run('[this].sum() == 1', 3n)).toBe('broken');
  });

  it('can be about an event that is no object', () => {
    expect(run('this == 3', 3)).toBe('holds');
    expect(run('size(this) == 1', [3])).toBe('holds');
  });

  it('compares bytes and what else has no parts', () => {
    const bytes = (...of: number[]) => Uint8Array.from(of);
    expect(run('a == b', { a: bytes(1, 2), b: bytes(1, 2) })).toBe('holds');
    expect(run('a == b', { a: bytes(1, 2), b: bytes(1, 3) })).toBe('broken');
  });

  it('takes patterns of the event too, as many as there are, and none that backtracks', () => {
    const names = Array.from({ length: 1_001 }, (_, i) => `n${i}`);
    expect(run('names.all(n, n.matches(n))', { names })).toBe('holds');
    expect(run('names.all(n, n.matches(n))', { names: ['a', 'b', 'a'] })).toBe('holds');
    expect(run('"b".matches(t)', { t: '(?=a)b' })).toEqual({
      why: expect.stringContaining('cannot be matched in linear time'),
    });
  });

  it('sees fields of the event only, never what JavaScript objects inherit', () => {
    expect(run('constructor == 3', {})).toEqual({ why: 'Unknown variable: constructor.' });
    const event: unknown = JSON.parse('{"__proto__": 3}');
    expect(run('this.__proto__ == 3', event)).toBe('holds');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each([
    ['total >', 'Unexpected token: EOF.', 1, 8],
    ['1 == 1 &&\n  1 + "a" == 2', 'no such overload: int + string.', 2, 3],
    ['1 + 2', 'A rule is true or false, and this is of type int.', 1, 1],
    [
      String.raw`status.matches("(?=a)b")`,
      'This pattern cannot be matched in linear time: "(?=a)".',
      1,
      16,
    ],
  ])('%j is refused with its place', (cel, message, line, column) => {
    expect(compileRule(cel)).toEqual({ ok: false, error: { message, line, column } });
  });

  it('larger than a person reads is refused', () => {
    const sum = Array.from({ length: limits.ruleNodes.value + 1 }, () => '1').join('+');
    expect(compileRule(`${sum} > 0`)).toMatchObject({ ok: false });
  });
});

describe('the budget', () => {
  const many = Array.from({ length: 20_000 }, (_, i) => i);
  const text = 'a'.repeat(300_000);
  it.each([
    ['loops in loops', 'xs.all(a, xs.all(b, xs.all(c, a + b + c >= 0)))', { xs: many }],
    ['what a loop forgets', 'xs.exists(a, xs.exists(b, a + b < 0))', { xs: many }],
    ['what an or forgets', 'xs.all(a, xs.all(b, a >= 0)) || true', { xs: many }],
    ['comparing lists in a loop', 'xs.all(a, xs == ys)', { xs: many, ys: many }],
    [
      'doubling a text',
      '[s].map(a, a+a).map(a, a+a).map(a, a+a).map(a, a+a).map(a, a+a)[0] != ""',
      { s: 'a'.repeat(1_000_000) },
    ],
    ['searching a text', 's.contains(t)', { s: text + text, t: `b${text}` }],
    ['an evil pattern of the event', 's.matches(t)', { s: text, t: '^(a+)+$' }],
    ['joining by a long text', 'xs.map(x, "a").join(s) != ""', { xs: many, s: text }],
  ])('ends %s', (_, cel, event) => {
    expect(run(cel, event)).toBe('out-of-steps');
  });

  it('is shared by the events of a request', () => {
    const rule = compileRule('xs.all(a, a >= 0)');
    if (!rule.ok) throw new Error(rule.error.message);
    const meter = new StepMeter();
    const outcomes = Array.from({ length: 100 }, () => {
      meter.startEvent();
      return rule.value.run({ xs: many.slice(0, 10_000) }, meter);
    });
    expect(outcomes[0]).toBe('holds');
    expect(outcomes.at(-1)).toBe('out-of-steps');
  });

  it('one event spends is whole again for the next', () => {
    const rule = compileRule('xs.all(a, xs.all(b, a >= b)) || true');
    if (!rule.ok) throw new Error(rule.error.message);
    const meter = new StepMeter();
    meter.startEvent();
    expect(rule.value.run({ xs: many }, meter)).toBe('out-of-steps');
    meter.startEvent();
    expect(rule.value.run({ xs: [1] }, meter)).toBe('holds');
  });
});

describe('the fields a rule reads', () => {
  const readBy = (cel: string) => {
    const rule = compileRule(cel);
    if (!rule.ok) throw new Error(rule.error.message);
    return fieldsRead(rule.value.expression).map(({ pointer }) => pointer);
  };

  it('are followed through names that are bound', () => {
    expect(readBy('cel.bind(n, this.a, n.b == 1)')).toEqual(expect.arrayContaining(['/a', '/a/b']));
  });

  it('are not guessed at inside of what the rule makes itself', () => {
    expect(readBy('[{"a": qty}].all(x, x.a > 0) && [{"b": 1}][0].b == 1')).toEqual(['/qty']);
    expect(readBy('status.matches(pattern)')).toEqual(['/status', '/pattern']);
  });

  it('are followed through members and loops', () => {
    const rule = compileRule(
      'total > 0.0 && this.a.b == 1 && lines.all(l, l.qty > 0 && l.sub.exists(s, s.x == total))',
    );
    if (!rule.ok) throw new Error(rule.error.message);
    expect(fieldsRead(rule.value.expression).map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/total', '/a/b', '/lines', '/lines/*/qty', '/lines/*/sub/*/x']),
    );
  });
});
