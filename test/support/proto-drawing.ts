/** A .proto file as little more than its text, so that it can be drawn and changed in one place. */
export interface ProtoModel {
  readonly edition: boolean;
  readonly messages: readonly MessageModel[];
  readonly enums: readonly EnumModel[];
}

export interface MessageModel {
  readonly name: string;
  readonly fields: readonly FieldModel[];
}

export interface FieldModel {
  readonly name: string;
  readonly number: number;
  readonly type: string;
  readonly form: 'single' | 'implicit' | 'required' | 'repeated' | 'expanded' | 'map';
  readonly oneof?: string | undefined;
  readonly isDelimited?: boolean;
  readonly fallback?: string | undefined;
}

export interface EnumModel {
  readonly name: string;
  readonly isClosed: boolean;
  readonly values: readonly { readonly name: string; readonly number: number }[];
}

const SCALARS = [
  ...['double', 'float', 'int32', 'int64', 'uint32', 'uint64', 'sint32', 'sint64', 'fixed32'],
  ...['fixed64', 'sfixed32', 'sfixed64', 'bool', 'string', 'bytes'],
];
const ENUMS = ['Color', 'Size'];
const MESSAGES = ['Event', 'Line', 'Node'];
const FORMS = ['single', 'single', 'implicit', 'required', 'repeated', 'expanded', 'map'] as const;
const NAMES = ['a', 'b', 'c', 'd', 'e'];

export function printModel({ messages, enums }: ProtoModel): string {
  return [
    'edition = "2023";\npackage t;\n',
    ...messages.map(printMessage),
    ...enums.map(printEnum),
  ].join('\n');
}

function printMessage({ name, fields }: MessageModel): string {
  const oneofs = [...new Set(fields.map(({ oneof }) => oneof))];
  const lines = oneofs.flatMap((oneof) => {
    const inside = fields.filter((field) => field.oneof === oneof).map(printField);
    return oneof === undefined ? inside : [`  oneof ${oneof} {`, ...inside, '  }'];
  });
  return [`message ${name} {`, ...lines, '}\n'].join('\n');
}

function printField({
  name,
  number,
  type,
  form,
  isDelimited,
  fallback,
  oneof,
}: FieldModel): string {
  const options = [
    ...(form === 'implicit' ? ['features.field_presence = IMPLICIT'] : []),
    ...(form === 'required' ? ['features.field_presence = LEGACY_REQUIRED'] : []),
    ...(form === 'expanded' ? ['features.repeated_field_encoding = EXPANDED'] : []),
    ...(isDelimited && form !== 'map' ? ['features.message_encoding = DELIMITED'] : []),
    ...(fallback !== undefined && form === 'single' ? [`default = ${fallback}`] : []),
  ];
  const label = form === 'repeated' || form === 'expanded' ? 'repeated ' : '';
  const what = form === 'map' && oneof === undefined ? `map<string, ${type}>` : `${label}${type}`;
  const told = options.length > 0 ? ` [${options.join(', ')}]` : '';
  return `  ${what} ${name} = ${number}${told};`;
}

function printEnum({ name, isClosed, values }: EnumModel): string {
  const closed = isClosed ? '  option features.enum_type = CLOSED;\n' : '';
  const numbers = new Set(values.map(({ number }) => number));
  const alias = numbers.size < values.length ? '  option allow_alias = true;\n' : '';
  const lines = values.map((value) => `  ${name}_${value.name} = ${value.number};`);
  return `enum ${name} {\n${closed}${alias}${lines.join('\n')}\n}\n`;
}

/** Draws files and changes them as people do. What comes out may be no valid file. */
export class ProtoDrawing {
  constructor(readonly below: (limit: number) => number) {}

  of = <T>(choices: readonly T[]): T => choices[this.below(choices.length)] as T;
  isRare = (): boolean => this.below(4) === 0;

  model(): ProtoModel {
    return {
      edition: true,
      messages: MESSAGES.map((name) => ({ name, fields: this.#fields() })),
      enums: ENUMS.map((name) => this.#enum(name)),
    };
  }

  #fields(): FieldModel[] {
    const names = NAMES.slice(0, 1 + this.below(NAMES.length));
    return names
      .map((name, index) => ({
        ...this.#shape(),
        name,
        number: index + 1,
        oneof: this.isRare() ? 'choice' : undefined,
      }))
      .map(fitting);
  }

  #shape(): Omit<FieldModel, 'name' | 'number'> {
    return {
      type: this.#type(),
      form: this.of(FORMS),
      isDelimited: this.isRare(),
      fallback: this.isRare() ? '1' : undefined,
    };
  }

  #type = (): string => {
    const which = this.below(6);
    return which === 0 ? this.of(ENUMS) : which < 3 ? this.of(['Line', 'Node']) : this.of(SCALARS);
  };

  #enum(name: string): EnumModel {
    const isClosed = this.below(2) === 0;
    const values = ['A', 'B', 'C'].slice(0, 1 + this.below(3));
    const first = isClosed && this.isRare() ? 1 : 0;
    return {
      name,
      isClosed,
      values: values.map((each, index) => ({ name: each, number: first + index })),
    };
  }

  mutated(model: ProtoModel): ProtoModel {
    if (this.isRare()) {
      const at = this.below(model.enums.length);
      return { ...model, enums: replaced(model.enums, at, (each) => this.#mutatedEnum(each)) };
    }
    const at = this.below(model.messages.length);
    return {
      ...model,
      messages: replaced(model.messages, at, (each) => this.#mutatedMessage(each)),
    };
  }

  #mutatedMessage({ name, fields }: MessageModel): MessageModel {
    const at = this.below(fields.length);
    const changed = (change: (field: FieldModel) => Partial<FieldModel>) =>
      replaced(fields, at, (field) => ({ ...field, ...change(field) }));
    const next = this.of<() => readonly FieldModel[]>([
      () => fields.filter((_, index) => index !== at),
      () => [...fields, { ...this.#shape(), name: 'z', number: 9 }],
      () => changed(() => ({ type: this.#type() })),
      () => changed(() => ({ type: this.of(SCALARS) })),
      () => changed(() => ({ form: this.of(FORMS) })),
      () => changed(({ oneof }) => ({ oneof: oneof === undefined ? 'choice' : undefined })),
      () => changed(() => ({ name: 'y' })),
      () => changed(() => ({ number: 8 })),
      () => changed(({ isDelimited }) => ({ isDelimited: !isDelimited })),
      () => changed(() => ({ fallback: this.of(['0', '1', undefined]) })),
      () =>
        fields.map((field, index) => ({
          ...field,
          number: fields[fields.length - 1 - index]?.number ?? 1,
        })),
    ]);
    return { name, fields: next().map(fitting) };
  }

  #mutatedEnum(model: EnumModel): EnumModel {
    const { values, isClosed } = model;
    const at = this.below(values.length);
    return this.of<() => EnumModel>([
      () => ({ ...model, isClosed: !isClosed }),
      () => ({ ...model, values: [...values, { name: 'Z', number: 7 }] }),
      () => ({ ...model, values: values.filter((_, index) => index !== at) }),
      () => ({ ...model, values: replaced(values, at, ({ number }) => ({ name: 'Y', number })) }),
      () => ({ ...model, values: replaced(values, at, ({ name }) => ({ name, number: 5 })) }),
      () => ({ ...model, values: [...values, { name: 'ALIAS', number: values[at]?.number ?? 0 }] }),
    ])();
  }
}

const replaced = <T>(list: readonly T[], at: number, change: (one: T) => T): T[] =>
  list.map((each, index) => (index === at ? change(each) : each));

/** A field in a oneof is single, and only what has a form has an option for it. */
function fitting(field: FieldModel): FieldModel {
  const { oneof, type, form } = field;
  const isMessage = MESSAGES.includes(type);
  const isPackable = !isMessage && type !== 'string' && type !== 'bytes';
  const fitForm =
    oneof !== undefined || (form === 'implicit' && isMessage)
      ? 'single'
      : form === 'expanded' && !isPackable
        ? 'repeated'
        : form;
  const canDefault = isPackable && !ENUMS.includes(type) && type !== 'bool';
  return {
    ...field,
    form: fitForm,
    isDelimited: isMessage && (field.isDelimited ?? false),
    fallback: canDefault ? field.fallback : undefined,
  };
}
