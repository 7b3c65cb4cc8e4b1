import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { Config } from './config.js';

type Addresses = Pick<
  Config,
  'CONCORDAT_HOST' | 'CONCORDAT_ROLE' | 'CONCORDAT_REGISTRY_PORT' | 'CONCORDAT_GATEWAY_PORT'
>;

/**
 * Takes each address that will be listened on and lets it go again: whoever cannot have it learns so at
 * once, in a sentence, and not after a database was made.
 */
export async function checkAddresses(config: Addresses): Promise<void> {
  const { CONCORDAT_ROLE: role, CONCORDAT_HOST: host } = config;
  for (const wanted of ['registry', 'gateway'] as const) {
    if (role !== 'all' && role !== wanted) continue;
    const variable = `CONCORDAT_${wanted === 'registry' ? 'REGISTRY' : 'GATEWAY'}_PORT` as const;
    await checkAddress({ host, port: config[variable], variable });
  }
}

export interface Address {
  readonly host: string;
  readonly port: number;
  /** What chooses the port. */
  readonly variable: string;
}

async function checkAddress(address: Address): Promise<void> {
  const probe = createServer();
  try {
    await listening(probe, address);
  } catch (error) {
    throw new Error(whyNotListening(error, address), { cause: error });
  }
  probe.close();
  await once(probe, 'close');
}

const listening = (probe: Server, { host, port }: Address): Promise<unknown> => {
  probe.listen(port, host);
  return once(probe, 'listening');
};

export function whyNotListening(error: unknown, { host, port, variable }: Address): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return `port ${port} on ${host} is taken. Stop what listens there, or choose another with ${variable}.`;
  if (code === 'EACCES')
    return `port ${port} on ${host} is not open to this user. Choose one above 1023 with ${variable}.`;
  return `it cannot listen on ${host}:${port} (${message}). CONCORDAT_HOST and ${variable} choose the address.`;
}
