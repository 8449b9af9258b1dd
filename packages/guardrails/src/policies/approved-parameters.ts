import type { JsonObject, JsonValue } from '@tezgah/core/canonical-json'
import { z } from 'zod'
import type { Breach } from '../model/reason.ts'
import { type Change, diffParameters } from '../parameters/diff.ts'
import { NONE, type StartPolicyKind } from './policy.ts'

export type ApprovedParametersLimits = {
  /** By strategy, the parameters that it may be started with; one that is not named may be started with any. */
  readonly strategies: Readonly<Record<string, JsonObject>>
}

const code = 'PARAMETERS_NOT_APPROVED'

/** A strategy with approved parameters starts with exactly these. While trading is reducing, no other strategy starts. */
export const approvedParameters: StartPolicyKind<ApprovedParametersLimits> = {
  subject: 'start',
  limits: { strategies: z.custom<ApprovedParametersLimits['strategies']>(isRecord, 'must be an object') },
  description: ({ strategies }) =>
    `a start of ${Object.keys(strategies).join(' or ') || 'no strategy'} with other than the approved parameters`,
  compile({ strategies }) {
    return ({ start: { strategy, parameters }, mode }) => {
      const approved = Object.hasOwn(strategies, strategy) ? (strategies[strategy] ?? null) : null
      if (approved !== null) return diffParameters({ values: approved }, { values: parameters }).map(breachOf)
      if (mode !== 'reducing') return NONE
      return [{ code, observed: strategy, limit: 'a strategy with approved parameters', unit: '', field: 'strategy' }]
    }
  },
}

function breachOf({ path, from, to }: Change): Breach {
  return { code, observed: shown(to), limit: shown(from), unit: '', field: `params${path.replaceAll('/', '.')}` }
}

function shown(value: JsonValue | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
