/** An answer that is told as it is known; one that is older than a while is made again meanwhile. */
export class RenewedAnswer<T> {
  private known: { readonly answer: Promise<T>; readonly since: number } | undefined;
  private isRenewing = false;

  /** @param now milliseconds that only rise */
  constructor(
    private readonly make: () => Promise<T>,
    private readonly freshMs: number,
    private readonly now = () => performance.now(),
  ) {}

  current(): Promise<T> {
    this.known ??= this.begin();
    const { answer, since } = this.known;
    if (this.now() - since > this.freshMs) this.renew();
    return answer;
  }

  /** One that failed is not kept. */
  private begin() {
    const begun = { answer: this.make(), since: this.now() };
    begun.answer.catch(() => {
      if (this.known === begun) this.known = undefined;
    });
    return begun;
  }

  /** The one before is told until there is another; whoever asks after a failure tries again. */
  private renew(): void {
    if (this.isRenewing) return;
    this.isRenewing = true;
    const begun = this.begin();
    const end = () => (this.isRenewing = false);
    begun.answer
      .then(
        () => (this.known = begun),
        () => undefined,
      )
      .finally(end);
  }
}
