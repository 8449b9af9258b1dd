import { randomUUID } from 'node:crypto'
import { link, open, readFile, rename, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { performance } from 'node:perf_hooks'
import { AuditError } from '../../errors.ts'

/** A process, distinguished from a later one with the same number. */
type ProcessIdentity = {
  readonly pid: number
  /** When it started, in a form that only compares; `null` where the system does not tell. */
  readonly start: string | null
}

type LockContent = ProcessIdentity & { readonly host: string; readonly nonce: string }

/**
 * Takes a lock file, from a dead process too, and returns what gives it back.
 *
 * @throws AuditError `locked` when another process, or this one, holds it or is just taking it, when it was taken on
 *   another host (whose processes cannot be seen from here), or when it is not a lock file
 */
export async function acquireLock(path: string): Promise<() => Promise<void>> {
  const own: LockContent = { ...(await ownIdentity()), host: hostname(), nonce: randomUUID() }
  const candidate = `${path}.${own.nonce}`
  try {
    await writeDurably(candidate, JSON.stringify(own))
    // A link appears with its whole content or not at all, so no process ever reads half a lock.
    while (!(await succeeds(link(candidate, path), 'EEXIST'))) {
      const holder = await readLock(path)
      if (holder === null) continue
      await requireDead(holder, path)
      if (await takeOver(path, holder, candidate)) break
    }
  } finally {
    await rm(candidate, { force: true })
  }
  return async () => {
    const holder = await readLock(path)
    if (holder?.nonce === own.nonce) await rm(path, { force: true })
  }
}

/**
 * Puts the candidate in the place of a dead holder's lock. Only who holds the lock on that very holder's succession may
 * do so: without it, a slow process could throw out the heir instead of the dead. False when the heir is there already.
 */
async function takeOver(path: string, dead: LockContent, candidate: string): Promise<boolean> {
  const release = await acquireLock(`${path}.after-${dead.nonce}`)
  try {
    if ((await readLock(path))?.nonce !== dead.nonce) return false
    await rename(candidate, path)
    return true
  } finally {
    await release()
  }
}

async function requireDead(holder: LockContent, path: string): Promise<void> {
  if (holder.host !== hostname()) throw locked(path, `process ${holder.pid} on host ${holder.host}`)
  if (await isRunning(holder)) throw locked(path, `process ${holder.pid}`)
}

async function readLock(path: string): Promise<LockContent | null> {
  let text = ''
  if (
    !(await succeeds(
      readFile(path, 'utf8').then((content) => (text = content)),
      'ENOENT',
    ))
  )
    return null
  const content = parseLock(text)
  if (content === null) throw locked(path, 'something that is not an audit log')
  return content
}

function parseLock(text: string): LockContent | null {
  let content: Partial<Record<keyof LockContent, unknown>> | null
  try {
    content = JSON.parse(text)
  } catch {
    return null
  }
  const { pid, start, host, nonce } = content ?? {}
  if (typeof pid !== 'number' || !Number.isInteger(pid) || pid < 1) return null
  // The nonce becomes part of a file name.
  if (typeof host !== 'string' || typeof nonce !== 'string' || !/^[\w-]{1,64}$/.test(nonce)) return null
  return start === null || typeof start === 'string' ? { pid, start, host, nonce } : null
}

async function writeDurably(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx', 0o640)
  try {
    await handle.writeFile(text)
    // Otherwise a power cut could leave the name without the content, a lock whose holder is unknown.
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** True when the operation succeeds, false when it fails with this one code; any other failure is thrown. */
async function succeeds(operation: Promise<unknown>, exceptCode: string): Promise<boolean> {
  try {
    await operation
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === exceptCode) return false
    throw error
  }
}

function locked(path: string, holder: string): AuditError {
  return new AuditError('locked', `the audit log is in use by ${holder}; if that is not so, remove ${path}`)
}

/** The process that runs this code. */
async function ownIdentity(): Promise<ProcessIdentity> {
  const facts = await readProcess(process.pid)
  return { pid: process.pid, start: facts?.start ?? String(performance.timeOrigin) }
}

/**
 * True while that very process runs. In doubt it says true: on macOS and Windows, which do not tell when another process
 * started, a foreign process with the same number counts as the same.
 */
async function isRunning(other: ProcessIdentity): Promise<boolean> {
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
    // EPERM: it exists and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
