import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import {
  initialiseGate,
  initialiseOverrides,
  initialiseTradingState,
  openGate,
  openOverrides,
  openTradingState,
} from '@tezgah/guardrails/node'
import { recordThenApply } from '../audit/record-change.ts'
import { ApprovedStore, NOTHING_APPROVED, parametersOf } from './approved.ts'
import { Guardrails, type GuardrailsDeps } from './service.ts'

const FILES = { trading: 'trading.json', gate: 'gate.json', overrides: 'overrides.json', approved: 'approved.json' }

const DAY_MS = 86_400_000

const RULES = {
  quorum: 1,
  thresholds: [],
  maxOpen: 50,
  maxLifetimeMs: 30 * DAY_MS,
  emergencyRole: 'risk',
}

/**
 * Opens the guardrails. Where their whole folder is missing this is a first start: no limits, trading active, and a record with an
 * alarm in the audit log, because a process that can remove the folder can remove decisions. Where only the file of the trading mode
 * is missing or damaged, the mode is `halted` and stays so.
 *
 * @throws StoreError, or an error that names the file, when another file is missing or damaged
 */
export async function openGuardrails(folder: string, deps: GuardrailsDeps): Promise<Guardrails> {
  if (!existsSync(folder)) {
    const change = {
      actor: 'executor',
      action: 'guardrails.initialised',
      subject: 'guardrails',
      details: { alarm: true },
    }
    await recordThenApply(deps, change, () => initialise(folder, deps.now()))
  }
  const at = (name: keyof typeof FILES) => ({ path: path.join(folder, FILES[name]) })
  const gate = await openGate(at('gate'))
  const stores = {
    gate,
    trading: await openTradingState(at('trading')),
    overrides: await openOverrides(at('overrides')),
    approved: await ApprovedStore.open(at('approved').path, gate.state),
  }
  deps.metrics.setTradingState(stores.trading.mode)
  return new Guardrails(stores, deps)
}

/** Beside its place and then moved there as a whole: half a first start must not look like missing files. */
async function initialise(folder: string, now: number): Promise<void> {
  const draft = `${folder}.new`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true, mode: 0o700 })
  const at = (name: keyof typeof FILES) => ({ path: path.join(draft, FILES[name]) })
  await initialiseActive(at('trading'), now)
  await initialiseGate(at('gate'), RULES, parametersOf(NOTHING_APPROVED))
  await initialiseOverrides(at('overrides'))
  await ApprovedStore.initialise(at('approved').path)
  await rename(draft, folder)
}

/** A new trading state is halted until two have re-armed it; at a first start there may be no two people yet. */
async function initialiseActive(file: { readonly path: string }, now: number): Promise<void> {
  const reason = 'first start'
  const [asking, approving] = ['executor', 'first-start'].map((id) => ({ id, credential: id }))
  if (asking === undefined || approving === undefined) return
  await initialiseTradingState(file, { actor: asking, reason, now })
  const trading = await openTradingState(file)
  const id = 'first-start'
  await trading.rearm({ type: 'requestRearm', id, to: 'active', actor: asking, reason, expiresAt: now + DAY_MS }, now)
  await trading.rearm({ type: 'approveRearm', id, actor: approving }, now)
}
