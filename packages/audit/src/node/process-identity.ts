import { readFile } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'

/** A process, told apart from a later one that was given the same number. */
export type ProcessIdentity = {
  readonly pid: number
  /** When it started, in a form that only compares; `null` where the system does not tell. */
  readonly start: string | null
}

/** The process that runs this code. */
export async function ownIdentity(): Promise<ProcessIdentity> {
  const facts = await readProcess(process.pid)
  return { pid: process.pid, start: facts?.start ?? String(performance.timeOrigin) }
}

/**
 * True while that very process runs. In doubt it says true: on macOS and Windows, which do not tell when another process
 * started, a foreign process with the same number counts as the same.
 */
export async function isRunning(other: ProcessIdentity): Promise<boolean> {
  if (other.pid === process.pid) return other.start === (await ownIdentity()).start
  if (!exists(other.pid)) return false
  const facts = await readProcess(other.pid)
  if (facts === null) return true
  return !facts.isDead && facts.start === other.start
}

async function readProcess(pid: number): Promise<{ start: string; isDead: boolean } | null> {
  if (process.platform !== 'linux') return null
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in brackets and may itself hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, ticks] = [fields[0], fields[19]]
    // A killed process stays in the table, state Z, until its parent has asked for its exit code.
    return ticks === undefined ? null : { start: `${boot.trim()}/${ticks}`, isDead: state === 'Z' || state === 'X' }
  } catch {
    // A /proc that hides the process: nothing is known, and callers count that as running.
    return null
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
