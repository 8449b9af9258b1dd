import { canonicalJson, sha256Hex } from './canonical.ts'
import { type FieldError, RunnerError } from './errors.ts'
import { describe } from './field-errors.ts'
import { DEFAULT_CLIENT, JOB_PRIORITIES, type JobPriority, type NewJob } from './job.ts'

/** How a request is to be treated, beside what it asks for. */
export type SubmitOptions = {
  /** Who asks: clients take turns, and idempotency keys are per client. 1 to 64 visible ASCII characters; `anonymous` by default. */
  readonly client?: string | undefined
  /** Default `normal`. */
  readonly priority?: JobPriority | undefined
  /** Run it although the result of an identical job is stored. Default `false`. */
  readonly fresh?: boolean | undefined
  /** The same key with the same request gives the first job again. 1 to 255 visible ASCII characters. */
  readonly idempotencyKey?: string | undefined
}

type Treatment = Pick<NewJob, 'fresh' | 'priority' | 'idempotency'> & { readonly client: string }

/** @throws RunnerError `invalid_request` with an entry per refused option */
export function readSubmitOptions(options: SubmitOptions, request: unknown): Treatment {
  const { client = DEFAULT_CLIENT, priority = 'normal', fresh = false, idempotencyKey: key } = options
  const errors: FieldError[] = []
  const check = (field: keyof SubmitOptions, value: unknown, valid: boolean, rule: string) => {
    if (!valid) errors.push({ field, message: `must be ${rule}, received ${describe(value)}` })
  }
  check('client', client, isVisible(client, 64), '1 to 64 visible ASCII characters')
  check('priority', priority, JOB_PRIORITIES.includes(priority), `one of ${JOB_PRIORITIES.join(', ')}`)
  check('fresh', fresh, typeof fresh === 'boolean', 'true or false')
  check('idempotencyKey', key, key === undefined || isVisible(key, 255), '1 to 255 visible ASCII characters')
  if (errors.length > 0) {
    throw new RunnerError('invalid_request', errors.map(({ field, message }) => `${field} ${message}`).join('; '), {
      errors,
    })
  }
  return {
    client,
    priority,
    fresh,
    ...(key === undefined ? {} : { idempotency: { key, digest: sha256Hex(canonicalJson(request)) } }),
  }
}

function isVisible(value: unknown, maxLength: number): boolean {
  return typeof value === 'string' && value.length <= maxLength && /^[\x21-\x7e]+$/.test(value)
}
