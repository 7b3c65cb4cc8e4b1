export { type AuditAction } from './audit-actions.js';
export { type Deed } from './audit-entry.js';
export { AuditModule } from './audit.module.js';
export { auditOperations } from './http/audit.operations.js';
export { auditProblems } from './problems.js';
export { recordDeed, recordDeeds } from './record-deeds.js';
export { RecordReads } from './record-reads.js';
