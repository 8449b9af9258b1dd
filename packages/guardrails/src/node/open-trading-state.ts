import type { Actor } from '../four-eyes/actor.ts'
import type { TradingMode } from '../state.ts'
import { createTradingState } from '../trading-state/apply.ts'
import type { TradingState } from '../trading-state/trading-state.ts'
import { nodeFileSystem } from './file-system.ts'
import { type DocumentPlace, initialiseDocument, readDocument, writeDocument } from './json-document.ts'
import { StoreError } from './store-error.ts'
import type { StoreOptions } from './store-options.ts'
import { TradingStateStore } from './trading-state-store.ts'

const MODES: readonly TradingMode[] = ['active', 'reducing', 'halted']

/**
 * Prepares the file of a first start. Trading starts halted, so that removing the file is no way around two people.
 *
 * @param start - who does it and why; `now` in milliseconds since the epoch, UTC
 * @throws StoreError `exists` if there is a file, whatever it holds; `storage`
 * @throws RangeError if the reason is not 1 to 500 characters
 */
export async function initialiseTradingState(
  options: StoreOptions,
  start: { readonly actor: Actor; readonly reason: string; readonly now: number },
): Promise<void> {
  await initialiseDocument(placeOf(options), createTradingState(start))
}

/**
 * Opens the mode of trading. Never fails: where the file is missing, corrupt or cannot be written, the store is halted
 * for good and says why in `failure`. Mend the cause, initialise where the file is gone, and open again.
 */
export async function openTradingState(options: StoreOptions): Promise<TradingStateStore> {
  const place = placeOf(options)
  try {
    const state = parse(await readDocument(place), place.path)
    // Proves that a trip could be kept, while there is still time to tell.
    await writeDocument(place, state)
    return new TradingStateStore(place, state, null)
  } catch (error) {
    const failure =
      error instanceof StoreError ? error : new StoreError('storage', `${place.path}: cannot be used`, { cause: error })
    const actor = { id: 'tezgah/guardrails', credential: 'tezgah/guardrails' }
    return new TradingStateStore(place, createTradingState({ actor, reason: failure.code, now: 0 }), failure)
  }
}

function placeOf({ path, fileSystem = nodeFileSystem }: StoreOptions): DocumentPlace {
  return { path, kind: 'trading-state', fileSystem }
}

function parse(value: unknown, path: string): TradingState {
  const state = value as TradingState | null
  if (typeof state !== 'object' || state === null || state.version !== 1 || !MODES.includes(state.mode)) {
    throw new StoreError('corrupt', `${path}: is no trading state of version 1`)
  }
  return state
}
