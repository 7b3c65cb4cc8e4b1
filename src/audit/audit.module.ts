import { Module } from '@nestjs/common';
import { AuditLog } from './audit-log.js';
import { AuditController } from './http/audit.controller.js';

/** The addresses that read the audit; it is written by whoever does something. */
@Module({ providers: [AuditLog], controllers: [AuditController] })
export class AuditModule {}
