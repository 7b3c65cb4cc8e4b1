import { createTransformer } from '@swc/jest';

/**
 * The transform of every other run, with its source map as the object that the coverage reads.
 * Given as text it is ignored, and lines are those of the stripped code.
 */
const swc = createTransformer();
const mapped = ({ code, map }) => ({ code, map: typeof map === 'string' ? JSON.parse(map) : map });
export default {
  ...swc,
  process: (...source) => mapped(swc.process(...source)),
  processAsync: async (...source) => mapped(await swc.processAsync(...source)),
  getCacheKey: (...source) => `${swc.getCacheKey(...source)}-mapped`,
};
