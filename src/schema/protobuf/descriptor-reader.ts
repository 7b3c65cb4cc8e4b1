import { type FieldDatum, MessageDatum } from './message-datum.js';

/** A part of a descriptor by the names of its fields; what is not set is empty. */
export class DescriptorReader {
  constructor(readonly datum: MessageDatum) {}

  has(name: string): boolean {
    return this.datum.get(name) !== undefined;
  }

  text(name: string): string {
    const value = this.datum.get(name);
    return typeof value === 'string' ? value : '';
  }

  number(name: string): number {
    const value = this.datum.get(name);
    return typeof value === 'number' ? value : 0;
  }

  flag(name: string): boolean {
    return this.datum.get(name) === true;
  }

  texts = (name: string): string[] => this.#list(name).filter((each) => typeof each === 'string');

  numbers = (name: string): number[] => this.#list(name).filter((each) => typeof each === 'number');

  parts = (name: string): DescriptorReader[] =>
    this.#list(name)
      .filter((each) => each instanceof MessageDatum)
      .map((each) => new DescriptorReader(each));

  part(name: string): DescriptorReader | undefined {
    const value = this.datum.get(name);
    return value instanceof MessageDatum ? new DescriptorReader(value) : undefined;
  }

  #list(name: string): Extract<FieldDatum, unknown[]> {
    const value = this.datum.get(name);
    return Array.isArray(value) ? value : [];
  }
}
