import { messageOf } from '@tezgah/core/describe'
/** One thing that must be true of a running installation. */
export type Check = {
  readonly name: string
  /** Resolves to what was seen; throws what is wrong. */
  run(): Promise<string>
}

/** @throws Error with `message` when `holds` is false */
export function demand(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Error(message)
}

/** Runs the checks one after the other, says how each went, and returns how many failed. */
export async function runChecks(checks: readonly Check[], say: (line: string) => void): Promise<number> {
  let failed = 0
  for (const { name, run } of checks) {
    try {
      say(`ok    ${name}: ${await run()}`)
    } catch (error) {
      failed++
      say(`FAIL  ${name}: ${messageOf(error)}`)
    }
  }
  return failed
}
