import { wordsOf } from './nodes-of.js';

/** Runs of words that name something about a person; the plural counts too. */
const PERSONAL = [
  'email',
  'e mail',
  'mail address',
  'phone',
  'telephone',
  'mobile',
  'msisdn',
  'first name',
  'firstname',
  'last name',
  'lastname',
  'surname',
  'family name',
  'given name',
  'full name',
  'birth date',
  'birthdate',
  'date of birth',
  'birthday',
  'dob',
  'ssn',
  'social security',
  'tax id',
  'passport',
  'national id',
  'street',
  'postal address',
  'home address',
  'shipping address',
  'billing address',
  'ip address',
  'iban',
  'card number',
  'credit card',
  'pan',
  'cvv',
  'password',
  'gender',
  'religion',
  'ethnicity',
  'latitude',
  'longitude',
].map((words) => words.split(' '));

export function looksPersonal(name: string): boolean {
  const words = wordsOf(name).map((word) => word.replace(/([^s])s$/, '$1'));
  return PERSONAL.some((run) =>
    words.some((_, from) =>
      run.every((word, i) => words[from + i] === word.replace(/([^s])s$/, '$1')),
    ),
  );
}
