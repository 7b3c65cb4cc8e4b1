// Exit code 0 while the process answers. Live, not ready: a container is not restarted because the
// database or the broker is away.
const { env } = process;
const port =
  env.CONCORDAT_ROLE === 'gateway'
    ? (env.CONCORDAT_GATEWAY_PORT ?? '8082')
    : (env.CONCORDAT_REGISTRY_PORT ?? '8081');
const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
process.exit(answer?.ok ? 0 : 1);
