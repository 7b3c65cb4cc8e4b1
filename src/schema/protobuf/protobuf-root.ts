import { invariant } from '#kernel';
import { type ReadSchema } from '../language.js';
import { type MessageDatum } from './message-datum.js';
import { type EnumType, type MessageType, type ProtoField, type ProtoFile } from './proto-type.js';
import { type FileNode, type OptionNode, type TypeNode } from './syntax-tree.js';

/** The schema itself as written: what its other texts are made from. */
export interface WrittenProto {
  readonly node: FileNode;
  /** The full names that names of types stand for, without a leading dot. */
  readonly typeNames: ReadonlyMap<TypeNode, string>;
  /** What options mean, by the list they are written in: data of the messages in descriptor.proto. */
  readonly options: ReadonlyMap<readonly OptionNode[], MessageDatum>;
}

/** The parsed form behind `ReadSchema.root` of a Protobuf schema. */
export class ProtobufRoot {
  constructor(
    /** Every file reached, by import path, the well-known types used included. */
    readonly files: ReadonlyMap<string, ProtoFile>,
    /** Messages and enums of all of them by full name. */
    readonly types: ReadonlyMap<string, MessageType | EnumType>,
    readonly written: WrittenProto,
    /** The full names of the messages that are events; absent where any of the file may be one. */
    readonly named?: readonly string[],
  ) {}

  /** The schema itself. */
  get file(): ProtoFile {
    const file = this.files.get('');
    invariant(file, 'the schema itself is among the files read');
    return file;
  }

  /** The extension of a message by its full name. */
  extension(fullName: string, { fullName: target }: MessageType): ProtoField | undefined {
    this.#byName ??= new Map(this.#extensions().map((each) => [each.fullName, each]));
    const found = this.#byName.get(fullName);
    return found?.extends === target ? found : undefined;
  }

  /** The extension of a message by its number. */
  readonly extensionOf = ({ fullName }: MessageType, number: number): ProtoField | undefined => {
    this.#byNumber ??= new Map(
      this.#extensions().map((each) => [`${each.extends} ${each.number}`, each]),
    );
    return this.#byNumber.get(`${fullName} ${number}`);
  };
  #byName: ReadonlyMap<string | undefined, ProtoField> | undefined;
  #byNumber: ReadonlyMap<string, ProtoField> | undefined;

  #extensions = (): ProtoField[] =>
    [...this.files.values()].flatMap(({ extensions }) => extensions);

  /** What an event of this schema is when nothing else is said. */
  get message(): MessageType | undefined {
    return this.named ? this.ownMessage(this.named[0]) : this.file.messages[0];
  }

  /** A message the file itself declares, at the top or inside of another; imported ones have no index. */
  ownMessage(fullName: string | undefined): MessageType | undefined {
    return messagesOf(this.file).find((each) => each.fullName === fullName);
  }
}

/** Every message a file declares, those inside of others behind them. */
export function messagesOf({ messages }: Pick<ProtoFile, 'messages'>): readonly MessageType[] {
  const found = [...messages];
  for (const each of found) found.push(...each.messages);
  return found;
}

/** The parsed form of a schema that `readProtobuf` has read. */
export function protobufRootOf(schema: ReadSchema): ProtobufRoot {
  invariant(schema.root instanceof ProtobufRoot, 'a Protobuf schema is read before it is used');
  return schema.root;
}
