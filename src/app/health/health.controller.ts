import { Controller, Get, Header, HttpCode, Inject, Optional, Res } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import { register } from 'prom-client';
import { DataSource } from 'typeorm';
import { MetricsOfAll } from '../processes/metrics-of-all.js';
import { GatewayReadiness, type ReadinessCheck } from '#validation-gateway';

/** Live, ready, measured: what an orchestrator and Prometheus ask. */
@Controller()
export class HealthController {
  private readonly measured = new MetricsOfAll();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Optional() @Inject(GatewayReadiness) private readonly gateway?: GatewayReadiness,
  ) {}

  /** 200 while the process can answer at all. */
  @Get('healthz')
  @HttpCode(200)
  live(): { status: string } {
    return { status: 'live' };
  }

  /** 200 when every check holds, else 503; the body names each check either way. */
  @Get('readyz')
  async ready(
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ status: string; checks: readonly ReadinessCheck[] }> {
    const checks = [await this.database(), ...((await this.gateway?.checks()) ?? [])];
    const isReady = checks.every((check) => check.isReady);
    if (!isReady) void reply.status(503).header('Retry-After', '1');
    return { status: isReady ? 'ready' : 'not ready', checks };
  }

  /** Prometheus text format 0.0.4; the sum of all processes behind this port. */
  @Get('metrics')
  @Header('Content-Type', register.contentType)
  metrics(): Promise<string> {
    return this.measured.text();
  }

  private async database(): Promise<ReadinessCheck> {
    try {
      await this.dataSource.query('SELECT 1');
      return { name: 'database', isReady: true, detail: 'PostgreSQL answers' };
    } catch {
      if (this.gateway?.isDatabaseNeeded() ?? true)
        return { name: 'database', isReady: false, detail: 'PostgreSQL cannot be reached' };
      const detail = 'PostgreSQL cannot be reached; contracts that need no history are served';
      return { name: 'database', isReady: true, detail };
    }
  }
}
