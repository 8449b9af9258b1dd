import { type FileSystem, nodeFileSystem } from '@tezgah/core/node/durable-file'
import type { Actor } from '../four-eyes/actor.ts'
import type { Outcome } from '../four-eyes/outcome.ts'
import { applyGateCommand } from '../gate/apply-command.ts'
import type { GateCommand } from '../gate/command.ts'
import type { GateOutcome } from '../gate/outcome.ts'
import { createGate, type GateRules, type GateState } from '../gate/proposal.ts'
import type { TradingMode } from '../model/state.ts'
import { applyOverrideCommand, type OverrideRefusal } from '../overrides/apply.ts'
import type { OverrideCommand } from '../overrides/command.ts'
import { createOverrides, type OverridesState } from '../overrides/overrides-state.ts'
import type { Parameters } from '../parameters/parameters.ts'
import { createTradingState } from '../trading-state/apply.ts'
import type { TradingState } from '../trading-state/trading-state.ts'
import { type DocumentLocation, initialiseDocument, readDocument, writeDocument } from './json-document.ts'
import { openStateStore, type StateStore } from './state-store.ts'
import { StoreError } from './store-error.ts'
import { TradingStateStore } from './trading-state-store.ts'

/** Where the trading state, a gate or the overrides are kept. */
export type StoreOptions = {
  /** A file in a folder that exists. One process at a time may have it open: a lock is the caller's. */
  readonly path: string
  /** Default: that of the operating system. */
  readonly fileSystem?: FileSystem
}

/** A gate kept in a file. */
export type GateStore = StateStore<GateState, GateCommand, GateOutcome>

/**
 * Prepares the file of a first start.
 *
 * @param parameters - those in force, taken as approved
 * @throws RangeError if a rule or the parameters are wrong
 * @throws StoreError `exists` or `storage`
 */
export async function initialiseGate(options: StoreOptions, rules: GateRules, parameters: Parameters): Promise<void> {
  await initialiseDocument(locationOf(options, 'gate'), createGate(rules, parameters))
}

/**
 * Opens a gate. Without it nothing can be proposed or applied.
 *
 * @throws StoreError `missing`, `corrupt` or `storage`
 */
export function openGate(options: StoreOptions): Promise<GateStore> {
  return openStateStore(locationOf(options, 'gate'), applyGateCommand, 'proposals')
}

/** Overrides kept in a file. */
export type OverridesStore = StateStore<OverridesState, OverrideCommand, Outcome<OverridesState, OverrideRefusal>>

/**
 * Prepares the file of a first start, without any override.
 *
 * @throws StoreError `exists` or `storage`
 */
export async function initialiseOverrides(options: StoreOptions): Promise<void> {
  await initialiseDocument(locationOf(options, 'overrides'), createOverrides())
}

/**
 * Opens the overrides. Without them nothing is waived.
 *
 * @throws StoreError `missing`, `corrupt` or `storage`
 */
export function openOverrides(options: StoreOptions): Promise<OverridesStore> {
  return openStateStore(locationOf(options, 'overrides'), applyOverrideCommand, 'overrides')
}

const MODES: readonly TradingMode[] = ['active', 'reducing', 'halted']

/**
 * Prepares the file of a first start. Trading starts halted, so that removing the file is no way around two people.
 *
 * @param start - who does it and why; `now` in milliseconds since the epoch, UTC
 * @throws StoreError `exists` if there is a file, valid or not; `storage`
 * @throws RangeError if the reason is not 1 to 500 characters
 */
export async function initialiseTradingState(
  options: StoreOptions,
  start: { readonly actor: Actor; readonly reason: string; readonly now: number },
): Promise<void> {
  await initialiseDocument(locationOf(options, 'trading-state'), createTradingState(start))
}

/**
 * Opens the mode of trading. Never fails: where the file is missing, corrupt or cannot be written, the store is halted
 * for good and gives the reason in `failure`. Repair the cause, initialise where the file is gone, and open again.
 */
export async function openTradingState(options: StoreOptions): Promise<TradingStateStore> {
  const location = locationOf(options, 'trading-state')
  try {
    const state = parse(await readDocument(location), location.path)
    // Proves that a trip could be kept, while an operator can still act on a failure.
    await writeDocument(location, state)
    return new TradingStateStore(location, state, null)
  } catch (error) {
    const failure =
      error instanceof StoreError
        ? error
        : new StoreError('storage', `${location.path}: cannot be used`, { cause: error })
    const actor = { id: 'tezgah/guardrails', credential: 'tezgah/guardrails' }
    return new TradingStateStore(location, createTradingState({ actor, reason: failure.code, now: 0 }), failure)
  }
}

function parse(value: unknown, path: string): TradingState {
  const state = value as TradingState | null
  if (typeof state !== 'object' || state === null || state.version !== 1 || !MODES.includes(state.mode)) {
    throw new StoreError('corrupt', `${path}: is not a trading state of version 1`)
  }
  return state
}

function locationOf({ path, fileSystem = nodeFileSystem }: StoreOptions, kind: string): DocumentLocation {
  return { path, kind, fileSystem }
}
