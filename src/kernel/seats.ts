/** Whoever has proven who they are may have this part of all, so that one key takes nobody else's last seat. */
const OF_ONE = 0.5;

/** Places for what lasts. Where nobody has to prove anything, everybody is one, and may have all of them. */
export class Seats {
  private taken = 0;
  private readonly byPrincipal = new Map<string, number>();

  constructor(private readonly most: number) {}

  /** @param principal who proved to be it, if anybody */
  hasOneFor(principal: string | undefined): boolean {
    if (this.taken >= this.most) return false;
    if (principal === undefined) return true;
    return (this.byPrincipal.get(principal) ?? 0) < Math.ceil(this.most * OF_ONE);
  }

  /** @returns what gives it back, however often it is called */
  take(principal: string | undefined): () => void {
    this.count(principal, 1);
    let isHeld = true;
    return () => {
      if (isHeld) this.count(principal, -1);
      isHeld = false;
    };
  }

  private count(principal: string | undefined, by: 1 | -1): void {
    this.taken += by;
    if (principal === undefined) return;
    const own = (this.byPrincipal.get(principal) ?? 0) + by;
    if (own === 0) this.byPrincipal.delete(principal);
    else this.byPrincipal.set(principal, own);
  }
}
