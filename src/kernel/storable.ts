/** What PostgreSQL can hold of a text: it has no NUL, so nothing that was kept has one either. */
export const storable = <Text extends string | undefined>(text: Text): Text =>
  text?.replaceAll('\0', '\ufffd') as Text;
