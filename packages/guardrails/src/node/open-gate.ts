import { applyGateCommand } from '../gate/apply.ts'
import type { GateCommand } from '../gate/command.ts'
import { createGate, type GateRules, type GateState } from '../gate/gate-state.ts'
import type { GateOutcome } from '../gate/outcome.ts'
import type { Parameters } from '../gate/parameters.ts'
import { nodeFileSystem } from './file-system.ts'
import { type DocumentPlace, initialiseDocument } from './json-document.ts'
import { type MachineStore, openMachine } from './machine-store.ts'
import type { StoreOptions } from './store-options.ts'

/** A gate kept in a file. */
export type GateStore = MachineStore<GateState, GateCommand, GateOutcome>

/**
 * Prepares the file of a first start.
 *
 * @param parameters - those in force, taken as approved
 * @throws RangeError if a rule or the parameters are wrong
 * @throws StoreError `exists` or `storage`
 */
export async function initialiseGate(options: StoreOptions, rules: GateRules, parameters: Parameters): Promise<void> {
  await initialiseDocument(placeOf(options), createGate(rules, parameters))
}

/**
 * Opens a gate. Without it nothing can be proposed or applied.
 *
 * @throws StoreError `missing`, `corrupt` or `storage`
 */
export function openGate(options: StoreOptions): Promise<GateStore> {
  return openMachine(placeOf(options), applyGateCommand, 'proposals')
}

function placeOf({ path, fileSystem = nodeFileSystem }: StoreOptions): DocumentPlace {
  return { path, kind: 'gate', fileSystem }
}
