export type { Permission } from './core/account.ts'
export type { ExecutionQuestion, ExecutionRules, StopQuestion } from './core/execution-rules.ts'
export type { OrderMethod, OrderStatus, PairOptions, Side } from './core/order.ts'
export { DEFAULT_PAIRS } from './core/pair.ts'
export { priceTimeRules } from './core/price-time-rules.ts'
export type { Refusal, RefusalMessage } from './core/refusals.ts'
export { demoKey } from './demo-key.ts'
export type {
  AccountOptions,
  BalanceView,
  BookView,
  ExchangeHandle,
  LevelView,
  OrderRequest,
  OrderView,
  SimulatorEvent,
} from './exchange-handle.ts'
export type { FaultInjector, FaultMatch, InjectedFault } from './faults/fault-injector.ts'
export {
  CHAOS_PLANS,
  chaosPlan,
  type FaultPlan,
  HTTP_FAULTS,
  type HttpFault,
  NO_FAULTS,
  parseChaos,
  SOCKET_FAULTS,
  type SocketFault,
} from './faults/fault-plan.ts'
export type { FeedCandle, FeedOptions, FeedTrade } from './feed/feed.ts'
export type { SimulatorOptions } from './options.ts'
export type { AnsweredRequest, RequestWatch } from './rest/request-watch.ts'
export { createSimulator, type Simulator } from './simulator.ts'
export type { InProcessWebSocket, InProcessWebSocketConstructor } from './socket/in-process-socket.ts'
export type { SimulatedTime, TimeMode } from './time.ts'
