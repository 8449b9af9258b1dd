export type { Permission } from './exchange/accounts.ts'
export {
  type FillModel,
  type FillQuery,
  priceTimeFillModel,
  type StopQuery,
} from './exchange/fill-model.ts'
export type { OrderMethod, OrderStatus, PairOptions, Side } from './exchange/order.ts'
export { DEFAULT_PAIRS } from './exchange/pairs.ts'
export type { Rejection, RejectionMessage } from './exchange/rejections.ts'
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
export { demoKey } from './random.ts'
export type { AnsweredRequest, RequestLog } from './rest/request-log.ts'
export type { SimulatedTime, TimeMode } from './simulated-clock.ts'
export { createSimulator, type Simulator } from './simulator.ts'
export type { InProcessWebSocket, InProcessWebSocketConstructor } from './socket/in-process-socket.ts'
