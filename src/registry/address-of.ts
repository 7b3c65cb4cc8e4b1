/** A place of a finding as an address: what stands in a reference has its name before the pointer already. */
export const addressOf = (place: string): string => (/^(\/|$)/.test(place) ? `#${place}` : place);
