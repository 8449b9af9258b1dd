export {
  type GateStore,
  initialiseGate,
  initialiseOverrides,
  initialiseTradingState,
  type OverridesStore,
  openGate,
  openOverrides,
  openTradingState,
  type StoreOptions,
} from './open-stores.ts'
export type { StateStore } from './state-store.ts'
export { isStoreError, StoreError, type StoreErrorCode } from './store-error.ts'
export type { TradingStateStore } from './trading-state-store.ts'
