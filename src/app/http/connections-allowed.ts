import { GUESTS_MOST } from './open-connections.js';

/** For PostgreSQL, Kafka, sandboxes and files: without descriptors nothing of what is asked can be done. */
const DESCRIPTORS_KEPT = 256;
const LEAST = 16;

/** How many connections each server may hold, where the system allows the process so many open files. */
export function connectionsAllowed(
  wanted: number,
  servers: number,
  descriptors = openFilesAllowed(),
): number {
  const each = Math.floor((descriptors - DESCRIPTORS_KEPT) / servers) - GUESTS_MOST;
  return Math.min(wanted, Math.max(LEAST, each));
}

/** Node asks for all it may have as it starts. */
function openFilesAllowed(): number {
  const report = process.report as NodeJS.ProcessReport & { excludeNetwork: boolean };
  report.excludeNetwork = true; // It would ask for the names of all addresses.
  const { userLimits } = report.getReport() as { readonly userLimits?: UserLimits };
  const allowed = userLimits?.open_files?.soft;
  return typeof allowed === 'number' ? allowed : Infinity;
}

/** What of a report is looked at; Windows has none. */
interface UserLimits {
  readonly open_files?: { readonly soft: number | 'unlimited' };
}
