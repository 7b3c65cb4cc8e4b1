/** What follows from a thing that stays as it is: made once, and kept as long as the thing. */
export function onceForEach<Thing extends object, Made>(
  make: (thing: Thing) => Made,
): (thing: Thing) => Made {
  const made = new WeakMap<Thing, Made>();
  return (thing) => {
    let known = made.get(thing);
    if (known === undefined) made.set(thing, (known = make(thing)));
    return known;
  };
}
