import { Undecidable } from './undecidable.js';

const DECIMAL = /^-?\d+(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
const NO_DIGITS = /\.|[eE].*/g;
/** Beyond this a number has more digits than any event can carry usefully. */
const EXPONENT_MAX = 400;

const gcd = (a: bigint, b: bigint): bigint => {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
};

/** An exact number. Bounds and steps are decimals; binary floats would judge 0.3 / 0.1 wrongly. */
export class Rational {
  private constructor(
    readonly numerator: bigint,
    readonly denominator: bigint,
  ) {}

  static of(numerator: bigint, denominator = 1n): Rational {
    const sign = denominator < 0n ? -1n : 1n;
    const divisor = gcd(numerator, denominator);
    return new Rational((sign * numerator) / divisor, (sign * denominator) / divisor);
  }

  /** Reads a JSON number token without rounding it. */
  static parse(text: string): Rational {
    const match = DECIMAL.exec(text);
    if (!match) throw new Undecidable(`${text} is not a decimal number`);
    const [, fraction = '', exponentText = '0'] = match;
    const exponent = Number(exponentText) - fraction.length;
    if (Math.abs(exponent) > EXPONENT_MAX) {
      throw new Undecidable(`the exponent of ${text} is beyond ±${EXPONENT_MAX}`);
    }
    const digits = BigInt(text.replace(NO_DIGITS, ''));
    return exponent >= 0
      ? Rational.of(digits * 10n ** BigInt(exponent))
      : Rational.of(digits, 10n ** BigInt(-exponent));
  }

  get isInteger(): boolean {
    return this.denominator === 1n;
  }

  /** Interning key; equal numbers have equal keys however they were written. */
  get key(): string {
    return this.isInteger ? `${this.numerator}` : `${this.numerator}/${this.denominator}`;
  }

  compare(other: Rational): number {
    const left = this.numerator * other.denominator;
    const right = other.numerator * this.denominator;
    return left < right ? -1 : left > right ? 1 : 0;
  }

  equals(other: Rational): boolean {
    return this.numerator === other.numerator && this.denominator === other.denominator;
  }

  plus(other: Rational): Rational {
    return Rational.of(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }

  minus(other: Rational): Rational {
    return this.plus(Rational.of(-other.numerator, other.denominator));
  }

  times(other: Rational): Rational {
    return Rational.of(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  over(other: Rational): Rational {
    return Rational.of(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  isMultipleOf(step: Rational): boolean {
    return this.over(step).isInteger;
  }

  /** The smallest positive number both are factors of. */
  leastCommonMultiple(other: Rational): Rational {
    const shared =
      (this.denominator * other.denominator) / gcd(this.denominator, other.denominator);
    const left = this.numerator * (shared / this.denominator);
    const right = other.numerator * (shared / other.denominator);
    return Rational.of((left * right) / gcd(left, right), shared);
  }

  floor(): bigint {
    const quotient = this.numerator / this.denominator;
    return this.numerator < 0n && !this.isInteger ? quotient - 1n : quotient;
  }

  ceiling(): bigint {
    return this.isInteger ? this.numerator : this.floor() + 1n;
  }

  /** The finite decimal, or `undefined` for numbers such as 1/3. */
  toDecimal(): string | undefined {
    let rest = this.denominator;
    let places = 0;
    let scaled = this.numerator;
    while (rest !== 1n) {
      if (rest % 10n === 0n) rest /= 10n;
      else if (rest % 5n === 0n) [rest, scaled] = [rest / 5n, scaled * 2n];
      else if (rest % 2n === 0n) [rest, scaled] = [rest / 2n, scaled * 5n];
      else return undefined;
      places++;
    }
    const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
    const sign = scaled < 0n ? '-' : '';
    if (places === 0) return sign + digits;
    return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
  }

  /**
   * The JavaScript number of the same value, or `undefined` when none is exact: a witness must
   * mean the same number to every consumer.
   */
  toNumber(): number | undefined {
    const text = this.toDecimal();
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!Number.isFinite(value)) return undefined;
    return Rational.parse(String(value)).equals(this) ? value : undefined;
  }
}
