import type { VersionRow } from '../answers.js';
import type { ListedVersion } from '../store/contract-versions.js';

export const versionRow = ({ publishedAt, reason, ...row }: ListedVersion): VersionRow => ({
  ...row,
  publishedAt: publishedAt.toISOString(),
  ...(reason !== '' && { reason }),
});
