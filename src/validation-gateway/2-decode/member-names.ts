/** Comparing one by one is the fastest up to here, and no attack. */
const FEW = 16;

/** The names one object has used. */
export class MemberNames {
  private readonly few: string[] = [];
  private many: Set<string> | undefined;

  /** False where the name is there already. */
  add(name: string): boolean {
    const { few, many } = this;
    if (many) return many.size < many.add(name).size;
    if (few.includes(name)) return false;
    if (few.push(name) > FEW) this.many = new Set(few);
    return true;
  }
}
