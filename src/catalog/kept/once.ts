/** Made when somebody asks for it first, and then told again; what it is made of is let go. */
export function once<T>(make: () => T): () => T {
  let known: { readonly made: T } | { readonly make: () => T } = { make };
  return () => {
    if ('make' in known) known = { made: known.make() };
    return known.made;
  };
}
