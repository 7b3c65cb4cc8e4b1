/** Whether the body of a request is read as it comes, by its controller, instead of as a whole. */
export const isStreamedAddress = (url: string): boolean =>
  /^\/v3\/clusters\/[^/?]+\/topics\/[^/?]+\/records(\?|$)/.test(url);
