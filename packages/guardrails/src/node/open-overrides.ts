import type { Outcome } from '../four-eyes/outcome.ts'
import { applyOverrideCommand, type OverrideRefusal } from '../overrides/apply.ts'
import type { OverrideCommand } from '../overrides/command.ts'
import { createOverrides, type OverridesState } from '../overrides/overrides-state.ts'
import { nodeFileSystem } from './file-system.ts'
import { type DocumentPlace, initialiseDocument } from './json-document.ts'
import { type MachineStore, openMachine } from './machine-store.ts'
import type { StoreOptions } from './store-options.ts'

/** Overrides kept in a file. */
export type OverridesStore = MachineStore<OverridesState, OverrideCommand, Outcome<OverridesState, OverrideRefusal>>

/**
 * Prepares the file of a first start, without any override.
 *
 * @throws StoreError `exists` or `storage`
 */
export async function initialiseOverrides(options: StoreOptions): Promise<void> {
  await initialiseDocument(placeOf(options), createOverrides())
}

/**
 * Opens the overrides. Without them nothing is waived.
 *
 * @throws StoreError `missing`, `corrupt` or `storage`
 */
export function openOverrides(options: StoreOptions): Promise<OverridesStore> {
  return openMachine(placeOf(options), applyOverrideCommand, 'overrides')
}

function placeOf({ path, fileSystem = nodeFileSystem }: StoreOptions): DocumentPlace {
  return { path, kind: 'overrides', fileSystem }
}
