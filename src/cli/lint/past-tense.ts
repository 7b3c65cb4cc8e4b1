/** Participles English forms in its own way; the others end in -ed. */
const IRREGULAR = new Set(
  `begun bent bet bid blown born bought bound broken brought built cast caught chosen cut dealt done
  drawn driven eaten fallen felt forgotten fought found frozen given gone grown held hidden hit hurt
  kept known laid left lent lost made meant met paid put read rebuilt rebought repaid reset resold
  resent rewritten run sent set shown shut sold sought spent split spoken stolen sworn swept taken
  taught thought thrown told torn undone understood unpaid unset withdrawn won worn woken written`
    .split(/\s+/)
    .filter(Boolean),
);

export const isPastTense = (word: string): boolean =>
  /[a-z]{2}ed$/.test(word) || IRREGULAR.has(word);
