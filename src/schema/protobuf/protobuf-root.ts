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
    readonly file: ProtoFile,
    /** Every file reached, by import path, the well-known types used included. */
    readonly files: ReadonlyMap<string, ProtoFile>,
    /** Messages and enums of all of them by full name. */
    readonly types: ReadonlyMap<string, MessageType | EnumType>,
    readonly written: WrittenProto,
  ) {}

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

  /**
   * What an event of this schema is when nothing else is said: the first message of the file. The
   * wire format of Confluent's serializers names another by its indexes.
   */
  get message(): MessageType | undefined {
    return this.file.messages[0];
  }
}

/** The parsed form of a schema that `readProtobuf` has read. */
export function protobufRootOf(schema: ReadSchema): ProtobufRoot {
  invariant(schema.root instanceof ProtobufRoot, 'a Protobuf schema is read before it is used');
  return schema.root;
}
