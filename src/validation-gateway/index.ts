export { eventAddresses } from './1-door/event-addresses.js';
export { isStreamedRoute } from './1-door/is-streamed-route.js';
export { KeptContracts } from './3-contract/kept-contracts.js';
export { candidateEvidence, evidenceOf } from './rounds/evidence-of.js';
export { GatewayReadiness, type ReadinessCheck } from './gateway-readiness.js';
export { type BrokerSettings, type GatewaySettings } from './gateway-settings.js';
export { ValidationGatewayModule } from './validation-gateway.module.js';
export { gatewayOperations } from './1-door/gateway.operations.js';
