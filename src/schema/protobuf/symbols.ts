import { type EnumType, type MessageType, type ProtoPlace } from './proto-type.js';

export interface ProtoSymbol {
  readonly kind: 'message' | 'enum' | 'field' | 'oneof' | 'enum value' | 'service' | 'method';
  readonly at: ProtoPlace;
  readonly type?: MessageType | EnumType | undefined;
}

/** Where a name is looked up from. */
export interface Viewpoint {
  /** Full name of the innermost message, or the package. */
  readonly scope: string;
  /** Paths of the files whose declarations may be used. */
  readonly visible: ReadonlySet<string>;
}

export type Lookup =
  | { readonly kind: 'found'; readonly symbol: ProtoSymbol; readonly fullName: string }
  /** `hiddenBy`: the nearer thing of the same first name that the rest was looked for in. */
  | { readonly kind: 'missing'; readonly hiddenBy?: string | undefined }
  | { readonly kind: 'not-imported'; readonly document: string };

/** Every full name of all files, and the scoping rules of C++ that Protobuf follows. */
export class SymbolTable {
  readonly #symbols = new Map<string, ProtoSymbol>();
  readonly #extensionNumbers = new Map<string, string>();
  readonly #packages = new Map<string, Set<string>>();

  /** Answers what has the name already. */
  declare(fullName: string, symbol: ProtoSymbol): ProtoSymbol | undefined {
    const known = this.#symbols.get(fullName);
    if (!known) this.#symbols.set(fullName, symbol);
    return known;
  }

  /** Answers the extension that has the number of the same message already. */
  claimNumber(target: string, number: number, fullName: string): string | undefined {
    const key = `${target} ${number}`;
    const known = this.#extensionNumbers.get(key);
    if (known === undefined) this.#extensionNumbers.set(key, fullName);
    return known;
  }

  declarePackage(name: string, path: string): void {
    for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
      const prefix = name.slice(0, end);
      const paths = this.#packages.get(prefix) ?? new Set();
      this.#packages.set(prefix, paths.add(path));
    }
  }

  isPackage(name: string): boolean {
    return this.#packages.has(name);
  }

  get(fullName: string): ProtoSymbol | undefined {
    return this.#symbols.get(fullName);
  }

  /** The innermost scope that knows the first part decides (Language Guide, "Packages and Name Resolution"). */
  lookUp(
    name: string,
    { scope, visible }: Viewpoint,
    isWanted: (symbol: ProtoSymbol) => boolean,
  ): Lookup {
    if (name.startsWith('.')) return this.#exactly(name.slice(1), visible);
    const dot = name.indexOf('.');
    const first = dot < 0 ? name : name.slice(0, dot);
    let elsewhere: Lookup | undefined;
    for (const outer of scopesAround(scope)) {
      const fullName = `${outer}${name}`;
      const head = this.#symbols.get(`${outer}${first}`);
      const isHeadVisible = head !== undefined && visible.has(head.at.document);
      if (dot < 0) {
        if (head && isHeadVisible && isWanted(head))
          return { kind: 'found', symbol: head, fullName };
        if (head && !isHeadVisible && isWanted(head))
          elsewhere ??= { kind: 'not-imported', document: head.at.document };
        continue;
      }
      const isScope =
        (isHeadVisible && isAggregate(head)) || this.#isPackageIn(`${outer}${first}`, visible);
      const found = this.#exactly(fullName, visible);
      if (found.kind === 'found') return found;
      if (found.kind === 'not-imported') elsewhere ??= found;
      if (isScope) return elsewhere ?? { kind: 'missing', hiddenBy: `${outer}${first}` };
    }
    return elsewhere ?? { kind: 'missing' };
  }

  #exactly(fullName: string, visible: ReadonlySet<string>): Lookup {
    const symbol = this.#symbols.get(fullName);
    if (!symbol) return { kind: 'missing' };
    const { document } = symbol.at;
    return visible.has(document)
      ? { kind: 'found', symbol, fullName }
      : { kind: 'not-imported', document };
  }

  #isPackageIn(name: string, visible: ReadonlySet<string>): boolean {
    return (
      this.#packages
        .get(name)
        ?.values()
        .some((path) => visible.has(path)) ?? false
    );
  }
}

const isAggregate = ({ kind }: ProtoSymbol): boolean =>
  kind === 'message' || kind === 'enum' || kind === 'service';

/** Prefixes from the innermost out, each with its dot. */
function* scopesAround(scope: string): Generator<string> {
  for (let inner = scope; inner !== ''; inner = inner.slice(0, Math.max(0, inner.lastIndexOf('.'))))
    yield `${inner}.`;
  yield '';
}
